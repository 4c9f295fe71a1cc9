"""What a person's name and their words about themselves may contain. Any script; no tricks with direction."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from lorehall.kernel.errors import Refused
from lorehall.people.models import ABOUT_LENGTH, NAME_LENGTH

# Format characters that turn the reading direction or show nothing; joiners stay, scripts need them.
_JOINERS = {"\u200c", "\u200d"}

_ADDRESS = re.compile(r"://|www\.|\.[a-z]{2,}/", re.IGNORECASE)


def _plain(text: str) -> str:
    kept = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character in _JOINERS
        or character.isspace()
        or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
    )
    return " ".join("".join(kept).split())


def clean_name(raw: str) -> str:
    """A display name on one line without invisible characters; raises Refused on field `name`."""
    name = _plain(raw)
    if not any(character.isalnum() for character in name):
        raise Refused("name_empty", _("Say what people should call you."), "name")
    if len(name) > NAME_LENGTH:
        raise Refused("name_long", _("A name has at most %(count)d characters.") % {"count": NAME_LENGTH}, "name")
    return name


def refuse_address(name: str) -> str:
    """The same name; raises Refused on field `name` for a web address. Names stand in letters to addresses that anybody
    can type, so that they must not advertise.
    """
    if _ADDRESS.search(name):
        raise Refused("name_address", _("Say what people should call you, without an address of the web."), "name")
    return name


def clean_about(raw: str) -> str:
    """What somebody does, on one line; raises Refused on field `about`."""
    about = _plain(raw)
    if len(about) > ABOUT_LENGTH:
        raise Refused("about_long", _("Keep it to %(count)d characters.") % {"count": ABOUT_LENGTH}, "about")
    return about
