"""Bring a whole dump in: stage it, then people, tags, questions by batches, links; each batch one transaction.

Killed at any moment it leaves whole questions, and the next run goes on: what is here is known by (source, key).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from lorehall.communities.models import Room
from lorehall.content.rules.bring import Arrived
from lorehall.exchange.facts import Imported
from lorehall.exchange.report import Report
from lorehall.exchange.rules import begin, finish
from lorehall.exchange.stackexchange import finishing
from lorehall.exchange.stackexchange.convert import Converted, convert
from lorehall.exchange.stackexchange.dump import Dump
from lorehall.exchange.stackexchange.people import bring_people, people_of
from lorehall.exchange.stackexchange.staging import Progress, Staging, stage
from lorehall.exchange.stackexchange.threads import Thread, brought, threads
from lorehall.kernel import facts
from lorehall.kernel.errors import Refused
from lorehall.questions.rules.bring import BroughtQuestion, bring_questions

BATCH = 60
"""Questions in one transaction."""
AHEAD = 4
"""Batches that are rendered while others are written."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where it goes, and who keeps it: locks and closings carry the keeper's name."""

    room: Room
    keeper_id: int
    scratch: Path


class _Here(Executor):
    """Renders in this process: for few posts, another one's start costs more than it saves."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@contextmanager
def _renderers(processes: int) -> Iterator[Executor]:
    """Started anew instead of forked: no connection to the database is shared."""
    if not processes:
        yield _Here()
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        for _ in range(processes):
            pool.submit(convert, [], "")  # imports while the files are read
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def read_only(dump: Dump, progress: Progress) -> Report:
    """What would come: read every row, write nothing."""
    report = Report(dump.site)
    began = time.monotonic()
    with TemporaryDirectory(prefix="lorehall-") as made, closing(Staging(Path(made) / "staging.sqlite3")) as staging:
        stage(dump, staging, report, progress)
        finishing.count_only(staging, report)
    report.seconds = time.monotonic() - began
    return report


def run(dump: Dump, target: Target, progress: Progress, *, processes: int = 2) -> Report:
    """Bring it; raises `Refused` where the source came into another room before."""
    report = Report(dump.site)
    began = time.monotonic()
    if begin(dump.site, target.room).room_id != target.room.pk:
        raise Refused("elsewhere", f"{dump.site} came into another community before; it can't be in two.")
    with closing(Staging(target.scratch / f"{dump.site}.sqlite3")) as staging, _renderers(processes) as renderers:
        stage(dump, staging, report, progress)
        _Bringing(dump, target, staging, renderers, report, progress).everything()
    report.seconds = time.monotonic() - began
    with transaction.atomic():
        finish(dump.site)
        facts.record(Imported(room_id=target.room.pk, source=dump.site, posts=report.posts))
    return report


@dataclass(frozen=True, slots=True)
class _Bringing:
    """One run, with all that it needs."""

    dump: Dump
    target: Target
    staging: Staging
    renderers: Executor
    report: Report
    progress: Progress

    def everything(self) -> None:
        """In this order: posts name people, links name posts."""
        bring_people(self.staging, self.dump.site, self.report, self.progress)
        self.questions()
        finishing.report_orphans(self.staging, self.report)
        finishing.bring_tags(self.target, self.staging, self.report)
        finishing.bring_links(self.dump.site, self.target, self.staging, self.report)

    def questions(self) -> None:
        """Batch by batch; some are rendered while others are written."""
        total = self.staging.one("SELECT count(*) FROM post WHERE type = 1")
        done = 0
        ahead: deque[tuple[list[Thread], Future[list[Converted]]]] = deque()
        walked = self.staging.walk("SELECT id FROM post WHERE type = 1 AND id > ? ORDER BY id LIMIT ?", BATCH, -1)
        for part in walked:
            batch = threads(self.staging, [row[0] for row in part], has_votes=self.dump.has_votes)
            jobs = [one.job for thread in batch for one in thread.parts]
            ahead.append((batch, self.renderers.submit(convert, jobs, self.dump.site)))
            if len(ahead) > AHEAD:
                done += self.write(*ahead.popleft())
                self.progress("questions", done, total)
        while ahead:
            done += self.write(*ahead.popleft())
            self.progress("questions", done, total)

    def write(self, batch: list[Thread], ready: Future[list[Converted]]) -> int:
        """One batch in one transaction; how many questions it had."""
        texts = {text.key: text for text in ready.result()}
        site = self.dump.site
        people = people_of(self.staging, site, {pair for thread in batch for pair in thread.authors()})
        questions = [brought(thread, texts, people, site, self.target.keeper_id) for thread in batch]
        _count(questions, bring_questions(self.target.room, site, questions), self.report)
        return len(batch)


_COUNTED = {"q": "questions", "a": "answers", "c": "replies"}


def _count(questions: list[BroughtQuestion], arrived: Arrived, report: Report) -> None:
    for question in questions:
        for post in question.item.posts:
            came = {_COUNTED[post.key[0]]: 1, "revisions": len(post.revisions)}
            if post.key[0] != "c":
                came["useful"] = post.useful
            if post.key == question.confirmed:
                came["confirmed"] = 1
            report.came.update(came)
            if post.key in arrived.new:
                report.new.update(came)
