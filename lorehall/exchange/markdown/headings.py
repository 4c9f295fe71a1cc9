"""A page's title and its headings: the title stands apart here, and what is below begins with `##`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lorehall.kernel import text
from lorehall.kernel.text import Section, fold

_NOT_GITHUB = re.compile(r"[^\w\- ]")
_NOT_DOCUTILS = re.compile(r"[^a-z0-9]+")
_NAMED = re.compile(r"<a\s+(?:[a-z]+=[\"'][^\"']*[\"']\s+)?(?:name|id)\s*=\s*[\"']([\w:.-]{1,80})[\"']", re.IGNORECASE)


class Heading(NamedTuple):
    """From which line to which, how deep, and its words as they are written."""

    line: int
    end: int
    depth: int
    words: str


def headings(source: str) -> list[Heading]:
    """Those that stand in the text itself, not in a list or a quotation."""
    tokens = text.parse(source).tokens
    return [
        Heading(token.map[0], token.map[1], int(token.tag[1]), tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]


def set_apart(source: str, title: str) -> tuple[str, str]:
    """(title, text) of a page. The heading that says the title goes; the others begin at the second level. `title` is
    what the front matter says; where neither says one, it is empty.
    """
    there = headings(source)
    lines = source.split("\n")
    first = there[0] if there else None
    if first and _says_title(first, lines, title):
        title = title or plain(first.words)
        lines[first.line : first.end] = [""] * (first.end - first.line)
        there = there[1:]
    elif not title and first:
        title = plain(first.words) if first.depth == 1 else ""
    if there:
        _shift(lines, there, 2 - min(heading.depth for heading in there))
    return title, "\n".join(lines).strip("\n")


def _says_title(first: Heading, lines: Sequence[str], title: str) -> bool:
    if title:
        return fold(plain(first.words)) == fold(title)
    return not any(line.strip() for line in lines[: first.line])


def _shift(lines: list[str], there: Sequence[Heading], by: int) -> None:
    for heading in there:
        depth = max(1, min(6, heading.depth + by))
        lines[heading.line] = f"{'#' * depth} {' '.join(heading.words.split())}"
        for rest in range(heading.line + 1, heading.end):
            lines[rest] = ""


def plain(words: str) -> str:
    """The words of a heading without their marks."""
    return text.tidy_line(text.plain(text.render(f"# {words}").html))


def anchors(source: str, sections: Sequence[Section], title: str, names: Mapping[str, str]) -> dict[str, str]:
    """What other programs call the sections of this page → what they are called here. `names` are those that
    headings were given, with the heading's words.
    """
    found: dict[str, str] = dict.fromkeys(_called(title), "")
    seen: dict[str, int] = {}
    for section in sections:
        for name in _called(section.title):
            again = seen[name] = seen.get(name, -1) + 1
            found[f"{name}-{again}" if again else name] = section.id
        found[section.id] = section.id
    by_title = {fold(section.title): section.id for section in reversed(sections)}
    found.update({name: by_title.get(fold(plain(words)), "") for name, words in names.items()})
    for name in _NAMED.findall(source):
        found.setdefault(name, _section_at(source, name, sections))
    return found


def _called(title: str) -> set[str]:
    """As GitHub, docutils and we would call it."""
    github = _NOT_GITHUB.sub("", title.strip().lower()).replace(" ", "-")
    docutils = _NOT_DOCUTILS.sub("-", title.lower()).strip("-")
    squeezed = re.sub("-+", "-", github).strip("-")
    return {name for name in (github, squeezed, docutils, docutils.lstrip("0123456789-"), text.slug(title)) if name}


def called_elsewhere(toc: Sequence[Sequence[str | int]], section: str) -> str:
    """What GitHub and its like call a section of a page, from its table of contents; else as it is called here."""
    seen: dict[str, int] = {}
    for name, title, *_ in toc:
        called = _NOT_GITHUB.sub("", str(title).strip().lower()).replace(" ", "-")
        again = seen[called] = seen.get(called, -1) + 1
        if name == section:
            return f"{called}-{again}" if again else called
    return section


def _section_at(source: str, name: str, sections: Sequence[Section]) -> str:
    """The section that an anchor in the text stands before, or in."""
    at = source[: source.find(name)].count("\n")
    there = headings(source)
    after = next((number for number, heading in enumerate(there) if heading.end > at), len(there) - 1)
    return sections[after].id if 0 <= after < len(sections) else ""
