"""Bring a folder in: read its pages, make its topics, then the practices, then links between them; then what changed.

Each page is a transaction of its own, known by (source, path): killed at any moment, the next run goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path

from django.db import transaction

from lorehall.communities.models import Room
from lorehall.content import writing
from lorehall.content.models import Origin
from lorehall.content.rules.bring import link as link_items
from lorehall.exchange.lock import alone
from lorehall.exchange.markdown import collections, update
from lorehall.exchange.markdown import topics as topic_map
from lorehall.exchange.markdown.files import Files, key_of
from lorehall.exchange.markdown.links import Linked, Pages, Where, lines_of, link
from lorehall.exchange.markdown.members import Members
from lorehall.exchange.markdown.page import Page, read_page
from lorehall.exchange.markdown.topics import Topics
from lorehall.exchange.markdown.walk import Folder, Unreadable, walk
from lorehall.exchange.models import Page as Kept
from lorehall.exchange.report import PAGES, Report
from lorehall.exchange.rules import begin, finish
from lorehall.kernel import clock, text
from lorehall.kernel.errors import Refused
from lorehall.library.rules.explain import explain
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Shape, State
from lorehall.practice.rules.bring import BroughtPractice, bring, settle, supersede
from lorehall.practice.rules.draft import Beginning
from lorehall.practice.rules.draft import begin as begin_draft

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Going:
    """Where a folder goes. `source` names it for ever; `site` is the host that it was read at, if any."""

    room: Room
    by: Viewer
    scratch: Path
    source: str
    site: str = ""
    author: str = ""
    licence: str = ""


def new_report(source: str) -> Report:
    return Report(source, kinds=PAGES, counted=("pages", "changed", "topics", "files"))


def read_only(root: Path, source: str, site: str, progress: Progress) -> Report:
    """What would come: read every page, write nothing."""
    report, began = new_report(source), time.monotonic()
    reading = Reading(root, site, report, progress)
    where = Where(lambda path: f"/{path}", lambda path: f"/{path}", reading.section)
    files: set[str] = set()
    for page in reading.pages.values():
        linked = reading.linked(page, where)
        report.came["links"] += len(linked.pages)
        files |= set(linked.files)
        report.came["drafts" if page.beside.draft else "pages"] += 1
        report.came["due"] += _is_due(page)
    report.came["files"] = len(files)
    report.came["topics"] = len(reading.topics.folders)
    report.seconds = time.monotonic() - began
    return report


def _is_due(page: Page) -> bool:
    on = page.beside.review_on
    return page.beside.state == State.REVIEW_DUE or (
        not page.beside.state and on is not None and on <= clock.now().date()
    )


class Reading:
    """The pages of a folder, read."""

    def __init__(self, root: Path, site: str, report: Report, progress: Progress) -> None:
        self.report = report
        self.folder: Folder = walk(root, report)
        self.topics = Topics(self.folder, report)
        self.pages: dict[str, Page] = {}
        self.index = Pages(self.folder.files, site)
        for done, path in enumerate(self.folder.pages, 1):
            self._read(path)
            progress("read", done, len(self.folder.pages))
        self.topics.take_titles(self.pages.values())
        report.read["pages"] = len(self.folder.pages)
        report.read["other files"] = len(self.folder.files)

    def _read(self, path: str) -> None:
        try:
            page = read_page(self.folder.root, path, self.topics.name(self.topics.of(path)))
        except Unreadable as error:
            self.report.skip(path, error.line, error.why)
            return
        except Refused as error:
            self.report.skip(path, 0, error.message)
            return
        self.pages[path] = page
        self.index.add(path)
        for note in page.notes:
            self.report.change(path, note.line, note.why)
        for name in page.unused:
            self.report.leave(f"“{name}” in front matter, which means nothing here", 1)

    def section(self, path: str, name: str) -> str | None:
        """What a section of a page is called here; "" for its top."""
        return self.pages[path].anchors.get(name)

    def linked(self, page: Page, where: Where, *, telling: bool = True) -> Linked:
        """The page's text with its links; what became of them is told once."""
        linked = link(page.text, page.path, self.index, where)
        if telling:
            for note in lines_of(page.source, linked.notes):
                self.report.change(page.path, note.line, note.why)
        return linked


def run(root: Path, going: Going, progress: Progress) -> Report:
    """Bring it; raises `Refused` where the source came into another room before, or is coming in right now."""
    report, began = new_report(going.source), time.monotonic()
    with alone(going.scratch / f"{text.slug(going.source)}.lock"):
        reading = Reading(root, going.site, report, progress)
        begin(going.source, going.room)
        _Bringing(reading, going, report, progress).everything()
        finish(going.source, going.room, report.posts)
    report.seconds = time.monotonic() - began
    return report


