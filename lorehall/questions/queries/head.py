"""The question itself: one statement that says what it is, who may see it, and what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from lorehall.bookmarks.queries import marked
from lorehall.communities.models import Stage
from lorehall.content.models import Follow, ItemKind
from lorehall.content.policy import may_see
from lorehall.content.queries.listing import LARGEST
from lorehall.drafts.queries import begun
from lorehall.kernel import policy
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.questions.models import HaveToo, Question
from lorehall.questions.policy import needs_reason
from lorehall.questions.queries.shapes import ItemRights, Seal
from lorehall.reading.queries.reader import COLUMNS, reader_columns

_ITEM = ("community_id", "room_id", "state", "title", "slug", "author_id", "created_at", "last_number")
_COUNTS = ("replies_count", "followers_count", "followers_base", "locked_at", "deleted_at", "deleted_by_id")
_ROOM = ("room__access", "room__public", "community__stage")
_OWN = ("too_count", "first_answer_at", "by_when", "tried_html", "deciding_html")
_SEAL = ("standing__post_id", "standing__by_id", "standing__by__name", "standing__at", "standing__reason")
FIELDS = (*(f"item__{name}" for name in (*_ITEM, *_COUNTS, *_ROOM)), *_OWN, *_SEAL)


class RoomLike(NamedTuple):
    id: int
    community_id: int
    access: str
    public: bool


class CommunityLike(NamedTuple):
    id: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The row of a question, shaped so that policy can be asked about it."""

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
    too_count: int
    first_answer_at: datetime | None
    by_when: date | None
    tried_html: str
    deciding_html: str
    seal: Seal | None
    followed: bool
    too_mine: bool
    draft_id: int | None
    """The viewer's answer that is begun and not sent."""
    saved: bool
    read_to: int
    since: datetime | None

    @property
    def kind(self) -> str:
        return ItemKind.QUESTION


def _question(p: Parameters) -> QuerySet[Question]:
    return Question.objects.filter(pk=p("item")).annotate(
        standing=FilteredRelation("confirmations", condition=Q(confirmations__ended_at=None))
    )


def _with_marks(p: Parameters) -> QuerySet[Question, tuple[Any, ...]]:
    questions = _question(p).annotate(
        followed=Exists(Follow.objects.filter(item=OuterRef("pk"), person_id=p("person"))),
        too_mine=Exists(HaveToo.objects.filter(question=OuterRef("pk"), person_id=p("person"))),
        draft=begun("answer", p("person")),
        saved=marked(p("person")),
        **reader_columns(p("person"), "item__"),
    )
    return questions.values_list(*FIELDS, "followed", "too_mine", "draft", "saved", *COLUMNS)


_for_visitors = prepare(lambda p: _question(p).values_list(*FIELDS))
_for_people = prepare(_with_marks)


def head(viewer: Viewer, item_id: int) -> Head:
    """The question; raises `Hidden` alike for what is not there and for what the viewer may not see. One statement."""
    if item_id >= LARGEST:
        raise Hidden
    person = viewer.person_id
    rows = _for_visitors(item=item_id) if person is None else _for_people(item=item_id, person=person)
    if not rows:
        raise Hidden
    found = _shaped(item_id, rows[0])
    if not may_see(viewer, found):  # type: ignore[arg-type]
        raise Hidden
    return found


def _shaped(item_id: int, row: tuple[Any, ...]) -> Head:
    community_id, room_id = row[0], row[1]
    marks: Sequence[Any] = row[27:] or (False, False, None, False, 0, None)
    return Head(
        id=item_id,
        community_id=community_id,
        room_id=room_id,
        state=row[2],
        title=row[3],
        slug=row[4],
        author_id=row[5],
        created_at=row[6],
        last_number=row[7],
        replies_count=row[8],
        followers=row[9] + row[10],
        locked_at=row[11],
        deleted_at=row[12],
        deleted_by_id=row[13],
        room=RoomLike(room_id, community_id, row[14], row[15]),
        community=CommunityLike(community_id, row[16] == Stage.CLOSED),
        too_count=row[17],
        first_answer_at=row[18],
        by_when=row[19],
        tried_html=row[20],
        deciding_html=row[21],
        seal=Seal(*row[22:27]) if row[22] is not None else None,
        followed=marks[0],
        too_mine=marks[1],
        draft_id=marks[2],
        saved=marks[3],
        read_to=marks[4],
        since=marks[5],
    )


def rights(viewer: Viewer, item: Any) -> ItemRights:
    """What the viewer may do with the question; `item` is a `Head` or the item itself."""

    def may(permission: Permission) -> bool:
        return policy.allows(permission, viewer, item)

    if viewer.person_id is None:
        no = policy.denial(Permission.ANSWER, viewer, item)
        return ItemRights(no, *(False,) * 10)
    return ItemRights(
        answer=policy.denial(Permission.ANSWER, viewer, item),
        confirm=may(Permission.CONFIRM),
        confirm_needs_reason=needs_reason(viewer, item),
        have_too=may(Permission.HAVE_TOO),
        ask_for_detail=may(Permission.ASK_FOR_DETAIL),
        close=may(Permission.CLOSE_AS_DUPLICATE),
        log=may(Permission.LOG_ANSWER),
        follow=may(Permission.FOLLOW),
        retag=may(Permission.RETAG),
        move=may(Permission.MOVE),
        lock=may(Permission.LOCK),
    )
