"""Running jobs: take what is due under a lease, run it, write down how it went.

A job runs outside any transaction, since it may talk to the network; it may run twice when its worker dies.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import F
from django.db.models.functions import Coalesce
from django_tasks.base import TaskContext
from django_tasks.utils import get_module_path, normalize_json

from lorehall.kernel import clock, lease
from lorehall.kernel.jobs import result
from lorehall.kernel.models import OPEN, Job

BATCH = 25
ERRORS_KEPT = 5
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """A job that this worker may run until its lease ends."""

    id: int
    lease: str
    row: Job


def take(worker: str, *, limit: int = BATCH, length: timedelta = lease.LENGTH) -> list[Taken]:
    """Take jobs that are due, the most urgent first. Empty when there are none."""
    now = clock.now()
    due = Job.objects.filter(OPEN, due_at__lte=now).order_by(F("priority").desc(), "due_at", "id")
    found = list(due.values_list("id", "lease")[:limit])
    orphans = [row_id for row_id, held in found if held]
    # A job whose worker died may have killed it: it goes alone, so that it takes no others along.
    ids = orphans[:1] or [row_id for row_id, _ in found]
    if not ids:
        return []
    mine = lease.token(worker)
    Job.objects.filter(OPEN, id__in=ids, due_at__lte=now).update(
        lease=mine,
        due_at=now + length,
        key=None,
        started_at=Coalesce("started_at", now),
        last_attempted_at=now,
        attempts=F("attempts") + (1 if orphans else 0),
    )
    rows = Job.objects.filter(id__in=ids, lease=mine).order_by("-priority", "id")
    taken = [Taken(row.pk, mine, row) for row in rows]
    if orphans and taken and taken[0].row.attempts >= taken[0].row.attempts_allowed:
        _fail(taken[0], "builtins.SystemExit", "The worker ended while it ran this job, every time.", more=0)
        return []
    return taken


def run(taken: Taken, worker: str) -> Exception | None:
    """Run one job and write its result or its error to its row; a failure is also handed back."""
    row = taken.row
    row.workers = [*row.workers, worker]
    try:
        task = result.task_named(row.task)
        before = (TaskContext(task_result=result.of(row, task)),) if task.takes_context else ()
        value = normalize_json(task.call(*before, *row.args, **row.kwargs))
    except Exception as error:  # noqa: BLE001 - whatever a job raises is written down
        _fail(taken, get_module_path(type(error)), "".join(traceback.format_exception(error)), more=1)
        return error
    Job.objects.filter(id=taken.id, lease=taken.lease).update(
        finished_at=clock.now(), lease="", result=value, workers=row.workers
    )
    return None


def _fail(taken: Taken, kind: str, trace: str, *, more: int) -> None:
    row, now = taken.row, clock.now()
    attempts = row.attempts + more
    last = attempts >= row.attempts_allowed
    Job.objects.filter(id=taken.id, lease=taken.lease).update(
        attempts=attempts,
        lease="",
        errors=[*row.errors, (kind, trace[-8000:])][-ERRORS_KEPT:],
        workers=row.workers,
        due_at=now + lease.back_off(attempts),
        finished_at=now if last else None,
        failed_at=now if last else None,
    )
    log.warning("job failed", task=row.task, job=taken.id, attempts=attempts, given_up=last)


def give_back(taken: Sequence[Taken]) -> None:
    """Let others have what was taken and not begun."""
    for one in taken:
        Job.objects.filter(id=one.id, lease=one.lease).update(lease="", due_at=clock.now())


def renew(taken: Sequence[Taken], *, length: timedelta = lease.LENGTH) -> None:
    """Keep what was taken for a while longer."""
    for one in taken:
        Job.objects.filter(id=one.id, lease=one.lease).update(due_at=clock.now() + length)


def bury(worker: str) -> int:
    """Free at once what a worker that is known to be dead had taken; says how many."""
    return Job.objects.filter(OPEN, lease__startswith=f"{worker}:").update(lease=lease.DIED, due_at=clock.now())


def next_due() -> datetime | None:
    """When the next job becomes due that is not due yet."""
    later = Job.objects.filter(OPEN, due_at__gt=clock.now()).order_by("due_at")
    return later.values_list("due_at", flat=True).first()


def run_all(*, worker: str = "here", strict: bool = False) -> int:
    """Run all that is due, in this process, and say how many. `strict` raises the first job's error."""
    count = 0
    while batch := take(worker):
        for taken in batch:
            error = run(taken, worker)
            if error is not None and strict:
                raise error
            count += 1
    return count
