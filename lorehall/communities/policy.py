"""Who may know of a community, read a room, and run things. The one visibility rule starts here.

Both halves stand side by side: `may_know`/`knowable` for communities, `may_read`/`readable` for rooms.
Everything that has a room is visible exactly where its room may be read.
"""

from __future__ import annotations

from typing import Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Access, Community, Joining, Role, Room, Visibility
from lorehall.kernel.db.prepared import Parameters
from lorehall.kernel.policy import HIDDEN, Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer


def may_know(viewer: Viewer, community: Community) -> bool:
    """May the viewer know that this community exists?"""
    return community.visibility != Visibility.SECRET or community.id in viewer.memberships


def knowable(viewer: Viewer) -> QuerySet[Community]:
    """The communities that the viewer may know of."""
    return Community.objects.filter(~Q(visibility=Visibility.SECRET) | Q(id__in=list(viewer.memberships)))


class RoomLike(Protocol):
    """What the rule asks of a room; a row of the table and a read model both have it."""

    @property
    def id(self) -> int: ...
    @property
    def community_id(self) -> int: ...
    @property
    def access(self) -> str: ...
    @property
    def public(self) -> bool: ...


def may_read(viewer: Viewer, room: RoomLike) -> bool:
    """May the viewer read what is in this room?"""
    if room.access == Access.INVITED:
        return room.community_id in viewer.memberships and room.id in viewer.rooms
    return room.public or room.community_id in viewer.memberships


def reading(viewer: Viewer, room: str = "") -> Q:
    """`may_read` as a filter; `room` is the path from the filtered table to Room, such as "room"."""
    return _reading(list(viewer.memberships), list(viewer.rooms), f"{room}__" if room else "")


def reading_as(p: Parameters, room: str = "") -> Q:
    """`reading` for a prepared query, which is run with `**as_reader(viewer)`."""
    return _reading(p.many("memberships"), p.many("invited"), f"{room}__" if room else "")


def as_reader(viewer: Viewer) -> dict[str, list[int]]:
    """The parameters of `reading_as`. What is empty matches nothing."""
    return {"memberships": list(viewer.memberships), "invited": list(viewer.rooms)}


def _reading(memberships: list[int], rooms: list[int], path: str) -> Q:
    rule = Q(**{f"{path}public": True})
    if memberships:
        rule |= Q(**{f"{path}access": Access.WHOLE, f"{path}community_id__in": memberships})
        if rooms:
            rule |= Q(**{f"{path}id__in": rooms, f"{path}community_id__in": memberships})
    return rule


def readable(viewer: Viewer) -> QuerySet[Room]:
    """The rooms that the viewer may read."""
    return Room.objects.filter(reading(viewer))


def may_know_room(viewer: Viewer, room: RoomLike) -> bool:
    """Coordinators know of every room, to keep its name and its members; what is said in it they read only if
    they were let in.
    """
    return may_read(viewer, room) or coordinates(viewer, room.community_id)


def role_in(viewer: Viewer, community_id: int) -> str | None:
    """The viewer's role in the community; None for who is no member, or is suspended."""
    return viewer.memberships.get(community_id)


def coordinates(viewer: Viewer, community_id: int) -> bool:
    return viewer.memberships.get(community_id) == Role.COORDINATOR


def keeps(viewer: Viewer, community_id: int) -> bool:
    """Stewards and coordinators keep practices, tags and duplicates."""
    return viewer.memberships.get(community_id) in {Role.STEWARD, Role.COORDINATOR}


NOT_SIGNED_IN = Denial("sign_in", _("Sign in first."))
NOT_A_MEMBER = Denial("members_only", _("Only members of this community can do that."))
SPONSORS_READ = Denial("sponsors_read", _("Sponsors read; they do not take part under that role."))
CLOSED = Denial("closed", _("This community is closed. It can be read, and nothing new can be added."))


def writes_in(viewer: Viewer, community: Community) -> Denial | None:
    """Why the viewer may add nothing to the community; None for who may (which room is asked apart, by `may_read`)."""
    if not may_know(viewer, community):
        return HIDDEN
    if viewer.person_id is None:
        return NOT_SIGNED_IN
    role = viewer.memberships.get(community.id)
    if role is None:
        return NOT_A_MEMBER
    if role == Role.SPONSOR:
        return SPONSORS_READ
    return CLOSED if community.is_closed else None


def _known(viewer: Viewer, community: Community) -> Denial | None:
    return None if may_know(viewer, community) else HIDDEN


def _member(viewer: Viewer, community: Community) -> Denial | None:
    if community.id in viewer.memberships:
        return None
    return _known(viewer, community) or NOT_A_MEMBER


def _join(viewer: Viewer, community: Community) -> Denial | None:
    if hidden := _known(viewer, community):
        return hidden
    if viewer.person_id is None:
        return NOT_SIGNED_IN
    if community.is_closed:
        return CLOSED
    if community.id in viewer.memberships:
        return Denial("already", _("You are a member already."))
    if community.joining == Joining.BY_INVITATION:
        return Denial("by_invitation", _("This community is joined by invitation."))
    return None


def _coordinator(viewer: Viewer, community: Community) -> Denial | None:
    if coordinates(viewer, community.id):
        return None
    return _known(viewer, community) or Denial("coordinators_only", "Only coordinators of this community can do that.")


def _invite(viewer: Viewer, community: Community) -> Denial | None:
    if community.is_closed:
        return _known(viewer, community) or CLOSED
    return _coordinator(viewer, community)


def _list_people(viewer: Viewer, community: Community) -> Denial | None:
    """Members see members. What outsiders see of a public community names its authors only beside their posts."""
    return _member(viewer, community)


TABLE: dict[Permission, Answerer] = {
    Permission.JOIN: _join,
    Permission.LEAVE: _member,
    Permission.INVITE: _invite,
    Permission.COORDINATE: _coordinator,
    Permission.READ_LAUNCH: _coordinator,
    Permission.LIST_PEOPLE: _list_people,
}
answers(TABLE)
