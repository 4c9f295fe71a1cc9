"""Where a page stands: a community as one viewer may see it, with its rooms, by one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from lorehall.communities.models import Role, Room, Stage, Visibility
from lorehall.communities.policy import coordinates, may_know_room, may_read
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer


class RoomHead(NamedTuple):
    """A room as far as the rule and the rail need it."""

    id: int
    community_id: int
    slug: str
    name: str
    about: str
    access: str
    public: bool
    is_first: bool

    @property
    def private(self) -> bool:
        return self.access == "invited"


@dataclass(frozen=True, slots=True)
class Place:
    """A community and the rooms that the viewer may read (`rooms`) or, as a coordinator, knows of (`known_rooms`)."""

    id: int
    slug: str
    name: str
    summary: str
    hue: int
    kind: str
    visibility: str
    joining: str
    stage: str
    language: str
    members_count: int
    charter_number: int
    opened_at: datetime
    role: str | None
    rooms: tuple[RoomHead, ...] = field(default=())
    known_rooms: tuple[RoomHead, ...] = field(default=())

    @property
    def is_member(self) -> bool:
        return self.role is not None

    @property
    def coordinates(self) -> bool:
        return self.role == Role.COORDINATOR

    @property
    def keeps(self) -> bool:
        return self.role in {Role.COORDINATOR, Role.STEWARD}

    @property
    def writes(self) -> bool:
        """May start things here: a member other than a sponsor, and the community is not closed."""
        return self.role is not None and self.role != Role.SPONSOR and not self.is_closed

    @property
    def reads(self) -> bool:
        """May read at least one room."""
        return bool(self.rooms)

    @property
    def is_closed(self) -> bool:
        return self.stage == Stage.CLOSED

    @property
    def room_ids(self) -> list[int]:
        return [room.id for room in self.rooms]

    @property
    def first_room(self) -> RoomHead:
        return next(room for room in self.rooms if room.is_first)

    def room(self, slug: str) -> RoomHead:
        """The readable room with this slug; raises `Hidden`."""
        for room in self.rooms:
            if room.slug == slug:
                return room
        raise Hidden

    def room_by_id(self, room_id: int) -> RoomHead:
        """The readable room with this id; raises `Hidden`."""
        for room in self.rooms:
            if room.id == room_id:
                return room
        raise Hidden


_COMMUNITY = (
    "id",
    "slug",
    "name",
    "summary",
    "hue",
    "kind",
    "visibility",
    "joining",
    "stage",
    "language",
    "members_count",
    "charter_number",
    "opened_at",
)
_ROOM = ("id", "community_id", "slug", "name", "about", "access", "public", "is_first")


_FIELDS = (*(f"community__{name}" for name in _COMMUNITY), *_ROOM)
_rooms = Room.objects.order_by("position", "id")
_by_slug = prepare(lambda p: _rooms.filter(community__slug=p.text("slug")).values_list(*_FIELDS))
_by_id = prepare(lambda p: _rooms.filter(community_id=p("id")).values_list(*_FIELDS))


def place(viewer: Viewer, *, slug: str | None = None, community_id: int | None = None) -> Place:
    """The community by its slug or id, as the viewer may see it. One query; raises `Hidden`."""
    rows = _by_slug(slug=slug) if slug is not None else _by_id(id=community_id)
    if not rows:
        raise Hidden
    head = rows[0][: len(_COMMUNITY)]
    if head[6] == Visibility.SECRET and head[0] not in viewer.memberships:
        raise Hidden
    heads = [RoomHead(*row[len(_COMMUNITY) :]) for row in rows]
    read = tuple(room for room in heads if may_read(viewer, room))
    leads = coordinates(viewer, head[0])
    known = tuple(room for room in heads if may_know_room(viewer, room)) if leads else read
    mine = (viewer.memberships.get(head[0]), read, known)
    return Place(*(*head, *mine))
