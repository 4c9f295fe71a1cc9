"""Where an import goes, and that it began and ended."""

from __future__ import annotations

from django.db.models import Q

from lorehall.communities.models import Community, Room, Visibility
from lorehall.communities.rules import Opening, open_community
from lorehall.communities.viewers import viewer_of
from lorehall.exchange.models import Import
from lorehall.kernel import clock
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


def room_for(community: str, by: Person, *, visibility: str = Visibility.PUBLIC) -> Room:
    """The first room of the community with this address or name; a new one is opened where there is none."""
    found = Community.objects.filter(Q(slug=community) | Q(name=community)).order_by("pk").first()
    if found is None:
        joining = "by_invitation" if visibility == Visibility.SECRET else "open"
        opening = Opening(community, visibility=visibility, joining=joining)
        found = open_community(opening, by=viewer_of(by.pk))
    return Room.objects.get(community=found, is_first=True)


def begin(source: str, room: Room) -> Import:
    """The source's import, begun now or earlier."""
    return Import.objects.get_or_create(source=source, defaults={"room": room, "began_at": clock.now()})[0]


def finish(source: str) -> None:
    Import.objects.filter(source=source).update(finished_at=clock.now())
