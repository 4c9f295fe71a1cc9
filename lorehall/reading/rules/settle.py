"""Settle rooms: keep the count of the unread cheap, without changing what is unread.

The count looks at every item that was active since the rooms were settled. Who reads everything would have it look at
thousands that are read; so every night, for those who have read many, the moment moves on, and the few items that are
still unread then are marked as left behind.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from lorehall.communities.policy import readable
from lorehall.communities.viewers import viewer_of
from lorehall.content.models import Item
from lorehall.kernel import clock
from lorehall.reading.models import Read, Since
from lorehall.reading.queries.marks import joined, unread
from lorehall.reading.rules.mark import begin

MANY = 200
"""Read items above which a community is settled for a reader."""
ON_THE_WAY = timedelta(minutes=10)
"""What is being written just now may carry a moment of some time ago."""


def settle_all() -> int:
    """Settle for everybody who has read many items since it was done last; says for how many."""
    settled = Since.objects.filter(person_id=OuterRef("person_id"), room_id=OuterRef("item__room_id"))
    begun = Coalesce(
        Subquery(settled.values("settled")[:1]), Subquery(joined(OuterRef("person_id"), "item__community_id"))
    )
    recent = Read.objects.annotate(begun=begun).filter(behind=False, item__active_at__gt=F("begun"))
    groups = recent.values("person_id", "item__community_id").annotate(n=Count("id")).filter(n__gte=MANY)
    pairs = list(groups.values_list("person_id", "item__community_id"))
    for person_id, community_id in pairs:
        settle(person_id, community_id)
    return len(pairs)


def settle(person_id: int, community_id: int) -> None:
    """Move the moment on for one member in one community. What is unread stays so."""
    moment = clock.now() - ON_THE_WAY
    viewer = viewer_of(person_id)
    if community_id not in viewer.memberships:
        return
    rooms = list(readable(viewer).filter(community_id=community_id).values_list("pk", flat=True))
    here = Item.objects.filter(community_id=community_id, room_id__in=rooms, deleted_at=None)
    with transaction.atomic():
        begin(rooms, person_id, community_id)
        open_items = list(unread(here, person_id).values_list("pk", flat=True))
        rows = [Read(person_id=person_id, item_id=item, behind=True) for item in open_items]
        Read.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        mine = Read.objects.filter(person_id=person_id, item__room_id__in=rooms)
        left = set(mine.filter(behind=True).values_list("item_id", flat=True))
        Read.objects.filter(person_id=person_id, item_id__in=left - set(open_items)).update(behind=False)
        _leave_behind(person_id, open_items)
        Since.objects.filter(person_id=person_id, room_id__in=rooms, settled__lt=moment).update(settled=moment)


def _leave_behind(person_id: int, items: list[int]) -> None:
    for first in range(0, len(items), 500):
        part = items[first : first + 500]
        Read.objects.filter(person_id=person_id, item_id__in=part).update(behind=True)


def look_again(item_id: int) -> None:
    """Something of an older moment can be read again, or elsewhere: where the item is, everybody's count looks from
    the beginning until the room is settled again.
    """
    for room_id, moment in Item.objects.filter(pk=item_id).values_list("room_id", "active_at"):
        Since.objects.filter(room_id=room_id, settled__gte=moment).update(settled=F("at"))
