"""Links of a page: to other pages of the folder, to its files, to sections, and out of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from lorehall.exchange.markdown.prose import Note, in_prose
from lorehall.exchange.markdown.walk import PAGE

_TARGET = re.compile(
    r"(?P<inline>\]\([ \t]{0,9})(?:<(?P<angled>[^<>\n]{0,2000})>"
    r"|(?P<plain>[^\s()<>]{0,1000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,1000})?))"
    r"(?=[\s)])"
    r"|(?P<defined>^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]{0,9})<?(?P<address>[^\s<>]{1,2000})>?"
    r"|(?P<html><(?:a|img)\b[^<>]{0,500}?\b(?:href|src)\s*=\s*)(?P<mark>[\"'])(?P<value>[^\"'<>\n]{0,2000})(?P=mark)",
    re.MULTILINE | re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:|//", re.IGNORECASE)
_ENDING = re.compile(r"(?:\.html?|/)$", re.IGNORECASE)
_ROOTS = ("", "source/", "docs/", "content/", "src/", "pages/")


@dataclass(slots=True)
class Pages:
    """The pages of a folder by what links call them. `site` is the host that they were read at, or empty."""

    files: set[str]
    site: str = ""
    by_stem: dict[str, str] = field(default_factory=dict)
    by_lower: dict[str, str] = field(default_factory=dict)
    by_end: dict[str, list[str]] = field(default_factory=dict)

    def add(self, path: str) -> None:
        stem = PAGE.sub("", path)
        self.by_stem.setdefault(stem, path)
        self.by_lower.setdefault(stem.lower(), path)
        parts = stem.lower().split("/")
        for at in range(1, len(parts)):
            self.by_end.setdefault("/".join(parts[at:]), []).append(path)

    def page(self, path: str) -> str | None:
        """The page at an address of the site, which may lack its ending, or be a folder's."""
        stem = _ENDING.sub("", PAGE.sub("", path)).strip("/")
        for one in (stem, f"{stem}/index", f"{stem}/readme", f"{stem}/_index"):
            one = one.lstrip("/")
            if found := self.by_stem.get(one) or self.by_lower.get(one.lower()):
                return found
        return None

    def find(self, path: str, below: str) -> tuple[str | None, str | None]:
        """(page, file) for a link's path on a page in the folder `below`; at most one of them."""
        if path.startswith("/"):
            tries = [f"{root}{path.lstrip('/')}" for root in _ROOTS]
        else:
            tries = [posixpath.normpath(posixpath.join(below, path)) + ("/" if path.endswith("/") else "")]
        tries = [one for one in tries if not one.startswith(("../", "/"))]
        for one in tries:
            if page := self.page(one):
                return page, None
            if one in self.files:
                return None, one
        if path.startswith("/"):
            alike = self.by_end.get(_ENDING.sub("", PAGE.sub("", path)).strip("/").lower(), [])
            if len(alike) == 1:
                return alike[0], None
        return None, None


@dataclass(frozen=True, slots=True)
class Where:
    """Where links of a page lead here. `page` and `file` give an address, or None where it is not here (yet);
    `section` gives the id of a page's section that another program calls so, None where there is none.
    """

    page: Callable[[str], str | None]
    file: Callable[[str], str | None]
    section: Callable[[str, str], str | None]


@dataclass(slots=True)
class Linked:
    """A text with its links as they are here, and what became of them."""

    text: str = ""
    notes: list[Note] = field(default_factory=list)
    pages: dict[str, None] = field(default_factory=dict)
    files: dict[str, None] = field(default_factory=dict)


def retarget(source: str, lead: Callable[[str], str | None]) -> str:
    """The text with other targets where `lead` gives one, for links and pictures in prose."""

    def target(found: re.Match[str]) -> str:
        written = found["angled"] or found["plain"] or found["address"] or found["value"] or ""
        there = lead(written)
        if there is None or there == written:
            return found[0]
        if found["inline"]:
            return f"{found['inline']}{there}"
        if found["defined"]:
            return f"{found['defined']}{there}"
        return f"{found['html']}{found['mark']}{there}{found['mark']}"

    return in_prose(source, lambda prose: _TARGET.sub(target, prose))


def link(source: str, path: str, pages: Pages, where: Where) -> Linked:
    """The page's text with its links as they are here. What leads nowhere stays as it is written, and is told."""
    linking = _Linking(path, pages, where)
    linking.linked.text = retarget(source, linking.lead)
    return linking.linked


class _Linking:
    """One page's links."""

    __slots__ = ("linked", "pages", "path", "where")

    def __init__(self, path: str, pages: Pages, where: Where) -> None:
        self.path, self.pages, self.where = path, pages, where
        self.linked = Linked()

    def lead(self, written: str) -> str | None:
        """Where it leads; None leaves it as it is written."""
        address, site = written, self.pages.site
        if site and (own := re.match(rf"(?:https?:)?//(?:www\.)?{re.escape(site)}(?=[/#?]|$)", written)):
            address = written[own.end() :] or "/"
        elif not written or _SCHEME.match(written):
            return None
        bare, _, fragment = address.partition("#")
        bare, fragment = unquote(bare.partition("?")[0]), unquote(fragment)
        if not bare:
            return self._here(fragment)
        page, file = self.pages.find(bare, posixpath.dirname(self.path))
        if page is not None:
            return self._page(page, fragment)
        if file is not None:
            self.linked.files[file] = None
            return self.where.file(file)
        if address is not written:
            return None
        self.linked.notes.append(Note(0, f"leads nowhere in this folder: {written[:200]}"))
        return f"https://{site}{written}" if site and bare.startswith("/") else None

    def _page(self, page: str, fragment: str) -> str | None:
        self.linked.pages[page] = None
        there = self.where.page(page)
        section = self.where.section(page, fragment) if fragment else ""
        if section is None:
            why = f"the section #{fragment} of {page} is not there: leads to the page"
            self.linked.notes.append(Note(0, why))
        return f"{there}#{section}" if there and section else there

    def _here(self, fragment: str) -> str | None:
        section = self.where.section(self.path, fragment) if fragment else None
        if fragment and section is None:
            self.linked.notes.append(Note(0, f"the section #{fragment} is not there"))
        return f"#{section}" if section else None


def lines_of(source: str, notes: list[Note]) -> list[Note]:
    """The notes with the lines that they speak of, as far as the file says it word for word."""
    found = []
    for note in notes:
        said = note.why.rpartition(": ")[2] if note.why.startswith("leads") else note.why.split()[2]
        found.append(Note(source.count("\n", 0, max(0, source.find(said))) + 1, note.why))
    return found
