"""Markdown to safe HTML: parse once, learn what it refers to, render with what those turned out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from html import escape
from typing import Any, NamedTuple
from zlib import crc32

from markdown_it.token import Token

from lorehall.kernel.text import attached
from lorehall.kernel.text.allow import clean, settle
from lorehall.kernel.text.fold import tidy_source
from lorehall.kernel.text.highlight import Palette
from lorehall.kernel.text.limits import check_source
from lorehall.kernel.text.parser import WITH_HTML, WITHOUT_HTML, Parser, to_html
from lorehall.kernel.text.pictures import as_links
from lorehall.kernel.text.plain import excerpt, plain
from lorehall.kernel.text.tame import tame

People = Mapping[str, str]
"""Lower-case handle → address of that person's page."""
Items = Mapping[int, tuple[str, str]]
"""Item number → its address and title."""


@dataclass(frozen=True, slots=True)
class References:
    """What a text may refer to, in its order; whether such people and items exist is the caller's to find out."""

    handles: tuple[str, ...]
    items: tuple[int, ...]
    files: tuple[str, ...] = ()
    citations: tuple[int, ...] = ()


class Section(NamedTuple):
    """A heading of a text: its id, its words, its depth (1 to 6)."""

    id: str
    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post as it is stored: `html` is safe to print, `handles`, `items` and `files` are those that were resolved,
    `sections` are its headings where they were asked for.
    """

    html: str
    text: str
    handles: tuple[str, ...]
    items: tuple[int, ...]
    files: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def excerpt(self) -> str:
        """The beginning of the text, 200 characters at most."""
        return excerpt(self.text)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text. Rendering it may be asked for once or often, with other people and items each time."""

    source: str
    tokens: list[Token]
    env: dict[str, Any]

    @property
    def references(self) -> References:
        """Everyone and everything it names outside code and links, and the keys of what was brought here."""
        handles, items = tuple(self.env.get("handles", ())), tuple(self.env.get("items", ()))
        return References(handles, items, attached.named(self.source), tuple(self.env.get("citations", ())))

    @property
    def complaints(self) -> tuple[str, ...]:
        """What its writer should mend before it is kept: polls that can't be read, a sentence each."""
        return tuple(self.env.get("complaints", ()))

    @property
    def asks_zone(self) -> bool:
        """Whether it says a day or a time that is only a moment in somebody's zone."""
        return any(token.type == "poll" and token.meta["poll"].in_no_zone for token in self.tokens)

    def render(
        self,
        *,
        people: People | None = None,
        items: Items | None = None,
        files: attached.Files | None = None,
        prefix: str = "",
        pictures: bool = False,
        zone: tzinfo = UTC,
        numbers: Mapping[int, int] | None = None,
        sections: bool = False,
    ) -> Rendered:
        """Safe HTML. Of what was brought here, `files` are shown. `prefix` (`p12-`) keeps the notes of posts on one
        page apart: `[a-z0-9-]`, 20 at most. Without `pictures` those of other sites become links. `zone` is
        the writer's: a poll ends in it. `numbers` are those of cited posts in the list of sources, by the post;
        other citations stay text. With `sections`, headings get ids.
        """
        people, items = people or {}, items or {}
        told = {"people": people, "items": items, "prefix": prefix, "zone": zone, "numbers": numbers or {}}
        found: dict[str, tuple[str, int]] = {}
        html = _safe(WITH_HTML, self.tokens, told, found if sections else None)
        if html is None:
            found.clear()
            html = _safe(WITHOUT_HTML, WITHOUT_HTML.parse(self.source), told, found if sections else None)
        if html is None:
            found.clear()
            html = f"<p>{escape(self.source, quote=False)}</p>"
        html, held = attached.show(html, files or {})
        if not pictures:
            html = as_links(html)
        references = self.references
        return Rendered(
            html=html,
            text=plain(html),
            handles=tuple(handle for handle in references.handles if handle in people),
            items=tuple(number for number in references.items if number in items),
            files=held,
            sections=tuple(Section(name, title, depth) for name, (title, depth) in found.items()),
        )


def _safe(
    md: Parser, tokens: list[Token], told: dict[str, Any], sections: dict[str, tuple[str, int]] | None
) -> str | None:
    """Clean HTML, or None when its raw HTML is a trick. Only raw HTML can be badly nested or too deep."""
    env = {**told, "palette": Palette(), "hrefs": 0, "raw": False, "cited": {}, "sections": sections, "again": {}}
    html = to_html(md, tokens, env)
    if not env["raw"]:
        return clean(html)
    tamed = tame(html)
    return None if tamed is None else settle(tamed)


def note_prefix(source: str) -> str:
    """A prefix that keeps the notes of one text apart from those of others on its page: the same for the same text."""
    return f"n{crc32(source.encode()):08x}-" if "[^" in source else ""


def parse(source: str) -> Document:
    """Read Markdown. Raises `Refused("too_long")` above `MAX_SOURCE` characters."""
    source = tidy_source(check_source(source))
    env: dict[str, Any] = {}
    return Document(source, WITH_HTML.parse(source, env), env)


def references(source: str) -> References:
    """Who and what a text refers to. To render it as well, `parse` it once and ask the document for both."""
    return parse(source).references


def render(source: str, *, people: People | None = None, items: Items | None = None, prefix: str = "") -> Rendered:
    """Markdown to safe HTML in one step; who is not in `people` and what is not in `items` stays text.

    Raises `Refused("too_long")` above `MAX_SOURCE` characters, nothing else.
    """
    return parse(source).render(people=people, items=items, prefix=prefix)
