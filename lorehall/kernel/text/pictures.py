"""Pictures that other sites hold. Showing them would tell those sites who reads, so a link stands in their place."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

_STEP = re.compile(r'<(?:(a)[ >]|(/a)>|img(?: [a-z]+="[^"]*")*>)')
_SOURCE = re.compile(r' src="(https?:[^"]*)"', re.IGNORECASE)
_WORDS = re.compile(r' alt="([^"]*)"')
_EMPTY: Final = frozenset({"", "enter image description here", "image", "alt text"})
"""What forms fill in when nobody says anything."""
_PLACE = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#]*)(?:[^?#]*(/[^/?#]{1,40}))?", re.IGNORECASE)


def as_links(html: str) -> str:
    """Over what `clean` has written; what comes out is as clean. Ours, below `/uploads/`, stay pictures."""
    if "<img" not in html:
        return html
    inside = False

    def step(found: re.Match[str]) -> str:
        nonlocal inside
        if found[1] or found[2]:
            inside = bool(found[1])
            return found[0]
        source = _SOURCE.search(found[0])
        if source is None:
            return found[0]
        words = f'<span class="picture">{_words(found[0], source[1])}</span>'
        return words if inside else f'<a href="{source[1]}" rel="nofollow ugc noopener">{words}</a>'

    return _STEP.sub(step, html)


def _words(tag: str, source: str) -> str:
    """What the picture is said to show, or else where it is."""
    said = _WORDS.search(tag)
    if said and " ".join(unescape(said[1]).lower().split()) not in _EMPTY:
        return escape(unescape(said[1]), quote=False)
    place = _PLACE.match(unescape(source))
    return escape("".join(filter(None, place.groups())) if place else unescape(source), quote=False)
