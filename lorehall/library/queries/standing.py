"""Where a practice stands: its way through the topic map, and the pages before and after it in collections. One
statement, for its page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from lorehall.communities.policy import as_reader, keeps, reading_as
from lorehall.content import addresses
from lorehall.content.models import ItemKind
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.library.models import Done, Entry, Placement
from lorehall.people.viewer import Viewer
from lorehall.practice.queries.head import Head

MOST = 3
"""Collections that a practice's page shows it in."""


@dataclass(frozen=True, slots=True)
class Step:
    """A page of a collection."""

    id: int
    title: str
    slug: str
    done: bool

    @property
    def url(self) -> str:
        return addresses.of_item(ItemKind.PRACTICE, self.id, self.slug)


@dataclass(frozen=True, slots=True)
class Within:
    """A collection that the practice is in: `number` is its place among `pages` that the viewer reads."""

    id: int
    name: str
    slug: str
    number: int
    pages: int
    here: Step
    before: Step | None
    after: Step | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`trail` is the way through the map, (name, slug) each; `act` what the addresses of the practice's acts begin
    with, `keeps` whether the viewer may change where it stands.
    """

    trail: Sequence[tuple[str, str]]
    within: Sequence[Within]
    place: str
    act: str
    keeps: bool
    signed_in: bool


_COLUMNS = ("course", "place_", "row", "page", "community", "name_", "slug_", "title_", "page_slug", "gone")


def _all(p: Parameters) -> QuerySet[Any, Any]:
    """The way through the map as one row, then the pages of all collections that it is in."""
    item = p("item")
    words, number = TextField(), IntegerField()
    none, zero = Value("", output_field=words), Value(0, output_field=number)
    done = Done.objects.filter(entry_id=OuterRef("pk"), person_id=p("person"))
    here = Entry.objects.filter(item_id=item).values("collection_id")
    readable = reading_as(p, "collection__room") & reading_as(p, "item__room")
    entries = Entry.objects.filter(readable, collection_id__in=here, item__deleted_at=None).annotate(
        course=F("collection_id"),
        place_=F("position"),
        row=F("id"),
        page=F("item_id"),
        community=F("collection__community__slug"),
        name_=Cast("collection__name", words),
        slug_=Cast("collection__slug", words),
        title_=Cast("item__title", words),
        page_slug=Cast("item__slug", words),
        gone=Case(When(Exists(done), then=Value(1)), default=Value(0), output_field=number),
    )
    trail = Placement.objects.filter(item_id=item).annotate(
        course=zero,
        place_=zero,
        row=zero,
        page=F("item_id"),
        community=F("topic__community__slug"),
        name_=Cast("topic__trail", words),
        slug_=none,
        title_=none,
        page_slug=none,
        gone=zero,
    )
    return trail.values_list(*_COLUMNS).union(entries.values_list(*_COLUMNS), all=True)


_read = prepare(_all)


def standing(viewer: Viewer, head: Head) -> tuple[str, Standing] | None:
    """For the practice's page: a template and what it prints; None where there is nothing to say."""
    rows = sorted(_read(item=head.id, person=viewer.id, **as_reader(viewer)), key=lambda row: row[:3])
    trail = [(str(name), str(slug)) for row in rows if not row[0] for name, slug in json.loads(row[5])]
    courses: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        if row[0]:
            courses.setdefault(row[0], []).append(row)
    within = [_within(pages, head.id) for pages in courses.values() if any(page[3] == head.id for page in pages)]
    mine = keeps(viewer, head.community_id)
    if not (trail or within or mine):
        return None
    slug = rows[0][4] if rows else ""
    found = Standing(trail, within[:MOST], slug, head.act, mine, viewer.signed_in)
    return "library/standing.html", found


def _within(pages: Sequence[tuple[Any, ...]], item_id: int) -> Within:
    steps = [Step(row[3], row[7], row[8], bool(row[9])) for row in pages]
    at = next(number for number, step in enumerate(steps) if step.id == item_id)
    before = steps[at - 1] if at else None
    after = steps[at + 1] if at + 1 < len(steps) else None
    return Within(pages[0][0], pages[0][5], pages[0][6], at + 1, len(steps), steps[at], before, after)
