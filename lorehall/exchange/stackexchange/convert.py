"""Bodies into what is stored: Markdown where history has it, clean HTML otherwise. Runs in processes of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lorehall.exchange.stackexchange.links import Links
from lorehall.kernel import text


@dataclass(frozen=True, slots=True)
class Job:
    """One text: its Markdown if there is any, and its HTML (posts) or nothing (comments are Markdown)."""

    key: str
    markdown: str | None
    html: str | None


@dataclass(frozen=True, slots=True)
class Converted:
    """`cut`: it was longer than any text here may be, and its end is missing."""

    key: str
    source: str
    format: Literal["markdown", "html"]
    html: str
    cut: bool = False


def convert(jobs: list[Job], site: str) -> list[Converted]:
    """Everything of one batch."""
    links = Links.to(site)
    return [_comment(job, links) if job.html is None else _body(job, job.html, links) for job in jobs]


def _body(job: Job, html: str, links: Links) -> Converted:
    """The Markdown, if it says here what it said there: other sites read some of it otherwise."""
    clean = text.clean_html(links.in_html(html[: text.MAX_HTML]), mathematics=True)
    if job.markdown is not None and len(job.markdown) <= text.MAX_SOURCE:
        source = links.in_markdown(job.markdown)
        rendered = text.render(source)
        if _words(rendered.text) == _words(text.plain(clean)):
            return Converted(job.key, source, "markdown", links.in_html(rendered.html))
    return Converted(job.key, clean, "html", clean, cut=len(html) > text.MAX_HTML)


_SPACE = re.compile(r"\s+")


def _words(plain: str) -> str:
    """What two renderings of one text have in common, however they break and space it."""
    return _SPACE.sub("", plain)


def _comment(job: Job, links: Links) -> Converted:
    written = (job.markdown or "")[: text.MAX_SOURCE // 2]  # marking it may double it
    source = links.in_markdown(as_markdown(written))
    html = links.in_html(text.render(source).html)
    return Converted(job.key, source, "markdown", html, cut=len(written) < len(job.markdown or ""))


_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1", re.DOTALL)
_ELEMENT = re.compile(r"<(?=[A-Za-z/!?])(?!https?://)")
_BLOCK = re.compile(r"^[ \t]*(?:([#>]|[-+*](?=\s)|[-=*_~`]{3,}\s*$)|(\d{1,9})([.)])(?=\s))", re.MULTILINE)


def as_markdown(comment: str) -> str:
    """A comment knows emphasis, code and links alone; what else would mean something in Markdown is made literal."""
    out, done = [], 0
    for code in _CODE.finditer(comment):
        out += [_ELEMENT.sub(r"\\<", comment[done : code.start()]), code[0]]
        done = code.end()
    out.append(_ELEMENT.sub(r"\\<", comment[done:]))
    return _BLOCK.sub(_literal, "".join(out))


def _literal(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"
