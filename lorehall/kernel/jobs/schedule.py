"""Periodic work: entries with a rhythm, each begun by exactly one worker when its time comes.

What was missed while nothing ran is made up for once, not as often as it was missed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django_tasks.base import Task

from lorehall.kernel import clock
from lorehall.kernel.models import Periodic

Rhythm = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the schedule: its name, when it comes next after a moment, and the task."""

    name: str
    following: Rhythm
    task: Task[..., Any]


def every(**span: float) -> Rhythm:
    """At equal distances: `every(minutes=5)`."""
    length = timedelta(**span)
    return lambda moment: moment + length


def daily(at: str) -> Rhythm:
    """Once a day at this time, UTC: `daily("03:10")`."""
    of_day = time.fromisoformat(at)

    def following(moment: datetime) -> datetime:
        today = datetime.combine(moment.astimezone(UTC).date(), of_day, tzinfo=UTC)
        return today if today > moment else today + timedelta(days=1)

    return following


def begin_due(entries: Sequence[Entry]) -> int:
    """Enqueue every entry whose time has come, once among all workers. Says how many."""
    now = clock.now()
    known = dict(Periodic.objects.values_list("name", "next_at"))
    begun = 0
    for entry in entries:
        due = known.get(entry.name)
        if due is None:
            Periodic.objects.bulk_create(
                [Periodic(name=entry.name, next_at=entry.following(now))], ignore_conflicts=True
            )
        elif due <= now:
            begun += _begin(entry, due, now)
    return begun


def _begin(entry: Entry, due: datetime, now: datetime) -> int:
    with transaction.atomic():
        # The old time in the condition: of several workers that saw it, one moves it.
        won = Periodic.objects.filter(name=entry.name, next_at=due).update(next_at=entry.following(now), last_at=now)
        if won:
            entry.task.enqueue()
    return won
