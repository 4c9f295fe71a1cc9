"""What was typed, made ready to be kept. Rendering happens here, before any transaction."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lorehall.kernel import text
from lorehall.kernel.errors import Refused
from lorehall.kernel.text.fold import tidy_line, tidy_source
from lorehall.kernel.text.limits import check_source

NAME_LENGTH = 80
ROOM_NAME_LENGTH = 60
SUMMARY_LENGTH = 240


def line(typed: str, *, field: str, limit: int) -> str:
    """One line of plain text; raises `Refused` on the field when it is too long."""
    tidied = tidy_line(typed)
    if len(tidied) > limit:
        raise Refused("too_long", _("Keep it to %(limit)d characters.") % {"limit": limit}, field)
    return tidied


def name(typed: str, *, field: str = "name", limit: int = NAME_LENGTH) -> str:
    """A name: one line with at least one letter or digit, in any script."""
    tidied = line(typed, field=field, limit=limit)
    if not any(character.isalnum() for character in tidied):
        raise Refused("name_empty", _("Give it a name."), field)
    return tidied


def paragraph(typed: str, *, field: str, limit: int) -> str:
    """Plain text of several lines; raises `Refused` on the field when it is too long."""
    tidied = tidy_source(typed).strip()
    if len(tidied) > limit:
        raise Refused("too_long", _("Keep it to %(limit)d characters.") % {"limit": limit}, field)
    return tidied


def source(typed: str, *, field: str) -> str:
    """Markdown as it is kept; raises `Refused` on the field when it is too long."""
    tidied = tidy_source(typed).strip("\n")
    if not tidied.strip():
        return ""
    return check_source(tidied, field=field)


def html(markdown: str) -> str:
    """Safe HTML for Markdown; nothing for nothing."""
    return text.render(markdown).html if markdown else ""
