"""Make and keep rooms, and let people into those for invited members."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.facts import RoomChanged, RoomEntered, RoomLeft, RoomMade
from lorehall.communities.find import find_community, find_room, person_of
from lorehall.communities.models import Access, Community, Membership, Role, Room, RoomMember, Visibility
from lorehall.communities.policy import CLOSED, may_read
from lorehall.communities.rules.hold import hold
from lorehall.communities.rules.open import slugs
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Forbidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer

MOST_ROOMS = 60


def make_room(
    community_id: int, name: str, *, access: str = Access.WHOLE, about: str = "", slug: str = "", by: Viewer
) -> Room:
    """A new room. Whoever makes one for invited members is the first in it."""
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    name = writing.name(name, limit=writing.ROOM_NAME_LENGTH)
    about = writing.line(about, field="about", limit=writing.SUMMARY_LENGTH)
    _known_access(access)
    with transaction.atomic():
        community = hold(community_id)
        if community.is_closed:
            raise Forbidden(CLOSED.code, str(CLOSED.message))
        rooms = Room.objects.filter(community_id=community_id)
        if rooms.count() >= MOST_ROOMS:
            raise Refused("too_many", _("A community has at most %(count)d rooms.") % {"count": MOST_ROOMS})
        room = Room(
            community=community,
            name=name,
            about=about,
            access=access,
            public=_public(community, access),
            position=(rooms.aggregate(last=Max("position"))["last"] or 0) + 1,
            made_at=clock.now(),
        )
        _take_slug(room, slug or name)
        facts.record(RoomMade(community_id=community_id, by_id=person_of(by), room_id=room.pk))
        if access == Access.INVITED:
            _put_in(room, person_of(by), by_id=person_of(by))
    return room


def change_room(room_id: int, *, name: str, about: str = "", access: str, by: Viewer) -> Room:
    """Rename, describe, and say who reads it. What a room for invited members holds is opened to the whole
    community only by a coordinator who is in it. The first room is for all of it, always.
    """
    room = find_room(room_id, by)
    policy.require(Permission.COORDINATE, by, room.community)
    name = writing.name(name, limit=writing.ROOM_NAME_LENGTH)
    about = writing.line(about, field="about", limit=writing.SUMMARY_LENGTH)
    _known_access(access)
    with transaction.atomic():
        community = hold(room.community_id)
        room.refresh_from_db(fields=["access"])
        before = room.access
        _may_turn(room, access, by)
        room.name, room.about, room.access, room.public = name, about, access, _public(community, access)
        Room.objects.filter(pk=room_id).update(name=name, about=about, access=access, public=room.public)
        facts.record(
            RoomChanged(
                community_id=room.community_id,
                by_id=person_of(by),
                room_id=room_id,
                access_before=str(before),
                access_after=str(access),
            )
        )
        if access == Access.INVITED and before != access:
            _put_in(room, person_of(by), by_id=person_of(by))
    return room


def let_in(room_id: int, person_id: int, *, by: Viewer) -> None:
    """Let a member into a room for invited members; letting in twice is letting in once.

    Coordinators who are in the room do it; where none of them is left in it, any coordinator may.
    """
    room = find_room(room_id, by)
    policy.require(Permission.COORDINATE, by, room.community)
    with transaction.atomic():
        hold(room.community_id)
        _require_inside(room, by)
        if room.access != Access.INVITED:
            raise Refused("whole", _("This room is for the whole community. Nobody needs to be let in."))
        active = Membership.objects.filter(community_id=room.community_id, person_id=person_id, suspended_at=None)
        if not active.exists():
            raise Refused("not_a_member", _("Only members of this community can be let in."), "person")
        _put_in(room, person_id, by_id=person_of(by))


def let_out(room_id: int, person_id: int, *, by: Viewer) -> None:
    """Take somebody out of a room for invited members, or leave it oneself. Coordinators outside it take nobody out:
    else they could take out those inside, and then let themselves in.
    """
    room = find_room(room_id, by)
    if person_id != by.person_id:
        policy.require(Permission.COORDINATE, by, room.community)
    with transaction.atomic():
        hold(room.community_id)
        if person_id != by.person_id:
            _require_inside(room, by)
        gone, _rows = RoomMember.objects.filter(room_id=room_id, person_id=person_id).delete()
        if gone:
            facts.record(
                RoomLeft(
                    community_id=room.community_id,
                    by_id=person_of(by),
                    room_id=room_id,
                    person_id=person_id,
                )
            )


def _public(community: Community, access: str) -> bool:
    return community.visibility == Visibility.PUBLIC and access == Access.WHOLE


def _known_access(access: str) -> None:
    if access not in Access.values:
        raise Refused("unknown_choice", _("Choose one of those offered."), "access")


def _may_turn(room: Room, access: str, by: Viewer) -> None:
    """May the room's access become this?"""
    if room.is_first and access != Access.WHOLE:
        raise Refused("first_room", _("The first room stays open to the whole community."), "access")
    if room.access == Access.INVITED and access == Access.WHOLE and not may_read(by, room):
        raise Forbidden("not_in_room", _("Only coordinators who are in this room open it to everybody."))


def _take_slug(room: Room, name: str) -> None:
    """Under the first free address; the community is held, so looking is enough, and the constraint stands behind."""
    taken = set(Room.objects.filter(community_id=room.community_id).values_list("slug", flat=True))
    room.slug = next(slug for slug in slugs(name) if slug not in taken)
    room.save(force_insert=True)


def _put_in(room: Room, person_id: int, *, by_id: int) -> None:
    try:
        with transaction.atomic():
            RoomMember.objects.create(room=room, person_id=person_id, by_id=by_id, at=clock.now())
    except IntegrityError:
        return
    facts.record(RoomEntered(community_id=room.community_id, by_id=by_id, room_id=room.pk, person_id=person_id))


def _require_inside(room: Room, by: Viewer) -> None:
    """Raise `Forbidden` for a coordinator outside the room while another one is in it. The community is held."""
    if not may_read(by, room) and _has_coordinator(room):
        raise Forbidden("not_in_room", _("Only coordinators who are in this room say who is in it."))


def _has_coordinator(room: Room) -> bool:
    coordinators = Membership.objects.filter(community_id=room.community_id, role=Role.COORDINATOR, suspended_at=None)
    return RoomMember.objects.filter(room_id=room.pk, person_id__in=coordinators.values("person_id")).exists()
