"""Running reactions: take what is due, run each in the transaction that marks it delivered.

The effect of a reaction on the database and its mark commit together, so a worker that dies leaves either both or
neither. A reaction must still be safe to run twice: what it does outside the database can't be taken back.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef

from lorehall.kernel import clock, lease
from lorehall.kernel.facts import wiring
from lorehall.kernel.models import WAITING, Delivery

MOST_ATTEMPTS = 10
BATCH = 50
log = structlog.get_logger(__name__)


class LeaseLost(Exception):  # noqa: N818 - somebody else has the work now; nothing is wrong
    """The delivery was taken by another worker meanwhile."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that this worker may run until its lease ends."""

    id: int
    lease: str
    attempts: int
    reaction: str
    fact: str
    data: dict[str, Any]


def take(worker: str, *, limit: int = BATCH, length: timedelta = lease.LENGTH) -> list[Taken]:
    """Take deliveries that are due and the first of their reaction and subject. Empty when there are none."""
    now = clock.now()
    earlier = Delivery.objects.filter(
        WAITING, reaction=OuterRef("reaction"), subject=OuterRef("subject"), id__lt=OuterRef("id")
    )
    due = Delivery.objects.filter(WAITING, ~Exists(earlier), due_at__lte=now).order_by("due_at", "id")
    found = list(due.values_list("id", "lease")[:limit])
    orphans = [row_id for row_id, held in found if held]
    # A row whose worker died may have killed it: it goes alone, so that it takes no others along.
    ids = orphans[:1] or [row_id for row_id, _ in found]
    if not ids:
        return []
    mine = lease.token(worker)
    Delivery.objects.filter(WAITING, id__in=ids, due_at__lte=now).update(
        lease=mine, due_at=now + length, attempts=F("attempts") + (1 if orphans else 0)
    )
    rows = Delivery.objects.filter(id__in=ids, lease=mine).order_by("id")
    taken = [Taken(*row) for row in rows.values_list("id", "lease", "attempts", "reaction", "fact__name", "fact__data")]
    if orphans and taken and taken[0].attempts >= MOST_ATTEMPTS:
        _fail(taken[0], "The worker ended while it ran this reaction, every time.", attempts=taken[0].attempts)
        return []
    return taken


def run(taken: Taken) -> Exception | None:
    """Run one reaction. A failure is written to its row, and handed back."""
    try:
        with transaction.atomic():
            # Marked first: the row stays ours until the commit, and a lost lease costs no work. Only a waiting row
            # has a lease; saying "waiting" too would lead PostgreSQL to a partial index instead of the key.
            marked = Delivery.objects.filter(id=taken.id, lease=taken.lease).update(
                delivered_at=clock.now(), lease="", error=""
            )
            if not marked:
                raise LeaseLost  # noqa: TRY301 - it must undo the transaction
            fact_class, reaction = wiring.find(taken.fact, taken.reaction)
            reaction(fact_class.of(taken.data))
    except LeaseLost:
        return None
    except Exception as error:  # noqa: BLE001 - whatever a reaction raises is written down
        _fail(taken, "".join(traceback.format_exception(error)), attempts=taken.attempts + 1)
        return error
    return None


def _fail(taken: Taken, error: str, *, attempts: int) -> None:
    now = clock.now()
    last = attempts >= MOST_ATTEMPTS
    Delivery.objects.filter(id=taken.id, lease=taken.lease).update(
        attempts=attempts,
        lease="",
        error=error[-8000:],
        due_at=now + lease.back_off(attempts),
        parked_at=now if last else None,
    )
    log.warning("reaction failed", reaction=taken.reaction, fact=taken.fact, attempts=attempts, parked=last)


def give_back(taken: Sequence[Taken]) -> None:
    """Let others have what was taken and not begun."""
    for one in taken:
        Delivery.objects.filter(id=one.id, lease=one.lease).update(lease="", due_at=clock.now())


def renew(taken: Sequence[Taken], *, length: timedelta = lease.LENGTH) -> None:
    """Keep what was taken for a while longer."""
    for one in taken:
        Delivery.objects.filter(id=one.id, lease=one.lease).update(due_at=clock.now() + length)


def bury(worker: str) -> int:
    """Free at once what a worker that is known to be dead had taken; says how many."""
    return Delivery.objects.filter(WAITING, lease__startswith=f"{worker}:").update(lease=lease.DIED, due_at=clock.now())


def next_due() -> datetime | None:
    """When the next delivery becomes due that is not due yet."""
    later = Delivery.objects.filter(WAITING, due_at__gt=clock.now()).order_by("due_at")
    return later.values_list("due_at", flat=True).first()


def deliver_all(*, worker: str = "here", strict: bool = False) -> int:
    """Run all that is due, in this process, and say how many. `strict` raises the first reaction's error."""
    count = 0
    while batch := take(worker):
        for taken in batch:
            error = run(taken)
            if error is not None and strict:
                raise error
            count += 1
    return count
