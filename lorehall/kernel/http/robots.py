"""robots.txt: read through the same guard, kept for a while, and heeded."""

from __future__ import annotations

import time
from typing import Final
from urllib.robotparser import RobotFileParser

import httpx2

from lorehall.kernel.http.guard import Unreachable
from lorehall.kernel.http.session import NAME, Reply, Session, Wish

HOPS: Final = 5
"""Redirects that are followed."""
KEPT: Final = 6 * 60 * 60
KEPT_SHORTLY: Final = 10 * 60
"""Seconds, for a site whose robots.txt could not be read."""
_WISH: Final = Wish(most=200_000, cut=True)
_MOST_KEPT: Final = 500
_NOBODY: Final = "User-agent: *\nDisallow: /"


_kept: dict[str, tuple[float, str]] = {}
"""Origin → until when, and what. Each process keeps its own; a dictionary's single steps are safe among threads."""


def ask(session: Session, url: httpx2.URL) -> None:
    """Raise `Unreachable("robots")` where the site does not want us at that address."""
    said = RobotFileParser()
    said.parse(_rules(session, url).splitlines())
    if not said.can_fetch(NAME, str(url)):
        raise Unreachable("robots", "the site does not want to be asked")


def _rules(session: Session, url: httpx2.URL) -> str:
    origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
    until, rules = _kept.get(origin, (0.0, ""))
    if time.monotonic() < until:
        return rules
    rules, seconds = _read(session, url.join("/robots.txt"))
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[origin] = (time.monotonic() + seconds, rules)
    return rules


def _read(session: Session, url: httpx2.URL) -> tuple[str, int]:
    """The rules and for how long to believe them. None there allows all; a server in trouble is left alone."""
    for _ in range(HOPS + 1):
        answer = session.once(url, _WISH)
        if isinstance(answer, Reply):
            break
        url = answer
    else:
        return _NOBODY, KEPT_SHORTLY
    if answer.status == 200:
        return answer.body.decode("utf-8", "replace"), KEPT
    return ("", KEPT) if 400 <= answer.status < 500 else (_NOBODY, KEPT_SHORTLY)
