"""Bodies into what is stored: Markdown where history has it, clean HTML otherwise. Runs in processes of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lorehall.kernel import text
from lorehall.kernel.errors import Refused

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Job:
    """One text: its Markdown if there is any, and its HTML (posts) or nothing (comments are Markdown)."""

    key: str
    markdown: str | None
    html: str | None


@dataclass(frozen=True, slots=True)
class Converted:
    key: str
    source: str
    format: Literal["markdown", "html"]
    html: str


@dataclass(frozen=True, slots=True)
class Links:
    """Finds addresses of posts of a site, to point them at their places here."""

    site: str
    pattern: re.Pattern[str]

    @classmethod
    def to(cls, site: str) -> Links:
        return cls(
            site, re.compile(rf"(?:https?:)?//(?:www\.)?{re.escape(site)}/(questions|q|a)/(\d+)(?:/[^\s<>\"'()\[\]]*)?")
        )

    def point_here(self, source: str) -> str:
        """`https://site/questions/12/a-title` becomes `/questions/12?site=site`, which leads to the item here."""
        return self.pattern.sub(self._here, source) if self.site in source else source

    def _here(self, found: re.Match[str]) -> str:
        answer = found[0].partition("#")[2]
        if found[1] != "a" and answer.isdigit():
            return f"/a/{answer}?site={self.site}"
        kind = "a" if found[1] == "a" else "questions"
        return f"/{kind}/{found[2]}?site={self.site}"


def convert(jobs: list[Job], site: str) -> list[Converted]:
    """Everything of one batch."""
    links = Links.to(site)
    return [_one(job, links) for job in jobs]


def _one(job: Job, links: Links) -> Converted:
    markdown = links.point_here(job.markdown) if job.markdown is not None else None
    if job.html is None:
        return _markdown(job.key, markdown or "")
    clean = text.clean_html(links.point_here(job.html[: text.MAX_HTML]))
    if markdown is not None and len(markdown) <= text.MAX_SOURCE:
        rendered = text.render(markdown)
        if _words(rendered.text) == _words(text.plain(clean)):
            return Converted(job.key, markdown, "markdown", rendered.html)
    return Converted(job.key, clean, "html", clean)


def _markdown(key: str, markdown: str) -> Converted:
    try:
        return Converted(key, markdown, "markdown", text.render(markdown).html)
    except Refused:
        short = markdown[: text.MAX_SOURCE]
        return Converted(key, short, "markdown", text.render(short).html)


def _words(plain: str) -> str:
    """What two renderings of one text have in common, however they break and space it."""
    return _SPACE.sub("", plain)
