"""A worker process: delivers facts on one thread, runs jobs on another, keeps the schedule and says that it lives."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from django.db import DatabaseError, close_old_connections, connection

from lorehall.kernel import clock, lease
from lorehall.kernel.db import watch
from lorehall.kernel.db.hurry import hurry
from lorehall.kernel.facts import deliver
from lorehall.kernel.jobs import run, schedule
from lorehall.kernel.models import Worker as Row

BEAT = 10.0
ALIVE = timedelta(seconds=45)
IDLE = 5.0
# Longest that a batch is held: the rest goes back, so that one slow job doesn't keep others from idle workers.
HOLD = 2.0
log = structlog.get_logger(__name__)


class Work(Protocol):
    """What a thread of the worker does over and over."""

    def take(self) -> Sequence[Any]: ...
    def run(self, taken: Any) -> object: ...
    def give_back(self, taken: Sequence[Any]) -> None: ...
    def renew(self, taken: Sequence[Any]) -> None: ...
    def next_due(self) -> datetime | None: ...


class Deliveries:
    """Facts to their reactions."""

    def __init__(self, worker: str, length: timedelta) -> None:
        self.worker, self.length = worker, length
        self.run = deliver.run
        self.give_back = deliver.give_back
        self.next_due = deliver.next_due

    def take(self) -> Sequence[deliver.Taken]:
        return deliver.take(self.worker, length=self.length)

    def renew(self, taken: Sequence[Any]) -> None:
        deliver.renew(taken, length=self.length)


class Jobs:
    """Jobs to their end."""

    def __init__(self, worker: str, length: timedelta) -> None:
        self.worker, self.length = worker, length
        self.give_back = run.give_back
        self.next_due = run.next_due

    def take(self) -> Sequence[run.Taken]:
        return run.take(self.worker, length=self.length)

    def run(self, taken: run.Taken) -> object:
        return run.run(taken, self.worker)

    def renew(self, taken: Sequence[Any]) -> None:
        run.renew(taken, length=self.length)


class Loop(threading.Thread):
    """Takes and runs one kind of work until told to stop; finishes what it has begun."""

    def __init__(self, work: Work, stop: threading.Event) -> None:
        super().__init__(name=type(work).__name__.lower(), daemon=True)
        self.work, self.stop, self.woken = work, stop, threading.Event()
        self.held: list[Any] = []

    def run(self) -> None:
        trouble = 0
        while not self.stop.is_set():
            try:
                self.woken.clear()
                if not self.step():
                    self.woken.wait(self.idle_for())
                    close_old_connections()
                trouble = 0
            except DatabaseError as error:
                trouble += 1
                log.warning("the database is in trouble", error=str(error), loop=self.name)
                connection.close()
                self.stop.wait(min(0.5 * 2**trouble, 15))
        connection.close()

    def step(self) -> bool:
        """Take and run one batch; say whether there was any."""
        hurry()
        self.held = list(self.work.take())
        found, until = bool(self.held), time.monotonic() + HOLD
        while self.held and not self.stop.is_set() and time.monotonic() < until:
            self.work.run(self.held[0])
            self.held.pop(0)
        rest, self.held = self.held, []
        self.work.give_back(rest)
        return found

    def idle_for(self) -> float:
        due = self.work.next_due()
        return IDLE if due is None else min(max((due - clock.now()).total_seconds(), 0.01), IDLE)


class Worker:
    """The process as a whole. `work` blocks until `stop` is called, by a signal or from another thread."""

    def __init__(
        self,
        *,
        name: str = "",
        after: str = "",
        entries: Sequence[schedule.Entry] = (),
        length: timedelta = lease.LENGTH,
    ) -> None:
        self.name = name or f"worker-{secrets.token_hex(6)}"
        self.after, self.entries, self.length = after, entries, length
        self.stopping = threading.Event()
        self.loops = [
            Loop(Deliveries(self.name, length), self.stopping),
            Loop(Jobs(self.name, length), self.stopping),
        ]

    def stop(self, *_: object) -> None:
        """Take nothing more, finish what has begun, and end. Fit to be a signal handler."""
        self.stopping.set()
        for loop in self.loops:
            loop.woken.set()

    def work(self) -> None:
        """Work until stopped."""
        self._arrive()
        watching = watch.watch()
        for loop in self.loops:
            loop.start()
        next_beat = 0.0
        while not self.stopping.is_set() and all(loop.is_alive() for loop in self.loops):
            if time.monotonic() >= next_beat:
                self._safely(self._beat)
                next_beat = time.monotonic() + min(BEAT, self.length.total_seconds() / 3)
            self._safely(self._begin_due)
            if watching.wait(self.stopping, min(1.0, max(next_beat - time.monotonic(), 0.05))):
                for loop in self.loops:
                    loop.woken.set()
        self.stop()
        for loop in self.loops:
            loop.join()
        watching.close()
        self._safely(self._leave)
        connection.close()

    def _safely(self, act: Callable[[], object]) -> None:
        try:
            act()
        except DatabaseError as error:
            log.warning("the database is in trouble", error=str(error), loop="main")
            connection.close()
            self.stopping.wait(1)

    def _arrive(self) -> None:
        if self.after:
            deliver.bury(self.after)
            run.bury(self.after)
            Row.objects.filter(name=self.after).delete()
        now = clock.now()
        Row.objects.create(name=self.name, host=socket.gethostname(), pid=os.getpid(), started_at=now, seen_at=now)

    def _beat(self) -> None:
        close_old_connections()
        Row.objects.filter(name=self.name).update(seen_at=clock.now())
        for loop in self.loops:
            loop.work.renew(tuple(loop.held))

    def _begin_due(self) -> None:
        schedule.begin_due(self.entries)

    def _leave(self) -> None:
        Row.objects.filter(name=self.name).delete()


def alive() -> int:
    """How many workers said in the last 45 seconds that they live."""
    return Row.objects.filter(seen_at__gte=clock.now() - ALIVE).count()


def forget_dead() -> int:
    """Remove workers that have been silent for a day. Says how many."""
    count, _ = Row.objects.filter(seen_at__lt=clock.now() - timedelta(days=1)).delete()
    return count
