"""What an upload is called: as it is shown and saved, and as it stands in an address."""

from __future__ import annotations

import re

from lorehall.kernel.text import slug, tidy_line

LENGTH = 120
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
# What systems take for more than a letter of a name.
_SPECIAL = re.compile(r'[<>:"|?*\x00-\x1f]')


def tidy(name: str) -> str:
    """The name without its folder, without control and direction marks, at most `LENGTH` long with its ending."""
    name = tidy_line(_SPECIAL.sub(" ", name.replace("\\", "/").rpartition("/")[2])).lstrip(". ")
    if len(name) > LENGTH:
        ending = _ENDING.search(name)
        kept = ending[0] if ending else ""
        name = name[: LENGTH - len(kept)].rstrip() + kept
    return name or "file"


def stem(name: str) -> str:
    """The name without its ending."""
    return _ENDING.sub("", name) or "file"


def in_address(name: str, *, picture: bool) -> str:
    """The last piece of an upload's address: `[a-z0-9.-]`. A picture's is never a bare number: those are its widths."""
    words = slug(stem(name), limit=60)
    if picture:
        return f"picture-{words}.webp" if words.isdigit() else f"{words}.webp"
    ending = _ENDING.search(name)
    return f"{words}.{ending[1].lower()}" if ending else words
