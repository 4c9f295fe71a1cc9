"""A community's home, for one viewer: where they could be of use, what is new, who came. Six statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lorehall.communities.models import CharterVersion, Membership
from lorehall.communities.places import Place
from lorehall.content.models import Item, ItemKind, ItemTag
from lorehall.content.policy import visible
from lorehall.content.queries.listing import LIST_FIELDS, Row, row_of, tags_of
from lorehall.kernel import clock
from lorehall.pages.models import Visit
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Confirmation, HelpedOn, State

NEW = 8
COULD_USE = 4
CANDIDATES = 40
STALE = timedelta(days=90)
NEWCOMERS = 3
FIRST = timedelta(days=7)
"""How far back a first visit looks."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new item; `helper` is who gave the answer that worked."""

    row: Row
    helper: str


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


def home(viewer: Viewer, place: Place) -> Home:
    """Everything on the page, tags of both lists read together."""
    about, agenda, visited, before = _charter(viewer, place)
    fresh = _fresh(viewer, place) if place.reads else []
    wanted = _wanted(viewer, place) if place.is_member else []
    tags = tags_of([*(one.row.id for one in fresh), *(one.row.id for one in wanted)])
    return Home(
        could_use=[replace(one, row=replace(one.row, tags=tags.get(one.row.id, ()))) for one in wanted],
        fresh=[replace(one, row=replace(one.row, tags=tags.get(one.row.id, ()))) for one in fresh],
        newcomers=_newcomers(viewer, place) if place.is_member else (),
        agenda=agenda,
        about=about,
        since=_since(place, before or clock.now() - FIRST) if place.is_member else None,
        visited=visited,
    )


def _charter(viewer: Viewer, place: Place) -> tuple[str, list[str], datetime | None, datetime | None]:
    """What it is about, the learning agenda, and the viewer's last visit and the one before, by one statement."""
    visits = Visit.objects.filter(community_id=place.id, person_id=viewer.id)
    charter = CharterVersion.objects.filter(community_id=place.id, number=place.charter_number).annotate(
        visited=Subquery(visits.values("at")), before=Subquery(visits.values("before"))
    )
    return charter.values_list("about", "agenda", "visited", "before").first() or ("", [], None, None)


def _here(viewer: Viewer, place: Place) -> QuerySet[Item]:
    return visible(viewer).filter(community_id=place.id)


def _fresh(viewer: Viewer, place: Place) -> list[Fresh]:
    helped = Confirmation.objects.filter(question_id=OuterRef("pk"), ended_at=None).values("post__author__name")
    items = _here(viewer, place).annotate(helper=Subquery(helped)).order_by("-active_at", "-id")
    return [Fresh(row_of(row), row[-1] or "") for row in items.values_list(*LIST_FIELDS, "helper")[:NEW]]


def _wanted(viewer: Viewer, place: Place) -> list[Wanted]:
    """Of the questions that waited last: first those on what the viewer is known for, then those that wait longest;
    and the viewer's own that were answered, until they say what worked.
    """
    if not place.writes:
        return []
    mine = Q(author_id=viewer.person_id)
    waits = (Q(waiting=True) & ~mine) | (mine & Q(state=State.ANSWERED))
    tags = ItemTag.objects.filter(item_id=OuterRef(OuterRef("pk"))).values("tag_id")
    known = HelpedOn.objects.filter(person_id=viewer.id, tag_id__in=tags).order_by("-confirmed")
    items = (
        _here(viewer, place)
        .filter(waits, kind=ItemKind.QUESTION, active_at__gte=clock.now() - STALE)
        .annotate(known=Coalesce(Subquery(known.values("confirmed")[:1]), Value(0)))
        .order_by("-active_at", "-id")
    )
    rows = items.values_list(*LIST_FIELDS, "known")[:CANDIDATES]
    found = [Wanted(row, row_known, row.author_id == viewer.person_id) for row, row_known in map(_with_known, rows)]
    found.sort(key=lambda one: (not one.own, -one.confirmed, one.row.created_at, one.row.id))
    return found[:COULD_USE]


def _with_known(values: tuple[Any, ...]) -> tuple[Row, int]:
    return row_of(values), values[-1]


def _newcomers(viewer: Viewer, place: Place) -> list[Newcomer]:
    since = clock.now() - timedelta(days=30)
    joined = Membership.objects.filter(community_id=place.id, suspended_at=None, joined_at__gte=since)
    people = (
        joined.exclude(person_id=viewer.id)
        .order_by("-joined_at", "-id")
        .values_list("person__name", "person__handle", "person__hue", "person__photo", "person__about", "joined_at")
    )
    return [Newcomer(*row) for row in people[:NEWCOMERS]]


def _since(place: Place, before: datetime) -> Since:
    """Counted over the rooms that the viewer reads."""
    asked = Item.objects.filter(
        community_id=place.id,
        room_id__in=place.room_ids,
        kind=ItemKind.QUESTION,
        deleted_at=None,
        active_at__gte=before,
        created_at__gte=before,
    )
    found = asked.aggregate(n=Count("id"), answered=Count("id", filter=Q(replies_count__gt=0)))
    return Since(before, found["n"], found["answered"])
