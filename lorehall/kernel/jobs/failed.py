"""Jobs that were given up: to be seen and tried again by the host. And the sweeping of old ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from lorehall.kernel import clock
from lorehall.kernel.db import wake
from lorehall.kernel.models import Job

KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that failed for the last time."""

    id: int
    task: str
    attempts: int
    failed_at: datetime
    error: str


def failed(*, limit: int = 100) -> list[Failed]:
    """The latest that were given up, newest first."""
    rows = Job.objects.filter(failed_at__isnull=False).order_by("-failed_at", "-id")
    names = ("id", "task", "attempts", "failed_at", "errors")
    return [
        Failed(pk, task, attempts, when, errors[-1][1] if errors else "")
        for pk, task, attempts, when, errors in rows.values_list(*names)[:limit]
    ]


def count_failed() -> int:
    """How many were given up and are still kept."""
    return Job.objects.filter(failed_at__isnull=False).count()


def retry(ids: Collection[int] | None = None) -> int:
    """Try given-up jobs again from the first attempt: those with these ids, or all of them. Says how many."""
    rows = Job.objects.filter(failed_at__isnull=False)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    count = rows.update(failed_at=None, finished_at=None, attempts=0, due_at=clock.now(), lease="")
    if count:
        wake.workers()
    return count


def sweep() -> int:
    """Remove jobs that ended well a week ago and failed ones of 90 days ago. Says how many."""
    now = clock.now()
    well, _ = Job.objects.filter(finished_at__lt=now - KEPT, failed_at__isnull=True).delete()
    badly, _ = Job.objects.filter(failed_at__lt=now - FAILED_KEPT).delete()
    return well + badly
