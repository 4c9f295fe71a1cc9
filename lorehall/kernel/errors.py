"""What a rule raises when it will not do what it was asked."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A rule says no. `code` is for programs, `message` for people, `field` names a form's field."""

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class Hidden(Refused):
    """The thing is unknown to this viewer: shown as 404, in the words of what does not exist."""

    def __init__(self) -> None:
        super().__init__("not_found", "There is nothing at this address.")


class Forbidden(Refused):
    """The viewer knows of the thing and may not do this to it: shown as 403, with the reason."""


class Conflict(Refused):
    """Somebody else was quicker. `theirs` carries what stands now, so that nothing is lost: shown as 409."""

    def __init__(self, code: str, message: str, *, theirs: object = None) -> None:
        super().__init__(code, message)
        self.theirs = theirs
