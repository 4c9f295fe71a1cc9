"""What who keeps the library chooses among."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.communities.places import Place
from lorehall.kernel.db.prepared import prepare
from lorehall.library.models import Collection, Entry, Placement
from lorehall.library.queries.rows import practices

MOST = 500
_addable = prepare(
    lambda p: (
        practices(p)
        .exclude(pk__in=Entry.objects.filter(collection_id=p("collection")).values("item_id"))
        .order_by("slug", "id")
        .values_list("id", "title")[:MOST]
    )
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a practice stands, and the collections that there are, as (id, name)."""

    topic_id: int | None
    within: frozenset[int]
    offered: list[tuple[int, str]]


def placed(place: Place, item_id: int) -> Placed:
    """Three statements."""
    topic = Placement.objects.filter(item_id=item_id).values_list("topic_id", flat=True).first()
    offered = Collection.objects.filter(community_id=place.id, room_id__in=place.room_ids).order_by("name", "id")
    rows = list(offered.values_list("id", "name"))
    within = Entry.objects.filter(item_id=item_id, collection_id__in=[row[0] for row in rows])
    return Placed(topic, frozenset(within.values_list("collection_id", flat=True)), rows)


def addable(place: Place, collection_id: int) -> list[tuple[int, str]]:
    """The practices that are not in the collection yet, by title; at most 500."""
    return list(_addable(community=place.id, rooms=place.room_ids, collection=collection_id))
