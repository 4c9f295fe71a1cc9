"""The practice itself: one statement that says what it is, who may see it, who keeps it, and what replaces it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from lorehall.bookmarks.queries import marked
from lorehall.communities.models import Stage as CommunityStage
from lorehall.communities.policy import may_read
from lorehall.content import addresses
from lorehall.content.models import Follow, ItemKind
from lorehall.content.policy import may_see
from lorehall.content.queries.listing import LARGEST
from lorehall.drafts.queries import begun
from lorehall.kernel import clock
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Practice
from lorehall.practice.queries.keeping import KEEPING, Asked, keeping_columns
from lorehall.reading.queries.reader import COLUMNS, reader_columns

_ITEM = (
    "item__community_id",
    "item__room_id",
    "item__state",
    "item__title",
    "item__slug",
    "item__author_id",
    "item__created_at",
    "item__last_number",
    "item__replies_count",
    "item__followers_count",
    "item__locked_at",
    "item__deleted_at",
    "item__deleted_by_id",
    "item__room__access",
    "item__room__public",
    "item__community__stage",
)
_OWN = (
    "shape",
    "language",
    "toc",
    "review_on",
    "reviewed_at",
    "asked_at",
    "state_at",
    "state_reason",
    "level",
    "level_at",
    "evidence",
    "used_count",
    "failed_count",
    "readers_count",
    "steward_id",
    "stewarded_at",
    "translates_id",
)
_STEWARD = ("steward__name", "steward__handle", "steward__photo", "steward__hue")
_NEXT = ("id", "title", "slug", "deleted_at", "room_id", "community_id", "room__access", "room__public")
_FIELDS = (*_ITEM, *_OWN, *_STEWARD, *(f"superseded_by__{name}" for name in _NEXT), *KEEPING)
# As `Head` names them.
_NAMES = (*(name.removeprefix("item__").replace("followers_count", "followers") for name in _ITEM[:13]), *_OWN)
_MARKS = ("followed", "saved", "draft", "seen_number", "seen_before", "seen_used", "seen_at")


class RoomLike(NamedTuple):
    """What the rule asks of a room."""

    id: int
    community_id: int
    access: str
    public: bool


class CommunityLike(NamedTuple):
    id: int
    is_closed: bool


class Face(NamedTuple):
    """A person as pages print them. `url` is "" for visitors, who read names and no profiles."""

    id: int
    name: str
    handle: str
    photo: str
    hue: int
    url: str = ""


class Pointer(NamedTuple):
    """A link to another item; without an address where the viewer may not read it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The version that the viewer read before this page, and the one they used; 0 for none."""

    number: int = 0
    before: int = 0
    used: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The row of a practice, shaped so that policy can be asked about it."""

    id: int
    community_id: int
    room_id: int
    state: str
    title: str
    slug: str
    author_id: int
    created_at: datetime
    last_number: int
    replies_count: int
    followers: int
    locked_at: datetime | None
    deleted_at: datetime | None
    deleted_by_id: int | None
    room: RoomLike
    community: CommunityLike
    shape: str
    language: str
    toc: list[list[Any]]
    review_on: date | None
    reviewed_at: datetime | None
    asked_at: datetime | None
    state_at: datetime
    state_reason: str
    level: str
    level_at: datetime
    evidence: Mapping[str, Any]
    used_count: int
    failed_count: int
    readers_count: int
    steward_id: int | None
    stewarded_at: datetime | None
    translates_id: int | None
    steward: Face | None
    superseded_by: Pointer | None
    """What replaces it; without title and address where the viewer may not read that."""
    followed: bool
    saved: bool
    draft_id: int | None
    """What the viewer began to say about it."""
    keeping: Asked
    """What is asked of those who keep it."""
    seen: Seen
    read_to: int
    since: datetime | None

    @property
    def practice(self) -> Head:
        """As an item has it: policy asks an item for its practice."""
        return self

    @property
    def overdue(self) -> bool:
        return self.review_on is not None and self.review_on < clock.now().date()

    @property
    def kind(self) -> str:
        return ItemKind.PRACTICE

    @property
    def url(self) -> str:
        return addresses.of_item(ItemKind.PRACTICE, self.id, self.slug)

    @property
    def act(self) -> str:
        """What the addresses of its acts begin with."""
        return f"/i/{self.id}"


def _practice(p: Parameters) -> QuerySet[Practice]:
    return Practice.objects.filter(pk=p("item")).annotate(**keeping_columns())


def _with_marks(p: Parameters) -> QuerySet[Practice, tuple[Any, ...]]:
    found = _practice(p).annotate(
        mine=FilteredRelation("seen", condition=Q(seen__person_id=p("person"))),
        followed=Exists(Follow.objects.filter(item=OuterRef("pk"), person_id=p("person"))),
        saved=marked(p("person")),
        draft=begun("discuss", p("person")),
        **reader_columns(p("person"), "item__"),
    )
    found = found.annotate(
        seen_number=F("mine__number"), seen_before=F("mine__before"), seen_used=F("mine__used"), seen_at=F("mine__at")
    )
    return found.values_list(*_FIELDS, *_MARKS, *COLUMNS)


_for_visitors = prepare(lambda p: _practice(p).values_list(*_FIELDS))
_for_people = prepare(_with_marks)
_UNMARKED = (False, False, None, None, None, None, None, 0, None)


def head(viewer: Viewer, item_id: int) -> Head:
    """The practice; raises `Hidden` alike for what is not there and for what the viewer may not see. One statement."""
    if item_id >= LARGEST:
        raise Hidden
    person = viewer.person_id
    rows = _for_visitors(item=item_id) if person is None else _for_people(item=item_id, person=person)
    if not rows:
        raise Hidden
    found = _shaped(item_id, rows[0], viewer)
    if not may_see(viewer, found):  # type: ignore[arg-type]  # a row that has what the rule asks for
        raise Hidden
    return found


def _shaped(item_id: int, row: tuple[Any, ...], viewer: Viewer) -> Head:
    item, own = row[:16], row[16:33]
    steward, following, asked, marks = row[33:37], row[37:45], row[45:52], row[52:] or _UNMARKED
    community_id, room_id = item[0], item[1]
    known: dict[str, Any] = dict(zip(_NAMES, (*item[:13], *own), strict=True))
    return Head(
        id=item_id,
        room=RoomLike(room_id, community_id, item[13], item[14]),
        community=CommunityLike(community_id, item[15] == CommunityStage.CLOSED),
        steward=face((own[14], *steward), viewer) if own[14] is not None else None,
        superseded_by=_pointer(following, viewer) if following[0] is not None else None,
        keeping=Asked(asked[0] or 0, *asked[1:]),
        followed=bool(marks[0]),
        saved=bool(marks[1]),
        draft_id=marks[2],
        seen=Seen(marks[3] or 0, marks[4] or 0, marks[5] or 0, marks[6]),
        read_to=marks[7] or 0,
        since=marks[8],
        **known,
    )


def face(row: Sequence[Any], viewer: Viewer) -> Face:
    """(id, name, handle, photo, hue) as this viewer reads a person."""
    person_id, name, handle, photo, hue = row
    return Face(person_id, name, handle, photo, hue, f"/people/{handle}" if viewer.signed_in else "")


def _pointer(row: tuple[Any, ...], viewer: Viewer) -> Pointer:
    item_id, title, slug, deleted_at, *room = row
    if deleted_at is not None or not may_read(viewer, RoomLike(*room)):
        return Pointer("", "")
    return Pointer(title, addresses.of_item(ItemKind.PRACTICE, item_id, slug))
