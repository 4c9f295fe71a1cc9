"""Addresses that stand alone on a line of stored HTML: the writer meant the page itself, not a word about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import urlsplit

MOST: Final = 5
"""Of one text."""
_LINK: Final = re.compile(
    r'(?:(?<=<p>)|(?<=\n))<a href="(https?://[^"]{1,2000})" rel="nofollow ugc noopener">'
    r"([^<>\s]{1,2000})</a>(?=</p>|\n)",
    re.IGNORECASE,
)


class Lone(NamedTuple):
    """An address, and the stretch of the HTML in whose place its page may be shown. The stretch is empty, behind the
    paragraph, where the paragraph says more than the address.
    """

    url: str
    start: int
    end: int


def maybe(html: str) -> bool:
    """Whether it is worth looking: quick enough for every post of every page."""
    return '<p><a href="http' in html or '\n<a href="http' in html


def lone(html: str) -> list[Lone]:
    """The addresses alone on a line, in their order, each once, without those in quotations."""
    return list(islice(_found(html), MOST)) if maybe(html) else []


def _found(html: str) -> Iterator[Lone]:
    known: set[str] = set()
    behind = quotations = counted = 0
    for link in _LINK.finditer(html):
        # Counted from one link to the next: posts may hold thousands, and every page looks at them.
        quotations += html.count("<blockquote", counted, link.start()) - html.count(
            "</blockquote>", counted, link.start()
        )
        counted = link.start()
        url = unescape(link[1]).partition("#")[0]
        if quotations > 0 or url in known or not _says_itself(url, unescape(link[2])):
            continue
        end = html.find("</p>", link.end())
        if end < 0:
            return
        known.add(url)
        whole = html.endswith("<p>", 0, link.start()) and end == link.end()
        start = max(link.start() - 3 if whole else end + 4, behind)
        behind = end + 4
        yield Lone(url, start, behind)


def _says_itself(url: str, shown: str) -> bool:
    """What is shown is where it leads; else somebody gave the link words, or a disguise."""
    shown = shown.lower()
    if not shown.startswith(("http://", "https://")):
        shown = f"http://{shown}"
    try:
        return urlsplit(shown).netloc == urlsplit(url).netloc.lower()
    except ValueError:
        return False
