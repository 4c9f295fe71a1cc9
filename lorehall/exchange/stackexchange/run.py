"""Bring a whole dump in: stage it, then people, tags, questions by batches, links; each batch one transaction.

Killed at any moment it leaves whole questions, and the next run goes on: what is here is known by (source, key).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import IntegrityError, OperationalError

from lorehall.content.rules import bring
from lorehall.content.rules.bring import Arrived
from lorehall.exchange.lock import alone
from lorehall.exchange.report import Report
from lorehall.exchange.rules import begin, finish
from lorehall.exchange.stackexchange import finishing
from lorehall.exchange.stackexchange.convert import Converted, convert, end_with_parent
from lorehall.exchange.stackexchange.counting import count_only, count_people, report_left_out
from lorehall.exchange.stackexchange.dump import Dump
from lorehall.exchange.stackexchange.people import bring_people, people_of
from lorehall.exchange.stackexchange.staging import Progress, Staging, stage
from lorehall.exchange.stackexchange.target import Target
from lorehall.exchange.stackexchange.threads import Thread, brought, threads
from lorehall.kernel.errors import Refused
from lorehall.questions.rules.bring import BroughtQuestion, bring_questions

BATCH = 60
"""Questions in one transaction."""
AHEAD = 4
"""Batches that are rendered while others are written."""
TRIES = 3


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
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=end_with_parent)
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
        count_only(dump, staging, report)
    report.seconds = time.monotonic() - began
    return report


def run(dump: Dump, target: Target, progress: Progress, *, processes: int = 2) -> Report:
    """Bring it; raises `Refused` where the source came into another room before, or is coming in right now."""
    report = Report(dump.site)
    began = time.monotonic()
    with alone(target.scratch / f"{dump.site}.lock"):
        settled = begin(dump.site, target.room)
        with closing(Staging(target.scratch / f"{dump.site}.sqlite3")) as staging, _renderers(processes) as renderers:
            stage(dump, staging, report, progress)
            bringing = _Bringing(dump, target, staging, renderers, report, progress, target.room.community.language)
            bringing.everything(settled=settled)
        finish(dump.site, target.room, report.posts)
    report.seconds = time.monotonic() - began
    return report


@dataclass(frozen=True, slots=True)
class _Batch:
    """Questions of the dump; `fresh` are those of which something is not here yet."""

    threads: list[Thread]
    fresh: list[Thread]
    ready: Future[list[Converted]]


@dataclass(frozen=True, slots=True)
class _Bringing:
    """One run, with all that it needs."""

    dump: Dump
    target: Target
    staging: Staging
    renderers: Executor
    report: Report
    progress: Progress
    language: str

    def everything(self, *, settled: bool) -> None:
        """In this order: posts name people, links name posts."""
        site = self.dump.site
        bring_people(self.staging, site, self.progress)
        self.questions()
        report_left_out(self.dump, self.staging, self.report)
        finishing.bring_tags(self.target, self.staging, self.report)
        # Questions that came only now may have links that an earlier run could not draw.
        settled = settled and not self.report.posts
        finishing.bring_links(site, self.target, self.staging, self.report, settled=settled)
        self.report.came["people"] = count_people(self.staging)

    def questions(self) -> None:
        """Batch by batch; some are rendered while others are written."""
        total = self.staging.one("SELECT count(*) FROM post WHERE type = 1")
        done = 0
        ahead: deque[_Batch] = deque()
        walked = self.staging.walk("SELECT id FROM post WHERE type = 1 AND id > ? ORDER BY id LIMIT ?", BATCH, -1)
        for part in walked:
            ahead.append(self.begun([row[0] for row in part]))
            if len(ahead) > AHEAD:
                done += self.write(ahead.popleft())
                self.progress("questions", done, total)
        while ahead:
            done += self.write(ahead.popleft())
            self.progress("questions", done, total)

    def begun(self, ids: list[int]) -> _Batch:
        """What is not here yet is being rendered from now on."""
        batch = threads(self.staging, ids, has_votes=self.dump.has_votes)
        here = bring.known(self.dump.site, (part.key for thread in batch for part in thread.parts))
        fresh = [thread for thread in batch if any(part.key not in here for part in thread.parts)]
        jobs = [part.job for thread in fresh for part in thread.parts]
        return _Batch(batch, fresh, self.renderers.submit(convert, jobs, self.dump.site, self.language))

    def write(self, batch: _Batch) -> int:
        """One batch in one transaction; how many questions it had."""
        texts = {text.key: text for text in _result(batch.ready)}
        site = self.dump.site
        people = people_of(self.staging, site, {pair for thread in batch.fresh for pair in thread.authors()})
        questions = [brought(thread, texts, people, site, self.target.keeper_id) for thread in batch.fresh]
        new = self._bring(questions).new if questions else set()
        for thread in batch.threads:
            _count(thread, new, self.report)
        self.report.leave("ends of texts that are longer than any may be here", sum(one.cut for one in texts.values()))
        return len(batch.threads)

    def _bring(self, questions: list[BroughtQuestion]) -> Arrived:
        """Whoever writes elsewhere meanwhile may be in the way; then it is done once more, with what stands by now."""
        for tried in range(TRIES):
            try:
                return bring_questions(self.target.room, self.dump.site, questions)
            except (IntegrityError, OperationalError):
                if tried == TRIES - 1:
                    raise
                time.sleep(0.2 * (tried + 1))
        raise AssertionError


def _result(ready: Future[list[Converted]]) -> list[Converted]:
    try:
        return ready.result()
    except BrokenProcessPool as error:
        why = "A process that renders was ended from outside, for want of memory perhaps. The same command goes on."
        raise Refused("renderer_died", why) from error


_COUNTED = {"q": "questions", "a": "answers", "c": "replies"}


def _count(thread: Thread, new: set[str], report: Report) -> None:
    accepted = thread.accepted
    for part in thread.parts:
        came = {_COUNTED[part.key[0]]: 1, "revisions": len(part.revisions)}
        if part.key[0] != "c":
            came["useful"] = part.useful
        if accepted and part.key == accepted.key:
            came["confirmed"] = 1
        report.came.update(came)
        if part.key in new:
            report.new.update(came)
