"""Folders as topics: what they are called, in which order, and which practice stands where."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from typing import Any

from lorehall.communities.models import Room
from lorehall.exchange.markdown.front import Unclear, read_yaml
from lorehall.exchange.markdown.page import Page, named
from lorehall.exchange.markdown.walk import LISTING, PAGE, Folder, Unreadable, read_text
from lorehall.exchange.report import Report
from lorehall.kernel.errors import Refused
from lorehall.kernel.text import tidy_line
from lorehall.library.models import ABOUT_LENGTH, NAME_LENGTH, Placement, Topic
from lorehall.library.rules.place import place
from lorehall.library.rules.topic import add
from lorehall.people.viewer import Viewer

_WRAPPERS = frozenset({"source", "sources", "docs", "doc", "content", "src", "topic_folders", "pages", "handbook"})
_RST_TITLE = re.compile(r"^(?:[=\-~^\"#*]{3,}\n)?([^\n]{1,200})\n([=\-~^\"#*])\2{2,}[ \t]*$", re.MULTILINE)
_LISTED = re.compile(r"^[ \t]+([\w./*-]{1,200})[ \t]*$", re.MULTILINE)
_MOST_DEPTH = 8


class Topics:
    """The folders of a tree by their path, without those that only wrap others; "" is the top."""

    def __init__(self, folder: Folder, report: Report) -> None:
        self.folder = folder
        self.names: dict[str, str] = {}
        self.abouts: dict[str, str] = {}
        self.order: dict[str, int] = {}
        self.said: dict[str, Any] = {}
        ways = [self._without_wrapper(path).split("/")[:-1] for path in folder.pages]
        self.folders = {"/".join(way[: end + 1]) for way in ways for end in range(len(way))}
        self._read_listing(report)
        self._read_sphinx(report)

    def of(self, path: str) -> str:
        """The folder that a page's topic comes from."""
        inside = self._without_wrapper(PAGE.sub("", path))
        if inside in self.folders and LISTING not in self.folder.files:
            return inside  # the page of a folder, which stands beside it
        return "/".join(inside.split("/")[:-1][:_MOST_DEPTH])

    def name(self, topic: str) -> str:
        """As people read it."""
        return self.names.get(topic) or named(f"{topic}.md")[:NAME_LENGTH]

    def ordered(self, wanted: Iterable[str]) -> list[str]:
        """These folders with those above them, and those of the listing, in the order of the map: parents first."""
        ways = [folder.split("/") for folder in wanted if folder]
        folders = {"/".join(way[: end + 1]) for way in ways for end in range(len(way))} | set(self.abouts)
        last = len(self.order)
        return sorted(
            folders, key=lambda one: (one.count("/"), self.order.get(one, last), self.name(one).casefold(), one)
        )

    def take_titles(self, pages: Iterable[Page]) -> None:
        """A folder's own page names it."""
        for page in pages:
            stem = self._without_wrapper(PAGE.sub("", page.path))
            folder, _, last = stem.rpartition("/")
            if stem in self.folders:
                self.names.setdefault(stem, page.title[:NAME_LENGTH])
            elif folder and last.lower() in {"index", "_index", "readme"}:
                self.names.setdefault(folder, page.title[:NAME_LENGTH])

    def _without_wrapper(self, path: str) -> str:
        first, _, rest = path.partition("/")
        return rest if first in _WRAPPERS and rest and LISTING not in self.folder.files else path

    def _read_listing(self, report: Report) -> None:
        """Names, lines and order as a Lorehall wrote them down."""
        if LISTING not in self.folder.files:
            return
        try:
            said = read_yaml(read_text(self.folder.root, LISTING))
        except (Unclear, Unreadable) as error:
            report.skip(LISTING, error.line, error.why)
            return
        self.said = said
        topics = said.get("topics")
        for at, topic in enumerate(topics if isinstance(topics, list) else []):
            if isinstance(topic, dict) and isinstance(topic.get("folder"), str):
                self.order[topic["folder"]] = at
                self.names[topic["folder"]] = _line(topic.get("name"), NAME_LENGTH)
                self.abouts[topic["folder"]] = _line(topic.get("about"), ABOUT_LENGTH)

    def _read_sphinx(self, report: Report) -> None:
        """A title and an order out of the `index.rst` of Sphinx; whatever else it says is told, not taken."""
        for path in sorted(self.folder.files):
            if not path.endswith(".rst"):
                continue
            folder = self._without_wrapper(path).rpartition("/")[0]
            try:
                source = read_text(self.folder.root, path)
            except Unreadable as error:
                report.skip(path, error.line, error.why)
                continue
            if posixpath.basename(path) != "index.rst":
                report.change(path, 1, "reStructuredText: not taken")
                continue
            title = _RST_TITLE.search(source)
            if title and folder:
                self.names[folder] = _calm(tidy_line(title[1]).strip("* "))[:NAME_LENGTH]
            below = posixpath.dirname(path)
            for at, entry in enumerate(_LISTED.findall(source)):
                there = posixpath.normpath(posixpath.join(below, entry))
                self.order.setdefault(self._without_wrapper(there).removesuffix("/index.rst"), at)
            report.change(path, 1, _of_sphinx(source))


def _of_sphinx(source: str) -> str:
    prose = [
        line
        for line in source.split("\n")
        if line[:1].strip() and not line.startswith("..") and not re.match(r"([=\-~^\"#*])\1{2,}", line)
    ]
    rest = "; its text was not taken" if len(prose) > 1 else ""
    return f"reStructuredText: gave a topic its name and its order{rest}"


def _calm(name: str) -> str:
    return name.capitalize() if name.isupper() else name


def _line(said: Any, most: int) -> str:
    return tidy_line(said)[:most] if isinstance(said, str) else ""


def arrange(topics: Topics, wanted: Sequence[str], room: Room, report: Report, by: Viewer) -> dict[str, int]:
    """Make the topics that are missing, parents first; ids by folder. One that stands already is found by its name,
    and stays where it is.
    """
    standing: dict[tuple[int | None, str], int] = {
        (parent, name.casefold()): topic
        for topic, parent, name in Topic.objects.filter(community_id=room.community_id).values_list(
            "pk", "parent_id", "name"
        )
    }
    found: dict[str, int] = {}
    for folder in topics.ordered(wanted):
        above = folder.rpartition("/")[0]
        parent = found.get(above)
        if above and parent is None:
            continue
        name = topics.name(folder)
        there = standing.get((parent, name.casefold()))
        if there is None:
            try:
                there = add(room.community_id, name, by=by, parent_id=parent, about=topics.abouts.get(folder, "")).pk
            except Refused as error:
                report.skip(folder, 0, f"no topic: {error.message}")
                if parent is not None:
                    found[folder] = parent
                continue
            standing[parent, name.casefold()] = there
            report.new["topics"] += 1
        found[folder] = there
    report.came["topics"] = len(set(found.values()))
    return found


def put(item_id: int, topic: str, was: str | None, ids: dict[str, int], *, by: Viewer) -> None:
    """Let a practice stand where its folder says. One that was brought before (`was` its folder then) only moves where
    its file moved, and nobody moved it here.
    """
    wanted = ids.get(topic)
    if was is not None:
        stands = Placement.objects.filter(item_id=item_id).values_list("topic_id", flat=True).first()
        if was == topic or stands != ids.get(was):
            return
    if wanted is not None or was is not None:
        place(item_id, wanted, by=by)
