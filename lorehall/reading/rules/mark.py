"""Mark posts as read, and everything at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Least

from lorehall.communities.models import Membership
from lorehall.communities.places import Place
from lorehall.communities.policy import NOT_A_MEMBER
from lorehall.content.policy import visible
from lorehall.kernel import clock
from lorehall.kernel.errors import Forbidden
from lorehall.people.viewer import Viewer
from lorehall.reading.models import Read, Since

MOST = 50
"""Items that one report may tell of."""


def mark_read(numbers: Mapping[int, int], *, by: Viewer) -> int:
    """Read up to these numbers, by item; says of how many items it was noted. What the reader may not see, or has no
    membership for, is passed over in silence. Numbers never fall, whatever comes first of several devices.
    """
    wanted = dict(sorted(numbers.items())[:MOST])
    items = visible(by).filter(pk__in=wanted, community_id__in=list(by.memberships)).values_list("pk", "last_number")
    reached = {item: min(wanted[item], last) for item, last in items if wanted[item] > 0}
    if not reached:
        return 0
    with transaction.atomic():
        # The row first, then its number: two devices that come at once for the first time both count.
        rows = [Read(person_id=by.id, item_id=item, number=number) for item, number in reached.items()]
        Read.objects.bulk_create(rows, ignore_conflicts=True)
        for item, number in reached.items():
            Read.objects.filter(person_id=by.id, item_id=item, number__lt=number).update(number=number)
    return len(reached)


def mark_all_read(place: Place, room_ids: Sequence[int], at: datetime, *, by: Viewer) -> None:
    """What was in these rooms of the place at the moment `at` counts as read. Raises `Forbidden` for who is no
    member, `Hidden` for a room that they may not read.
    """
    rooms = _rooms(place, room_ids, by)
    at = min(at, clock.now())
    with transaction.atomic():
        begin(rooms, by.id, place.id)
        older = Since.objects.filter(person_id=by.id, room_id__in=rooms, at__lt=at)
        older.update(before=F("at"), at=at, settled=Greatest(F("settled"), at))


def undo_mark_all(place: Place, room_ids: Sequence[int], at: datetime, *, by: Viewer) -> None:
    """Take back what was marked at the moment `at`; what was marked again since then stays."""
    rooms = _rooms(place, room_ids, by)
    marked = Since.objects.filter(person_id=by.id, room_id__in=rooms, at=at).exclude(before=None)
    marked.update(at=F("before"), settled=Least(F("settled"), F("before")), before=None)


def enter(room_id: int, person_id: int, at: datetime) -> None:
    """Somebody was let into a room: what was there at that moment counts as read."""
    rows = [Since(person_id=person_id, room_id=room_id, at=at, settled=at)]
    Since.objects.bulk_create(rows, ignore_conflicts=True)
    Since.objects.filter(person_id=person_id, room_id=room_id, at__lt=at).update(at=at, settled=at, before=None)


def forget_beginnings(community_id: int, person_id: int) -> None:
    """Who left begins anew if they come back. What they have read stays noted."""
    Since.objects.filter(person_id=person_id, room__community_id=community_id).delete()


def begin(room_ids: Sequence[int], person_id: int, community_id: int) -> None:
    """Give a member a row for each of these rooms, where they have none: read up to when they joined."""
    mine = Membership.objects.filter(person_id=person_id, community_id=community_id)
    for joined_at in mine.values_list("joined_at", flat=True):
        rows = [Since(person_id=person_id, room_id=room, at=joined_at, settled=joined_at) for room in room_ids]
        Since.objects.bulk_create(rows, ignore_conflicts=True)


def _rooms(place: Place, room_ids: Sequence[int], by: Viewer) -> list[int]:
    if place.id not in by.memberships:
        raise Forbidden(NOT_A_MEMBER.code, str(NOT_A_MEMBER.message))
    return [place.room_by_id(room).id for room in room_ids]
