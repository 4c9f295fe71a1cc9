"""What is asked of those who keep a practice, as its page says it: columns of the page's first statement."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery

from lorehall.practice.models import Suggestion

KEEPING = ("open_edits", "offer_id", "offer_to", "offer_to_name", "offer_by_name", "offer_left", "offer_note")


class Asked(NamedTuple):
    """How many suggested edits are open; and the offer that stands to somebody (`to_id`) or to all, if one does."""

    edits: int = 0
    offer_id: int | None = None
    to_id: int | None = None
    to_name: str | None = None
    by_name: str | None = None
    left: bool | None = None
    note: str | None = None

    @property
    def open_to_all(self) -> bool:
        return self.offer_id is not None and self.to_id is None


def keeping_columns() -> dict[str, Any]:
    """The columns, to be annotated on practices."""
    open_ = Suggestion.objects.filter(practice=OuterRef("pk"), verdict=Suggestion.Verdict.OPEN)
    number = open_.order_by().values("practice").annotate(number=Count("pk")).values("number")
    return {
        "offer": FilteredRelation("handovers", condition=Q(handovers__ended_at=None)),
        "open_edits": Subquery(number),
        "offer_id": F("offer__pk"),
        "offer_to": F("offer__to_id"),
        "offer_to_name": F("offer__to__name"),
        "offer_by_name": F("offer__by__name"),
        "offer_left": F("offer__left"),
        "offer_note": F("offer__note"),
    }
