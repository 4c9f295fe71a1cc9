"""Reads "-93d 14:10", "-19h", "+2h10m"."""

from __future__ import annotations

import re
from datetime import time, timedelta

from lorehall.house.demo.story import Moment

_SPAN = re.compile(r"([+-])(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def span(text: str) -> timedelta:
    """A signed span such as "+2h10m"; raises ValueError with a sentence."""
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no span of time; write it like +2h10m or -93d")
    days, hours, minutes = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes)
    return length if found[1] == "+" else -length


def moment(text: str) -> Moment:
    """A moment counted from now: a span, and behind whole days an hour of the day; raises ValueError."""
    words = text.split()
    if not 1 <= len(words) <= 2:
        raise ValueError(f"{text!r} is no moment; write it like -93d 14:10 or -19h")
    ago = -span(words[0])
    if len(words) == 1:
        return Moment(ago)
    clock = _CLOCK.fullmatch(words[1])
    if not clock or ago % timedelta(days=1):
        raise ValueError(f"{text!r}: an hour such as 14:10 goes with whole days")
    return Moment(ago, time(int(clock[1]), int(clock[2])))
