"""What a page says of itself: OpenGraph, Twitter's card, or its title and description. Everything out of it is text."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from lorehall.kernel.http import Reply
from lorehall.kernel.text import excerpt, tidy_line

_CHARSETS: Final = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|latin-?1|iso-?8859-?[0-9]{1,2}|windows-?(?:125[0-8]|874)|cp125[0-8]"
    r"|koi8-[ru]|gbk|gb2312|gb18030|big5|shift[_-]jis|euc-(?:jp|kr)"
)
_SAID: Final = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([A-Za-z0-9_\-]{1,30})", re.IGNORECASE)
_PIECE: Final = 8_192
_PENDING: Final = 64_000
"""Characters of one tag that never ends, after which the rest is not read."""
_SECONDS: Final = 1.0
_LONG: Final = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """Plain text, and the address of a picture; empty where nothing is said."""

    title: str
    text: str
    site: str
    picture: str


class _Enough(Exception):  # noqa: N818 - ends the reading
    """The head is over."""


class _Head(HTMLParser):
    """Collects what stands in the head; of each name what is said first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.metas: dict[str, str] = {}
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            said = {name: value or "" for name, value in attrs}
            name = (said.get("property") or said.get("name") or "").strip().lower()
            if name and said.get("content", "").strip():
                self.metas.setdefault(name[:40], said["content"][:_LONG])
        elif tag == "title" and not self.title:
            self._in_title = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title and len(self.title) < _LONG:
            self.title += data[:_LONG]

    def error(self, message: str) -> None:
        raise _Enough(message)


def read(reply: Reply) -> Said:
    """What a page says of itself; never raises for what stands in it."""
    head = _head(_text(reply))
    first = head.metas.get
    title = first("og:title") or first("twitter:title") or head.title
    text = first("og:description") or first("twitter:description") or first("description") or ""
    site = first("og:site_name") or (urlsplit(reply.url).hostname or "").removeprefix("www.")
    picture = next((head.metas[name] for name in _PICTURES if name in head.metas), "")
    return Said(_line(title, 200), _line(text, 300), _line(site, 80), _address(reply.url, picture))


_PICTURES: Final = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")


def _line(text: str, length: int) -> str:
    return excerpt(tidy_line(text.replace("\0", "")), length)


def _address(base: str, picture: str) -> str:
    try:
        return urljoin(base, picture.strip()) if picture else ""
    except ValueError:
        return ""


def _text(reply: Reply) -> str:
    """The page as text: in the charset that the server or the page says, if it is one of the web's."""
    said = _SAID.search(reply.body[:4_096])
    for name in (reply.charset, said[1].decode("ascii").lower() if said else "", "utf-8"):
        if name and _CHARSETS.fullmatch(name):
            try:
                return reply.body.decode(name, "strict" if name == "utf-8" and not reply.charset else "replace")
            except (LookupError, ValueError):
                continue
    return reply.body.decode("cp1252", "replace")


def _head(text: str) -> _Head:
    head = _Head()
    text = _without(_without(_without(text, "<!--", "-->"), "<script", "</script"), "<style", "</style")
    end = time.process_time() + _SECONDS
    try:
        for at in range(0, len(text), _PIECE):
            head.feed(text[at : at + _PIECE])
            if len(head.rawdata) > _PENDING or time.process_time() > end:
                break
    except (_Enough, AssertionError, ValueError):
        pass  # what was read until then counts
    return head


def _without(text: str, begin: str, end: str) -> str:
    """The text without what stands between; what has no end goes to the end of the text. Linear, whatever comes."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    kept, at = [], 0
    while (start := lower.find(begin, at)) >= 0:
        kept.append(text[at:start])
        stop = lower.find(end, start + len(begin))
        if stop < 0:
            return "".join(kept)
        at = stop + len(end)
    return "".join([*kept, text[at:]])
