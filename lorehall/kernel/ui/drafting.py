"""What somebody has begun to write, for the form in which they go on. `drafts` fills the slot "draft"; where nothing
fills it, every form begins empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from lorehall.kernel.ui import slots


@dataclass(frozen=True, slots=True)
class Begun:
    """`ticket` is the form's hidden field, "" where nothing is kept. `fields` are for the form's `initial`; `at` is
    when they were kept, None where nothing was. `another` leads to one more form of the same kind, beside this draft.
    `unsaved` says that the form is shown again with what was sent and not taken.
    """

    ticket: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    another: str = ""
    unsaved: bool = False

    @property
    def text(self) -> str:
        """The text, for a form that has no other field."""
        return str(self.fields.get("text", ""))


NOTHING = Begun()
Builder = Callable[[HttpRequest, str, int], Begun]


def begun(request: HttpRequest, verb: str, target: int) -> Begun:
    """What the reader has begun to write: `verb` says what ("edit"), `target` about what. One statement."""
    builder: Builder | None = slots.filled("draft")
    return builder(request, verb, target) if builder else NOTHING


def keep_stale(request: HttpRequest) -> HttpResponse | None:
    """A form that came with a token of another session, kept by whoever can; None where nobody could."""
    keeper: Callable[[HttpRequest], HttpResponse | None] | None = slots.filled("stale_form")
    return keeper(request) if keeper else None


_SET_ASIDE = "draft_set_aside"


def set_aside(response: HttpResponse) -> HttpResponse:
    """Mark the answer to a form whose writer thought better of it: its draft is thrown away, and can be brought back,
    where it would otherwise end.
    """
    setattr(response, _SET_ASIDE, True)
    return response


def is_set_aside(response: object) -> bool:
    """Whether the answer is marked so."""
    return bool(getattr(response, _SET_ASIDE, False))
