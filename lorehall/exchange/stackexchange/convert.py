"""Bodies into what is stored: Markdown where history has it, clean HTML otherwise. Runs in processes of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Literal
from urllib.parse import quote

from lorehall.exchange.stackexchange.links import Links
from lorehall.kernel import text
from lorehall.kernel.text import words


@dataclass(frozen=True, slots=True)
class Job:
    """One text: its Markdown if there is any, and its HTML (posts) or nothing (comments are Markdown)."""

    key: str
    markdown: str | None
    html: str | None


@dataclass(frozen=True, slots=True)
class Converted:
    """`cut`: it was longer than any text here may be, and its end is missing. `words` are those for the index."""

    key: str
    source: str
    format: Literal["markdown", "html"]
    html: str
    cut: bool = False
    words: str | None = None


def convert(jobs: list[Job], site: str, language: str = "en") -> list[Converted]:
    """Everything of one batch, its words by the language of where it goes."""
    links = Links.to(site)
    made = (_comment(job, links) if job.html is None else _body(job, job.html, links) for job in jobs)
    return [replace(one, words=words.line(text.plain(one.html), language)) for one in made]


def _body(job: Job, html: str, links: Links) -> Converted:
    """The Markdown, if it says here what it said there: other sites read some of it otherwise."""
    html, cut = links.in_html(html[: text.MAX_HTML]), len(html) > text.MAX_HTML
    clean = text.clean_html(html[: text.MAX_HTML], mathematics=bool(_FORMULA.search(html)))
    said = _words(text.plain(clean))
    for source in _readings(job.markdown or ""):
        source = links.in_markdown(source)
        if len(source) > text.MAX_SOURCE:
            continue
        rendered = text.render(source)
        if _words(rendered.text) == said:
            return Converted(job.key, source, "markdown", links.in_html(rendered.html))
    return Converted(job.key, clean, "html", clean, cut=cut)


_FORMULA = re.compile(r"\$[^$\n<]{0,200}(?:\\[a-zA-Z]{2}|\^)[^$\n<]{0,200}\$")
"""Certainly mathematics; dollars alone stand for prices and variables too."""


def _readings(markdown: str) -> Iterator[str]:
    """As it was written, and then with what was a heading or a tag's link there written as it is here."""
    if markdown:
        yield markdown
        ours = _tag_links(markdown)
        if "```" not in ours and "<pre" not in ours:  # in code it may mean something else
            ours = _HEADING.sub(r"\1 ", ours)
        if ours != markdown:
            yield ours


_HEADING = re.compile(r"^(#{1,6})(?=[^#\s])", re.MULTILINE)
_TAG_LINK = re.compile(r"\[(?:meta-)?tag:([\w.+#-]{1,35})\]")


def _tag_links(markdown: str) -> str:
    return _TAG_LINK.sub(lambda tag: f"[{tag[1]}](/questions/tagged/{quote(tag[1])})", markdown)


_SPACE = re.compile(r"\s+")


def _words(plain: str) -> str:
    """What two renderings of one text have in common, however they break and space it."""
    return _SPACE.sub("", plain)


def _comment(job: Job, links: Links) -> Converted:
    written = (job.markdown or "")[: text.MAX_SOURCE // 2]  # marking it may double it
    source = links.in_markdown(_tag_links(as_markdown(written)))
    html = links.in_html(text.render(source).html)
    return Converted(job.key, source, "markdown", html, cut=len(written) < len(job.markdown or ""))


_TICKS = re.compile(r"`+")
_ELEMENT = re.compile(r"<(?=[A-Za-z/!?])(?!https?://)")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLOCK = re.compile(r"^(?:([#>]|[-+*](?=\s)|[-=*_~`]{3,}\s*$)|(\d{1,9})([.)])(?=\s))", re.MULTILINE)


def as_markdown(comment: str) -> str:
    """A comment knows emphasis, code and links alone; what else would mean something in Markdown is made literal."""
    out, done = [], 0
    for start, end in _codes(comment):
        out += [_ELEMENT.sub(r"\\<", comment[done:start]), comment[start:end]]
        done = end
    out.append(_ELEMENT.sub(r"\\<", comment[done:]))
    return _BLOCK.sub(_literal, _INDENT.sub("", "".join(out)))


def _codes(comment: str) -> Iterator[tuple[int, int]]:
    """Where code stands: from a run of backticks to the next one of the same length. In one walk, whatever they are."""
    runs = [run.span() for run in _TICKS.finditer(comment)]
    closing: dict[int, int] = {}
    following: dict[int, int] = {}
    for place in range(len(runs) - 1, -1, -1):
        length = runs[place][1] - runs[place][0]
        if length in following:
            closing[place] = following[length]
        following[length] = place
    place = 0
    while place < len(runs):
        if place in closing:
            yield runs[place][0], runs[closing[place]][1]
            place = closing[place]
        place += 1


def _literal(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def end_with_parent() -> None:
    """Called first in a process that renders: it ends when the import does, also when that is killed."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait_for_end, args=(parent.sentinel,), daemon=True).start()


def _wait_for_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
