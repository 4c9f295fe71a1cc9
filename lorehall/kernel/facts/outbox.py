"""Writing facts down."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from lorehall.kernel import clock
from lorehall.kernel.db import wake
from lorehall.kernel.facts.fact import Fact
from lorehall.kernel.facts.wiring import answering
from lorehall.kernel.models import Delivery, RecordedFact


def record(fact: Fact) -> None:
    """Write a fact and one delivery for every reaction wired to it.

    It stands or falls with the transaction of the rule that calls; without one it raises RuntimeError.
    """
    record_all((fact,))


def record_all(facts: Iterable[Fact]) -> None:
    """Like `record`, for many facts in two statements."""
    if not connection.in_atomic_block:
        raise RuntimeError("A fact is recorded in the transaction in which it happened; there is none here.")
    now = clock.now()
    rows = [RecordedFact(name=fact.name, subject=fact.subject, data=fact.values(), recorded_at=now) for fact in facts]
    RecordedFact.objects.bulk_create(rows)
    deliveries = [
        Delivery(fact=row, reaction=reaction, subject=row.subject, due_at=now)
        for row in rows
        for reaction in answering(row.name)
    ]
    if deliveries:
        Delivery.objects.bulk_create(deliveries)
        wake.workers()
