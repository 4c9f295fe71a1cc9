"""Rooms and who is in them. Budget: 1 statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from lorehall.communities.models import Membership, RoomMember
from lorehall.communities.places import Place, RoomHead
from lorehall.communities.policy import may_read
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room in the coordinators' list. `people` counts those let in; None for the whole community."""

    slug: str
    name: str
    about: str
    private: bool
    is_first: bool
    people: int | None


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody who was let in."""

    person_id: int
    name: str
    handle: str
    photo: str
    hue: int
    by_name: str
    at: datetime


def rooms(place: Place) -> list[RoomRow]:
    """The rooms that the viewer of the place knows of."""
    private = [room.id for room in place.known_rooms if room.private]
    counted = dict(
        RoomMember.objects.filter(room_id__in=private).order_by().values_list("room_id").annotate(people=Count("id"))
    )
    return [
        RoomRow(
            room.slug,
            room.name,
            room.about,
            room.private,
            room.is_first,
            counted.get(room.id, 0) if room.private else None,
        )
        for room in place.known_rooms
    ]


def known_room(place: Place, slug: str) -> RoomHead:
    """A room that the viewer of the place reads or keeps; raises `Hidden`."""
    for room in place.known_rooms:
        if room.slug == slug:
            return room
    raise Hidden


def inside(room: RoomHead) -> list[Inside]:
    """Who is in a room for invited members, by name."""
    if not room.private:
        return []
    found = RoomMember.objects.filter(room_id=room.id).order_by("person__name", "pk")
    fields = ("person_id", "person__name", "person__handle", "person__photo", "person__hue", "by__name", "at")
    return [Inside(*row) for row in found.values_list(*fields)[:500]]


def reads(viewer: Viewer, room: RoomHead) -> bool:
    """Whether the viewer is in it, rather than only keeping its name."""
    return may_read(viewer, room)


def person_by_handle(place: Place, typed: str) -> int | None:
    """An active member by handle, as typed: with or without the @."""
    handle = typed.strip().removeprefix("@").lower()
    found = Membership.objects.filter(community_id=place.id, person__handle=handle, suspended_at=None)
    return found.values_list("person_id", flat=True).first()
