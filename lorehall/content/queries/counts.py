"""Counts for one viewer: sums over the rooms that they may read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from lorehall.communities.places import Place
from lorehall.content.models import ItemKind, RoomCount, Tag
from lorehall.kernel.db.prepared import prepare


@dataclass(frozen=True, slots=True)
class Counts:
    """How many live items of each kind, and how many wait for somebody."""

    total: dict[str, int]
    open: dict[str, int]

    @property
    def questions(self) -> int:
        return self.total.get(ItemKind.QUESTION, 0)

    @property
    def open_questions(self) -> int:
        return self.open.get(ItemKind.QUESTION, 0)

    @property
    def conversations(self) -> int:
        return self.total.get(ItemKind.CONVERSATION, 0)

    @property
    def practices(self) -> int:
        return self.total.get(ItemKind.PRACTICE, 0)


_sums = prepare(
    lambda p: (
        RoomCount.objects.filter(room_id__in=p.many("rooms"))
        .values("kind")
        .annotate(all=Sum("total"), waiting=Sum("open"))
        .values_list("kind", "all", "waiting")
    )
)


def counts(place: Place) -> Counts:
    """One statement; none where nothing may be read."""
    rows = _sums(rooms=place.room_ids) if place.rooms else []
    return Counts({kind: total for kind, total, _ in rows}, {kind: waiting for kind, _, waiting in rows})


@dataclass(frozen=True, slots=True)
class TagUse:
    name: str
    slug: str
    total: int


def tags_in_use(place: Place, *, most: int = 300) -> list[TagUse]:
    """The tags that live items in readable rooms carry, most used first. One statement."""
    if not place.rooms:
        return []
    tags = Tag.objects.filter(community_id=place.id, merged_into=None, counts__room_id__in=place.room_ids)
    used = tags.annotate(n=Sum("counts__total")).filter(n__gt=0).order_by("-n", "slug")
    return [TagUse(*row) for row in used.values_list("name", "slug", "n")[:most]]


def questions_in(community_id: int) -> int:
    """All live questions of a community, whatever the room: for its coordinators' launch list."""
    found = RoomCount.objects.filter(room__community_id=community_id, kind=ItemKind.QUESTION)
    return found.aggregate(n=Sum("total"))["n"] or 0
