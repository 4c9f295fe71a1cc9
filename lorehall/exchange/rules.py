"""Where an import goes, and that it began and ended."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from lorehall.communities.models import Community, Room, Visibility
from lorehall.communities.rules import Opening, open_community
from lorehall.communities.viewers import viewer_of
from lorehall.exchange.facts import Imported
from lorehall.exchange.models import Import
from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Refused
from lorehall.people.models import Person


def keeper(handle: str | None) -> Person:
    """The account in whose name it is done: the one named, or the first host; raises `Refused` where there is none."""
    accounts = Person.objects.filter(attributed=False, is_active=True)
    found = accounts.filter(handle=handle.lower()) if handle else accounts.filter(is_host=True)
    person = found.order_by("pk").first()
    if person is None:
        who = f"There is no account @{handle}." if handle else "There is no host yet: open the set-up page first."
        raise Refused("no_keeper", who)
    return person


def room_for(
    source: str, community: str, by: Person, *, visibility: str = Visibility.PUBLIC, room: str | None = None
) -> Room:
    """The first room of the community with this address or name, or the one of that name in its address (`room`); a
    new community is opened where there is none. Raises
    `Refused` where the source came into another room before: it can't be in two.
    """
    came = Import.objects.filter(source=source).select_related("room__community").first()
    found = Community.objects.filter(Q(slug=community) | Q(name=community)).order_by("pk").first()
    if came and (found is None or came.room.community_id != found.pk):
        raise Refused("elsewhere", f"{source} came into {came.room.community.name} before; it can't be in two.")
    if came:
        return came.room
    if found is None:
        joining = "by_invitation" if visibility == Visibility.SECRET else "open"
        opening = Opening(community, visibility=visibility, joining=joining)
        found = open_community(opening, by=viewer_of(by.pk))
    there = Room.objects.filter(community=found, **({"slug": room} if room else {"is_first": True})).first()
    if there is None:
        raise Refused("no_room", f"{found.name} has no room {room}.")
    return there


def begin(source: str, room: Room) -> bool:
    """Note that it begins; whether an earlier run has finished it. Raises `Refused` like `room_for`."""
    made = Import.objects.get_or_create(source=source, defaults={"room": room, "began_at": clock.now()})[0]
    if made.room_id != room.pk:
        raise Refused("elsewhere", f"{source} came into another community before; it can't be in two.")
    return made.finished_at is not None


def finish(source: str, room: Room, posts: int) -> None:
    """It is here, whole; `posts` are those that are new. A run that finds everything here says nothing."""
    with transaction.atomic():
        first = Import.objects.filter(source=source, finished_at=None).update(finished_at=clock.now())
        if first or posts:
            facts.record(Imported(room_id=room.pk, source=source, posts=posts))
