"""What happened, as the rules recorded it, and the reactions to it.

`facts` compares like the list of the names recorded in this test: `assert facts == ["questions.confirmed"]`.
`facts.deliver()` runs the wired reactions, and then once more, since each must be safe to run twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact as its row has it."""

    name: str
    subject: str
    data: dict[str, Any]


class Facts:
    """The facts of one test, in order."""

    def __init__(self) -> None:
        self._after = 0
        self.forget()

    def rows(self) -> list[Recorded]:
        """Every fact with its values."""
        from lorehall.kernel.models import RecordedFact

        found = RecordedFact.objects.filter(id__gt=self._after).order_by("id")
        return [Recorded(*row) for row in found.values_list("name", "subject", "data")]

    def of(self, name: str) -> list[dict[str, Any]]:
        """The values of the facts of that name."""
        return [row.data for row in self.rows() if row.name == name]

    def forget(self) -> None:
        """Begin anew: what the preparation recorded is not of interest."""
        from lorehall.kernel.models import RecordedFact

        self._after = RecordedFact.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def deliver(self) -> int:
        """Run all reactions that are due, then run every one of them again. Says how many were due."""
        from lorehall.kernel.facts import deliver_all, wiring
        from lorehall.kernel.models import Delivery

        waiting = Delivery.objects.filter(delivered_at__isnull=True, parked_at__isnull=True)
        due = list(waiting.order_by("id").values_list("id", flat=True))
        count = deliver_all(strict=True)
        again = Delivery.objects.filter(id__in=due, delivered_at__isnull=False).order_by("id")
        for fact_name, data, reaction_name in again.values_list("fact__name", "fact__data", "reaction"):
            fact_class, reaction = wiring.find(fact_name, reaction_name)
            reaction(fact_class.of(data))
        return count

    def __iter__(self) -> Iterator[str]:
        return (row.name for row in self.rows())

    def __len__(self) -> int:
        return len(self.rows())

    def __contains__(self, name: object) -> bool:
        return name in list(self)

    def __eq__(self, other: object) -> bool:
        return list(self) == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))


@pytest.fixture
def facts(db: None) -> Facts:
    """What is recorded from now on; see `Facts`."""
    return Facts()
