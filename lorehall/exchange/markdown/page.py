"""A page of the folder, read: its title, its text as plain Markdown, and what it has beside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lorehall.content.rules.tag import MOST as MOST_TAGS
from lorehall.content.rules.tag import tag_slug
from lorehall.exchange.markdown import front, installation
from lorehall.exchange.markdown.directives import plain_markdown
from lorehall.exchange.markdown.erb import without_erb
from lorehall.exchange.markdown.front import Beside, Unclear
from lorehall.exchange.markdown.headings import anchors, set_apart
from lorehall.exchange.markdown.prose import Note, code_lines, in_prose
from lorehall.exchange.markdown.walk import PAGE, Unreadable, read_text
from lorehall.kernel import text

_ITEM = re.compile(r"(?<![\w/.@#&=\\$(\[-])#(?=[1-9][0-9]{0,9}(?!\w|-\w))")
_MENTION = re.compile(r"(?<![\w/.@#&=\\$(\[-])@(?=[A-Za-z0-9][A-Za-z0-9_-])")
_CITATION = re.compile(r"(?<!\\)\[\^p(?=[1-9][0-9]{0,9}\])")
_NUMBERED = re.compile(r"^\d{1,4}[-_. ]+(?=\D)")


@dataclass(slots=True)
class Page:
    """`path` is that in the folder; `text` has its links as they are written there, `source` is the whole file."""

    path: str
    title: str
    text: str
    source: str
    beside: Beside = field(default_factory=Beside)
    anchors: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    @property
    def tags(self) -> list[str]:
        """As they are written here; the first that fit."""
        slugs = dict.fromkeys(filter(None, map(tag_slug, self.beside.tags)))
        return list(slugs)[:MOST_TAGS]


def read_page(root: Path, path: str, shown: str) -> Page:
    """Read it; `shown` is the name of its topic, for what needs more than a word to be a title. Raises `Unreadable`,
    or `Refused` where it is longer than any text here may be.
    """
    source = read_text(root, path)
    notes: list[Note] = []
    try:
        said, below, first = front.split(source)
    except Unclear as error:
        notes.append(Note(error.line, f"{error.why}; the page came without it"))
        said, below, first = {}, _below(source), 0
        first = source.count("\n") - below.count("\n")
    beside = front.beside(said)
    own = said.get("lorehall") is not None
    names: dict[str, str] = {}
    if not own:
        if path.lower().endswith(".erb"):
            below, told = without_erb(below, said, first + 1)
            notes += told
        below, told, names = plain_markdown(below, first + 1)
        notes += told
    below = text.tidy_source(text.check_source(below))
    title, body = _apart(below, beside.title) if own else set_apart(below, beside.title)
    title = _long_enough(title or named(path), shown)
    if own:
        body = installation.taken_back(body, str(said.get("installation")))
    if not own or said.get("installation") != installation.own_id():
        body = _literal(body)
    if not body.strip():
        raise Unreadable(first + 1, "nothing in it")
    sections = text.parse(body).render(sections=True).sections
    called = anchors(below, sections, title, names)
    return Page(path, title, body, source, beside, called, notes, front.unused(said))


def _below(source: str) -> str:
    """The text below front matter that can't be read."""
    found = re.compile(r"^(?:---|\+\+\+)[ \t]*$", re.MULTILINE).search(source, 3)
    return source[found.end() :].removeprefix("\n") if found else source


def _apart(source: str, title: str) -> tuple[str, str]:
    """Of a page that a Lorehall wrote: its text as it is, below the title's line."""
    source = source.strip("\n")
    line, _, rest = source.partition("\n")
    return title, rest.strip("\n") if line.strip() == f"# {title}" else source


def _long_enough(title: str, shown: str) -> str:
    """At least five characters, as a title here has."""
    title = text.tidy_line(title)
    if len(title) < 5:
        title = f"{title} ({shown})" if shown and shown != title else f"{title}: the page"
    return title[:200]


def named(path: str) -> str:
    """A title out of a file's name, or for an index out of its folder's."""
    parts = PAGE.sub("", path).split("/")
    if parts[-1].lower() in {"index", "_index", "readme"} and len(parts) > 1:
        parts.pop()
    words = " ".join(_NUMBERED.sub("", parts[-1]).replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or "Untitled"


def _literal(source: str) -> str:
    """What would name people, items or posts of this place, and meant something else there, as words."""
    named_here = text.references(source)
    if not (named_here.handles or named_here.items or named_here.citations):
        return source

    def change(prose: str) -> str:
        return _CITATION.sub(r"\\[^p", _MENTION.sub(r"\\@", _ITEM.sub(r"\\#", prose)))

    return in_prose(source, change, code_lines(source))
