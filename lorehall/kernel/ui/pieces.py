"""The smallest printed pieces, written in Python because a page prints them by the dozen."""

# ruff: noqa: S704 - built from escaped parts only

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from lorehall.kernel.ui.statics import collected, static
from lorehall.kernel.ui.words import language

# state → (words, look). The words come first; the look only repeats them in colour.
STATES: dict[str, tuple[Any, str]] = {
    "open": (_("Open"), "open"),
    "clarifying": (_("Being clarified"), "open"),
    "answered": (_("Answered"), ""),
    "confirmed": (_("Confirmed"), "done"),
    "duplicate": (_("Asked before"), ""),
    "locked": (_("Locked"), ""),
    "deleted": (_("Deleted"), ""),
    "draft": (_("Draft"), ""),
    "in_review": (_("In review"), "open"),
    "published": (_("Published"), "done"),
    "dropped": (_("Dropped"), ""),
    "current": (_("Current"), ""),
    "review_due": (_("Review due"), "open"),
    "outdated": (_("Outdated"), "open"),
    "superseded": (_("Superseded"), "open"),
    "retired": (_("Retired"), "open"),
    "secret": (_("Secret"), ""),
    "listed": (_("Members read"), ""),
    "public": (_("Anyone reads"), ""),
    "private": (_("Private"), ""),
    "done": (_("Done"), "done"),
    "waiting": (_("Waiting"), "open"),
}
WORD = re.compile(r"[^\W_]+", re.UNICODE)


SPRITE = Path(__file__).parent / "static" / "icons.svg"


@lru_cache(maxsize=1)
def _drawn() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


@lru_cache(maxsize=256)
def _icon(name: str, sprite: str) -> Markup:
    if not collected() and name not in _drawn():
        raise LookupError(f"There is no icon {name!r}: add it to ICONS in scripts/vendor.py and run that.")
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(sprite, name)


def icon(name: str) -> Markup:
    """One icon out of the sprite, hidden from screen readers: words stand beside it.

    While developing and testing, a name that the sprite lacks is a LookupError; in service it is a blank.
    """
    return _icon(name, static("ui/icons.svg"))


@lru_cache(maxsize=1024)
def _chip(key: str, label: str, _language: str) -> Markup:
    words, look = STATES.get(key, (key.replace("_", " ").capitalize(), ""))
    tick = "✓ " if look == "done" else ""
    extra = f" {look}" if look else ""
    return Markup(f'<span class="state{extra}">{tick}{escape(label or str(words))}</span>')


def state(key: str, label: str | None = None) -> Markup:
    """A chip that says the state in words. `label` says more than the usual word: "Open 19 h"."""
    return _chip(key, label or "", language())


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """The first letters of the first and the last word; "?" where there is no letter."""
    words = WORD.findall(name)
    if not words:
        return "?"
    letters: str = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def upload(key: str) -> str:
    """The address of an uploaded file."""
    return f"{settings.MEDIA_URL}{key}"


def avatar(person: Any, size: str = "") -> Markup:
    """The person's photo, or their initials on their steady colour. `size`: "", "s", "xs" or "l".

    Takes anything with `name`, `hue` and `photo` (a file's key or ""). The name always stands beside it as
    text, so that the picture itself is left out for screen readers.
    """
    extra = f" {size}" if size else ""
    if person.photo:
        source = escape(upload(person.photo))
        return Markup(f'<img class="av{extra}" src="{source}" alt="" width="36" height="36" loading="lazy">')
    hue, letters = int(person.hue) % 36, escape(initials(person.name))
    return Markup(f'<span class="av{extra} hue-{hue}" aria-hidden="true">{letters}</span>')


def count(number: int) -> str:
    """A number that fits: 999, 1.2k, 14k, 3.1M."""
    for limit, mark in ((1_000_000, "M"), (1_000, "k")):
        if number >= limit:
            scaled = number / limit
            # Cut off, not rounded: a number is never said larger than it is.
            short = f"{int(scaled * 10) / 10:g}" if scaled < 10 else str(int(scaled))
            return short + mark
    return str(number)


def stored(html: str) -> Markup:
    """HTML that `kernel.text` made safe before it was stored, to be printed as it is."""
    return Markup(html)
