"""A community's home, for one viewer: where they could be of use, what is new, who came. Six statements, and one more
for coordinators, and where something is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lorehall.bookmarks.queries import STAYS, Due, any_due, due
from lorehall.communities.models import CharterVersion, Membership
from lorehall.communities.places import Place
from lorehall.communities.queries.charter import reads_whole
from lorehall.communities.queries.joining import how_many_wait
from lorehall.content.models import Item, ItemKind, ItemTag
from lorehall.content.queries.listing import LIST_FIELDS, Row, row_of, tags_of
from lorehall.kernel import clock
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.pages.models import Visit
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Confirmation, HelpedOn, State
from lorehall.reading.queries.news import COLUMNS, News, said, with_news

NEW = 8
COULD_USE = 4
CANDIDATES = 40
STALE = timedelta(days=90)
NEWCOMERS = 3
FIRST = timedelta(days=7)
"""How far back a first visit looks."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new item; `helper` is who gave the answer that worked, `new` what is unread in it."""

    row: Row
    helper: str
    new: News | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that could use the viewer, and why: `confirmed` of their answers on its tags worked. `own` says that
    it is theirs, answered, and waits for their word.
    """

    row: Row
    confirmed: int
    own: bool


@dataclass(frozen=True, slots=True)
class Newcomer:
    name: str
    handle: str
    hue: int
    photo: str
    about: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """What happened since the visit before this one."""

    at: datetime
    questions: int
    answered: int


@dataclass(frozen=True, slots=True)
class Home:
    could_use: Sequence[Wanted]
    fresh: Sequence[Fresh]
    newcomers: Sequence[Newcomer]
    agenda: Sequence[str]
    about: str
    since: Since | None
    visited: datetime | None
    asking: int
    """How many ask to join: for coordinators, who answer."""
    due: Sequence[Due] = ()
    """What the viewer wanted to come back to by now."""


def home(viewer: Viewer, place: Place) -> Home:
    """Everything on the page, tags of both lists read together."""
    about, agenda, visited, before, is_due = _charter(viewer, place)
    fresh = _fresh(viewer, place) if place.reads else []
    wanted = _wanted(viewer, place) if place.is_member else []
    tags = tags_of([*(one.row.id for one in fresh), *(one.row.id for one in wanted)])
    return Home(
        could_use=[replace(one, row=replace(one.row, tags=tags.get(one.row.id, ()))) for one in wanted],
        fresh=[replace(one, row=replace(one.row, tags=tags.get(one.row.id, ()))) for one in fresh],
        newcomers=_newcomers(viewer, place) if place.is_member else (),
        agenda=agenda if reads_whole(place) else (),
        about=about,
        since=_since(place, before or clock.now() - FIRST) if place.is_member else None,
        visited=visited,
        asking=how_many_wait(place) if place.coordinates else 0,
        due=due(viewer, place) if is_due and place.is_member else (),
    )


def _charter(viewer: Viewer, place: Place) -> tuple[str, list[str], datetime | None, datetime | None, bool]:
    """What it is about, the learning agenda, the viewer's last visit and the one before, and whether something is due
    that they wanted to come back to, by one statement.
    """
    now = clock.now()
    given = {"community": place.id, "number": place.charter_number, "person": viewer.id}
    rows = _charters(**given, now=now, due_since=now - STAYS)
    return rows[0] if rows else ("", [], None, None, False)


def _charter_of(p: Parameters) -> QuerySet[CharterVersion, tuple[Any, ...]]:
    visits = Visit.objects.filter(community_id=p("community"), person_id=p("person"))
    charter = CharterVersion.objects.filter(community_id=p("community"), number=p("number")).annotate(
        visited=Subquery(visits.values("at")), before=Subquery(visits.values("before")), due=any_due(p)
    )
    return charter.values_list("about", "agenda", "visited", "before", "due")


_charters = prepare(_charter_of)


def _here(p: Parameters) -> QuerySet[Item]:
    """What stands in the rooms that the viewer may read."""
    return Item.objects.filter(community_id=p("community"), room_id__in=p.many("rooms"), deleted_at=None)


def _newest(p: Parameters) -> QuerySet[Item, tuple[Any, ...]]:
    stands = Confirmation.objects.filter(question_id=OuterRef("pk"), ended_at=None, post__deleted_at=None)
    helped = stands.values("post__author__name")
    items = with_news(_here(p), p("person")).annotate(helper=Subquery(helped)).order_by("-active_at", "-id")
    return items.values_list(*LIST_FIELDS, "helper", *COLUMNS)[:NEW]


_read_newest = prepare(_newest)


def _fresh(viewer: Viewer, place: Place) -> list[Fresh]:
    rows = _read_newest(community=place.id, rooms=place.room_ids, person=viewer.id)
    own = len(LIST_FIELDS)
    return [Fresh(row_of(row), row[own] or "", said(*row[own + 1 :])) for row in rows]


def _waiting(p: Parameters) -> QuerySet[Item, tuple[Any, ...]]:
    mine = Q(author_id=p("person"))
    waits = (Q(waiting=True) & ~mine) | (mine & Q(state=State.ANSWERED))
    tags = ItemTag.objects.filter(item_id=OuterRef(OuterRef("pk"))).values("tag_id")
    known = HelpedOn.objects.filter(person_id=p("person"), tag_id__in=tags).order_by("-confirmed")
    items = (
        _here(p)
        .filter(waits, kind=ItemKind.QUESTION, active_at__gte=p.moment("since"))
        .annotate(known=Coalesce(Subquery(known.values("confirmed")[:1]), Value(0)))
        .order_by("-active_at", "-id")
    )
    return items.values_list(*LIST_FIELDS, "known")[:CANDIDATES]


_read_waiting = prepare(_waiting)


def _wanted(viewer: Viewer, place: Place) -> list[Wanted]:
    """Of the questions that waited last: first those on what the viewer is known for, then those that wait longest;
    and the viewer's own that were answered, until they say what worked.
    """
    if not place.writes:
        return []
    since = clock.now() - STALE
    rows = _read_waiting(community=place.id, rooms=place.room_ids, person=viewer.id, since=since)
    found = [Wanted(row, row_known, row.author_id == viewer.person_id) for row, row_known in map(_with_known, rows)]
    found.sort(key=lambda one: (not one.own, -one.confirmed, one.row.created_at, one.row.id))
    return found[:COULD_USE]


def _with_known(values: tuple[Any, ...]) -> tuple[Row, int]:
    return row_of(values), values[-1]


_joined = prepare(
    lambda p: (
        Membership.objects.filter(community_id=p("community"), suspended_at=None, joined_at__gte=p.moment("since"))
        .exclude(person_id=p("but"))
        .order_by("-joined_at", "-id")
        .values_list("person__name", "person__handle", "person__hue", "person__photo", "person__about", "joined_at")
    )[:NEWCOMERS]
)


def _newcomers(viewer: Viewer, place: Place) -> list[Newcomer]:
    since = clock.now() - timedelta(days=30)
    return [Newcomer(*row) for row in _joined(community=place.id, since=since, but=viewer.id)]


def _asked_since(p: Parameters) -> QuerySet[Item, tuple[Any, ...]]:
    before = p.moment("before")
    asked = _here(p).filter(kind=ItemKind.QUESTION, active_at__gte=before, created_at__gte=before)
    counted = asked.order_by().values("kind").annotate(n=Count("id"), m=Count("id", filter=Q(replies_count__gt=0)))
    return counted.values_list("n", "m")


_count_asked = prepare(_asked_since)


def _since(place: Place, before: datetime) -> Since:
    """Counted over the rooms that the viewer reads."""
    rows = _count_asked(community=place.id, rooms=place.room_ids, before=before)
    asked, answered = rows[0] if rows else (0, 0)
    return Since(before, asked, answered)