class _Bringing:
    """One run, with all that it needs."""

    def __init__(self, reading: Reading, going: Going, report: Report, progress: Progress) -> None:
        self.reading, self.going, self.report, self.progress = reading, going, report, progress
        self.members = Members(going.room, going.source, going.author)
        self.files = Files(reading.folder.root, going.source, going.room.community_id, report, going.by)
        self.kept = {row.key: row for row in Kept.objects.filter(source=going.source)}
        self.items: dict[str, int] = {}
        for path in reading.pages:
            if row := self.kept.get(key_of(path)):
                self.items[path] = row.pk
        self.where = Where(self._address, self.files.where, reading.section)
        self.fresh: dict[str, Linked] = {}

    def _address(self, path: str) -> str | None:
        item = self.items.get(path)
        return f"/i/{item}" if item else None

    def everything(self) -> None:
        """In this order: pages stand at topics, links name pages."""
        pages = self.reading.pages
        of = self.reading.topics.of
        wanted = sorted({of(path) for path in pages})
        topics = topic_map.arrange(self.reading.topics, wanted, self.going.room, self.report, self.going.by)
        for done, page in enumerate(pages.values(), 1):
            before = self.kept.get(key_of(page.path))
            if before is None:
                self._guarded(page, self._bring)
            if item := self.items.get(page.path):
                topic_map.put(item, of(page.path), before.topic if before else None, topics, by=self.going.by)
            self.progress("pages", done, len(pages))
        for done, page in enumerate(pages.values(), 1):
            self._guarded(page, self._settle if page.path in self.fresh else self._follow)
            self.progress("links", done, len(pages))
        self._finish()

    def _guarded(self, page: Page, step: Callable[[Page], None]) -> None:
        """What one page can't have does not keep the others out."""
        try:
            step(page)
        except Refused as error:
            self.report.skip(page.path, 0, error.message)

    def _bring(self, page: Page) -> None:
        """A page that is not here yet."""
        if page.beside.draft:
            self._draft(page)
            return
        linked = self.reading.linked(page, self.where, telling=False)
        written = writing.write(linked.text, self.going.room, by=self.going.by, cites=True)
        with transaction.atomic():
            item, made = bring(self.going.room, self.going.source, self._brought(page, written), by=self.going.by)
            explain(item)
            if made or not Kept.objects.filter(pk=item).exists():
                row = Kept(item_id=item, source=self.going.source, key=key_of(page.path))
                update.remember(row, page, written.source, self.reading.topics.of(page.path))
        self.items[page.path] = item
        self.fresh[page.path] = linked
        self.report.new["pages"] += made

    def _brought(self, page: Page, written: writing.Written) -> BroughtPractice:
        beside = page.beside
        if beside.steward and self.members.find(beside.steward) is None:
            self.report.change(page.path, 1, f"no member is called {beside.steward}: @{self.going.by.handle} keeps it")
        at = datetime.combine(beside.made_on, time_of_day(12), UTC) if beside.made_on else clock.now()
        return BroughtPractice(
            key_of(page.path),
            writing.title(page.title),
            written,
            self.members.wrote(beside.author),
            self.members.find(beside.steward) or self.going.by.id,
            min(at, clock.now()),
            tags=page.tags,
            shape=beside.shape if beside.shape in Shape.values else Shape.PRACTICE,
            language=update.language(beside.language) or self.going.room.community.language,
            state=beside.state,
            review_on=beside.review_on,
            reviewed_on=beside.reviewed_on,
            licence=self.going.licence[:40],
        )

    def _draft(self, page: Page) -> None:
        going = Beginning(
            page.title, page.text, tags=" ".join(page.tags), room_id=self.going.room.pk, submission=key_of(page.path)
        )
        begin_draft(self.going.room.community_id, going, by=self.going.by)
        self.report.came["drafts"] += 1

    def _settle(self, page: Page) -> None:
        """Links to pages that came after this one."""
        linked = self.reading.linked(page, self.where)
        row = Kept.objects.get(pk=self.items[page.path])
        if linked.text != self.fresh[page.path].text:
            written = writing.write(linked.text, self.going.room, by=self.going.by, cites=True)
            with transaction.atomic():
                if settle(row.pk, row.text, written, by=self.going.by):
                    update.remember(row, page, written.source, row.topic)
        self._counted(page, linked)

    def _follow(self, page: Page) -> None:
        """A page that came before."""
        if page.path not in self.items:
            return
        linked = self.reading.linked(page, self.where)
        row = self.kept[key_of(page.path)]
        here = update.Run(self.going.by, self.report)
        update.follow(row, page, linked.text, self.reading.topics.of(page.path), here)
        self._counted(page, linked)

    def _counted(self, page: Page, linked: Linked) -> None:
        self.report.came["pages"] += 1
        item = self.items[page.path]
        there = [self.items[other] for other in linked.pages if other in self.items]
        self.report.came["links"] += len(there)
        link_items((item, other, clock.now()) for other in there)

    def _finish(self) -> None:
        """What stands in the place of what; what is in the folder no more; what is due."""
        for path, page in self.reading.pages.items():
            if page.beside.superseded_by and path in self.items:
                there = self.reading.index.find(page.beside.superseded_by, path.rpartition("/")[0])[0]
                if there in self.items:
                    supersede(self.items[path], self.items[str(there)])
        collections.gather(self.reading.topics.said, self.items, self.going.room, self.report, self.going.by)
        here = {key_of(path) for path in self.reading.folder.pages}
        for key, row in self.kept.items():
            if key not in here:
                self.report.change(row.path, 0, "not in the folder any more: what came of it stays")
        came = Origin.objects.filter(source=self.going.source, post__item__deleted_at=None)
        self.report.came["due"] = came.filter(post__item__state=State.REVIEW_DUE).count()
