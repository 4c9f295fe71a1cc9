"""What was looked for in a community and not found. Two statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from lorehall.communities.places import Place
from lorehall.kernel import clock
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.search.models import Missed, Spared

SHOWN = 100
LATELY = timedelta(days=30)


class Line(NamedTuple):
    """Words, how often and when last; `how` and `by` where it is settled."""

    id: int
    words: str
    times: int
    last_at: datetime
    how: str
    by: str


@dataclass(frozen=True, slots=True)
class Searches:
    """The coordinator's page: what waits, most looked for first; what was settled; how many asked nothing, because
    what stood there already answered it, in the last 30 days.
    """

    waiting: Sequence[Line]
    settled: Sequence[Line]
    spared: int


def searches(place: Place) -> Searches:
    """For coordinators; raises `Forbidden`."""
    if not place.coordinates:
        raise (
            Forbidden("coordinators_only", "Only coordinators of this community can do that.")
            if place.reads
            else Hidden
        )
    rows = Missed.objects.filter(community_id=place.id)
    fields = ("id", "words", "times", "last_at", "settled_how", "settled_by__name")
    waiting = rows.filter(settled_at=None).order_by("-times", "-last_at").values_list(*fields)[:SHOWN]
    settled = rows.exclude(settled_at=None).order_by("-settled_at").values_list(*fields)[:SHOWN]
    since = clock.now() - LATELY
    return Searches(
        [Line(*row) for row in waiting],
        [Line(*row) for row in settled],
        Spared.objects.filter(item__room_id__in=place.room_ids, at__gte=since).count(),
    )
