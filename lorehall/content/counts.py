"""Counts of live items by room and tag, kept inside the rules that change them."""

from __future__ import annotations

from django.db.models import F

from lorehall.content.models import Item, ItemTag, RoomCount, TagCount


def shift(room_id: int, kind: str, *, total: int = 0, open: int = 0) -> None:  # noqa: A002 - the column's name
    """Add to a room's counts of a kind; the row is made where it is missing."""
    change = {"total": F("total") + total, "open": F("open") + open}
    if not RoomCount.objects.filter(room_id=room_id, kind=kind).update(**change):
        RoomCount.objects.bulk_create([RoomCount(room_id=room_id, kind=kind)], ignore_conflicts=True)
        RoomCount.objects.filter(room_id=room_id, kind=kind).update(**change)


def shift_tags(tag_ids: list[int], room_id: int, by: int) -> None:
    """Add `by` to how many live items of the room carry each of the tags."""
    if not tag_ids:
        return
    TagCount.objects.bulk_create([TagCount(tag_id=tag, room_id=room_id) for tag in tag_ids], ignore_conflicts=True)
    TagCount.objects.filter(tag_id__in=tag_ids, room_id=room_id).update(total=F("total") + by)


def tags_of(item_id: int) -> list[int]:
    return list(ItemTag.objects.filter(item_id=item_id).values_list("tag_id", flat=True))


def enter(item: Item) -> None:
    """The item is live in its room from now on: count it."""
    shift(item.room_id, item.kind, total=1, open=int(item.waiting))
    shift_tags(tags_of(item.pk), item.room_id, 1)


def leave(item: Item) -> None:
    """The item is no longer live in its room: count it out."""
    shift(item.room_id, item.kind, total=-1, open=-int(item.waiting))
    shift_tags(tags_of(item.pk), item.room_id, -1)
