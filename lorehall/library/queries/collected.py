"""Collections as one viewer may see them, with how far they went. One statement a list, two a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lorehall.communities.models import Membership
from lorehall.communities.places import Place
from lorehall.kernel import clock
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.errors import Hidden
from lorehall.library.models import Collection, Done, Entry
from lorehall.library.queries.rows import FIELDS, Row, row_of
from lorehall.people.viewer import Viewer

NEW_FOR = timedelta(days=30)
"""So long members are shown the starter set first."""


@dataclass(frozen=True, slots=True)
class Course:
    """A collection in a list: how many pages the viewer may read of it, and how many they are done with."""

    id: int
    name: str
    slug: str
    about: str
    starter: bool
    pages: int
    done: int
    for_newcomer: bool
    """It is the starter set, and the viewer is new here."""


def _courses(p: Parameters) -> QuerySet[Collection, Any]:
    readable = Q(entries__item__room_id__in=p.many("rooms"), entries__item__deleted_at=None)
    mine = Q(entries__done__person_id=p("person"))
    new = Membership.objects.filter(
        community_id=OuterRef("community_id"), person_id=p("person"), joined_at__gte=p.moment("since")
    )
    return (
        Collection.objects.filter(community_id=p("community"), room_id__in=p.many("rooms"))
        .annotate(
            pages=Count("entries", filter=readable, distinct=True),
            gone=Count("entries", filter=readable & mine, distinct=True),
            new=Exists(new),
        )
        .order_by("-starter", "name", "id")
        .values_list("id", "name", "slug", "about", "starter", "pages", "gone", "new")
    )


_list = prepare(_courses)


def courses(viewer: Viewer, place: Place) -> list[Course]:
    """The collections of a community, the starter set first. Empty ones are for who keeps them."""
    if not place.reads:
        return []
    since = clock.now() - NEW_FOR
    rows = _list(community=place.id, rooms=place.room_ids, person=viewer.id, since=since)
    given: list[tuple[Any, ...]] = [(*row[:7], bool(row[7] and row[4])) for row in rows]
    found = [Course(*one) for one in given]
    return [course for course in found if course.pages or place.keeps]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a collection."""

    row: Row
    done: bool


@dataclass(frozen=True, slots=True)
class CoursePage:
    id: int
    name: str
    slug: str
    about: str
    starter: bool
    room_id: int
    pages: Sequence[Page]

    @property
    def done(self) -> int:
        return sum(page.done for page in self.pages)

    @property
    def next(self) -> Row | None:
        """The first that is not done."""
        return next((page.row for page in self.pages if not page.done), None)


_head = prepare(
    lambda p: Collection.objects.filter(
        community_id=p("community"), slug=p.text("slug"), room_id__in=p.many("rooms")
    ).values_list("id", "name", "slug", "about", "starter", "room_id")[:1]
)


def _entries(p: Parameters) -> QuerySet[Entry, Any]:
    done = Done.objects.filter(entry_id=OuterRef("pk"), person_id=p("person"))
    return (
        Entry.objects.filter(collection_id=p("collection"), item__room_id__in=p.many("rooms"), item__deleted_at=None)
        .annotate(gone=Exists(done))
        .order_by("position", "id")
        .values_list(*(f"item__{name}" for name in FIELDS), "gone")
    )


_pages = prepare(_entries)


def course_page(viewer: Viewer, place: Place, slug: str) -> CoursePage:
    """A collection with its pages, as far as the viewer reads them. Raises `Hidden`."""
    head = _head.first(community=place.id, slug=slug, rooms=place.room_ids) if place.reads else None
    if head is None:
        raise Hidden
    given: tuple[Any, ...] = (*head, pages_of(viewer, place, head[0]))
    return CoursePage(*given)


def pages_of(viewer: Viewer, place: Place, collection_id: int) -> list[Page]:
    """The pages of a collection that the viewer may know of. One statement."""
    rows = _pages(collection=collection_id, rooms=place.room_ids, person=viewer.id)
    return [Page(row_of(row), bool(row[-1])) for row in rows]
