"""Which installation wrote a page: what it cites by number means something there alone."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.crypto import salted_hmac

from lorehall.exchange.markdown.prose import in_prose

SOURCES = "<!-- sources -->"
"""The line below which an exported page says what its citations are."""
_CITES = re.compile(r"\[\^p([1-9][0-9]{0,9})\]")
_DEFINES = re.compile(r"^\[\^p([1-9][0-9]{0,9})\]:", re.MULTILINE)


def own_id() -> str:
    """The same for as long as the installation keeps its secret key; tells nothing of it."""
    return salted_hmac("lorehall.exchange.installation", "id").hexdigest()[:16]


def taken_back(source: str, written_by: str) -> str:
    """An exported text as it is to stand here. Written here, its citations are citations again, and its addresses
    stay within; from elsewhere, they become notes that say what they cited.
    """
    text, mark, sources = source.rpartition(f"\n{SOURCES}\n")
    if written_by == own_id():
        address = re.compile(rf"(\]\(<?|\]:[ \t]+<?){re.escape(settings.URL)}(?=/)")
        return in_prose(text if mark else source, lambda prose: address.sub(r"\1", prose)).rstrip("\n")
    if not mark:
        return source
    noted = set(_DEFINES.findall(sources))
    plain = in_prose(text, lambda prose: _CITES.sub(lambda one: _as_note(one, noted), prose))
    notes = _DEFINES.sub(r"[^s\1]:", sources).strip()
    return f"{plain.rstrip()}\n\n{notes}"


def _as_note(found: re.Match[str], noted: set[str]) -> str:
    return f"[^s{found[1]}]" if found[1] in noted else found[0]
