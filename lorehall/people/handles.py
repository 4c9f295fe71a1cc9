"""What a handle may look like, and a first one made from a name.

ASCII only, and the database takes one of those that look alike (`Person.Meta.constraints`): none imitates another.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

from anyascii import anyascii
from django.utils.translation import gettext as _

from lorehall.kernel.errors import Refused
from lorehall.people.models import HANDLE_LENGTH, LOOK_ALIKES

SHAPE = re.compile(r"[a-z0-9][a-z0-9_-]{1,31}", re.ASCII)

# Words of the interface's addresses, and names that would be taken for the house itself.
RESERVED = frozenset(
    """
    about account admin administrator all anonymous api attributed edit everyone help here host lorehall me
    mod moderator new nobody none null operator owner people person postmaster root security settings
    staff support system undefined visitor webmaster you
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def _look(handle: str) -> str:
    """As it looks at a glance; for the house's own names `i` is taken for `l` too."""
    for seen, same in LOOK_ALIKES:
        handle = handle.replace(seen, same)
    return handle.replace("i", "l")


_RESERVED_LOOKS = frozenset(map(_look, RESERVED))


def taken() -> Refused:
    """The refusal where somebody has the handle, or one that looks like it."""
    return Refused("handle_taken", _("Somebody has this handle, or one that looks like it. Choose another."), "handle")


def clean(raw: str) -> str:
    """The handle somebody typed, folded; raises Refused on field `handle` when it can't be one."""
    handle = raw.strip().removeprefix("@").lower()
    if not SHAPE.fullmatch(handle):
        raise Refused(
            "handle_shape",
            _("Use 2 to 32 letters a to z, digits, hyphens or underscores; begin with a letter or digit."),
            "handle",
        )
    if _look(handle) in _RESERVED_LOOKS:
        raise Refused("handle_reserved", _("This handle is kept for the house. Choose another."), "handle")
    return handle


def stem(name: str) -> str:
    """A name in any script as the beginning of a handle; "member" when nothing of it can be spelled."""
    spelled = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")
    short = spelled[: HANDLE_LENGTH - 8].rstrip("-")
    return short if len(short) >= 2 and short not in RESERVED else (f"{short}-member" if short else "member")


def candidates(name: str) -> Iterator[str]:
    """Handles for a new person, the plainest first, without end."""
    base = stem(name)
    yield base
    for number in range(2, 6):
        yield f"{base}-{number}"
    while True:
        yield f"{base}-{secrets.token_hex(3)}"
