"""Deliveries that were given up: to be seen, mended and tried again by the host. And the sweeping of old ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lorehall.kernel import clock
from lorehall.kernel.db import wake
from lorehall.kernel.models import Delivery

KEPT = timedelta(days=30)
SWEPT_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Parked:
    """A delivery that failed for the last time."""

    id: int
    fact: str
    subject: str
    reaction: str
    attempts: int
    parked_at: datetime
    error: str
    data: dict[str, Any]


def parked(*, limit: int = 100) -> list[Parked]:
    """The latest that were parked, newest first."""
    rows = Delivery.objects.filter(parked_at__isnull=False).order_by("-parked_at", "-id")
    names = ("id", "fact__name", "subject", "reaction", "attempts", "parked_at", "error", "fact__data")
    return [Parked(*row) for row in rows.values_list(*names)[:limit]]


def count_parked() -> int:
    """How many are parked."""
    return Delivery.objects.filter(parked_at__isnull=False).count()


def retry(ids: Collection[int] | None = None) -> int:
    """Try parked deliveries again from the first attempt: those with these ids, or all of them. Says how many."""
    rows = Delivery.objects.filter(parked_at__isnull=False)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    count = rows.update(parked_at=None, attempts=0, due_at=clock.now(), lease="")
    if count:
        wake.workers()
    return count


def sweep() -> int:
    """Remove deliveries that arrived more than 30 days ago; the facts themselves stay. Says how many."""
    before = clock.now() - KEPT
    count = 0
    while True:
        old = Delivery.objects.filter(delivered_at__lt=before).order_by("delivered_at")
        ids = list(old.values_list("id", flat=True)[:SWEPT_AT_ONCE])
        if not ids:
            return count
        count += Delivery.objects.filter(id__in=ids)._raw_delete("default")  # noqa: SLF001 - nothing hangs on them
