"""What the rail says to members: how many items have something unread, and the usual counts, by one statement.

Only what was active since the rooms were settled is looked at, and what was left behind then; a hundred at most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from lorehall.communities.models import Room
from lorehall.communities.places import Place
from lorehall.content.models import Item, ItemKind, RoomCount
from lorehall.content.queries.counts import Counts
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.viewer import Viewer
from lorehall.reading.models import Since
from lorehall.reading.queries.marks import joined, unread, wholly_new

MOST = 99


@dataclass(frozen=True, slots=True)
class Unread:
    """The items in which something is unread, in no order; `MOST` + 1 of them at most."""

    ids: tuple[int, ...] = ()
    rooms: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def is_more(self) -> bool:
        """Whether there may be more than these."""
        return len(self.ids) > MOST

    @property
    def count(self) -> str:
        """As the rail prints it; empty for none."""
        return f"{MOST}+" if self.is_more else str(len(self.ids) or "")


NOTHING = Unread()


def _moment(p: Parameters, column: str, order: str) -> Subquery:
    """The first or last of the moments of all rooms; asked once for the whole statement."""
    person = p("person")
    mine = Since.objects.filter(person_id=person, room_id=OuterRef("pk"))
    moment = Coalesce(Subquery(mine.values(column)[:1]), Subquery(joined(person, "community_id")))
    rooms = Room.objects.filter(pk__in=p.many("rooms"), community_id=p("community"))
    return Subquery(rooms.annotate(moment=moment).order_by(f"{order}moment").values("moment")[:1])


def _all(p: Parameters) -> QuerySet[Item, tuple[Any, ...]]:
    person, rooms = p("person"), p.many("rooms")
    counts: QuerySet[Any, tuple[Any, ...]] = (
        RoomCount.objects.filter(room_id__in=rooms)
        .values("kind")
        .annotate(what=Value(COUNTS), total_=Sum("total"), open_=Sum("open"))
        .values_list("what", "kind", "total_", "open_")
    )
    here = Item.objects.filter(community_id=p("community"), room_id__in=rooms, deleted_at=None)
    begun, latest = _moment(p, "settled", ""), _moment(p, "at", "-")
    newer = unread(here.filter(active_at__gt=begun), person, surely=wholly_new(person, latest)).filter(
        Q(own_behind=False)
    )
    behind = unread(here.filter(reads__person_id=person, reads__behind=True), person)
    fields = ("what", "kind", "id", "room_id")
    found = (items.annotate(what=Value(UNREAD)).values_list(*fields) for items in (newer, behind))
    # Both engines take the parts of a union in their order, so that the counts are never cut off.
    return counts.union(*found, all=True)[: MOST + 1 + len(ItemKind)]


COUNTS, UNREAD = 0, 1
_read = prepare(_all)


def rail(viewer: Viewer, place: Place) -> tuple[Counts, Unread]:
    """The counts of a place and what is unread in it, for a member. One statement; none where nothing may be read."""
    if not place.rooms:
        return Counts({}, {}), NOTHING
    rows = _read(community=place.id, rooms=place.room_ids, person=viewer.id)
    kept = [row for row in rows if row[0] == COUNTS]
    found = [row for row in rows if row[0] == UNREAD][: MOST + 1]
    counts = Counts({row[1]: row[2] for row in kept}, {row[1]: row[3] for row in kept})
    if not found:
        return counts, NOTHING
    return counts, Unread(
        tuple(row[2] for row in found), Counter(row[3] for row in found), Counter(row[1] for row in found)
    )
