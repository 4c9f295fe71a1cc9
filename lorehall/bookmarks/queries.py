"""Read models of bookmarks. The list: one statement. What is due on a community's home: one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lorehall.bookmarks.models import Bookmark
from lorehall.communities.places import Place
from lorehall.content import addresses
from lorehall.content.policy import visible
from lorehall.content.queries.listing import LARGEST
from lorehall.kernel import clock
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.errors import Hidden
from lorehall.kernel.text import excerpt, plain
from lorehall.people.viewer import Viewer

SIZE = 30
STAYS = timedelta(days=14)
"""How long what is due stays on the home page, if nobody says that they came back."""


@dataclass(frozen=True, slots=True)
class Row:
    """A bookmark. `title`, `url` and `words` are empty where its owner may no longer read what it is about."""

    id: int
    title: str
    url: str
    words: str
    author: str
    kind: str
    note: str
    made_at: datetime
    remind_on: date | None
    due: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of bookmarks; `older` is the cursor of the next one, None at the end."""

    rows: Sequence[Row]
    older: str | None


_FIELDS = (
    "id",
    "note",
    "made_at",
    "remind_on",
    "remind_at",
    "readable",
    "item_id",
    "item__title",
    "item__slug",
    "item__kind",
    "item__author__name",
    "post_id",
    "post__number",
    "post__html",
    "post__author__name",
    "post__deleted_at",
)


def marked(person: Any, item: str = "pk") -> Exists:
    """Whether a person has put an item by, for the statement of the item's page; `item` is the path to it."""
    return Exists(Bookmark.objects.filter(person_id=person, item_id=OuterRef(item), post=None))


def shelf(viewer: Viewer, show: str = "", words: str = "", *, before: str = "") -> Shelf:
    """The viewer's bookmarks, newest first; `show` "due" is those with a day, the next first. Every one of `words`
    stands in the note, or in the title of what may be read.
    """
    found = _own(viewer)
    for word in words.split()[:8]:
        found = found.filter(Q(note__icontains=word) | Q(readable=True, item__title__icontains=word))
    if show == "due":
        found = found.filter(remind_at__isnull=False).order_by("remind_at", "id")
        return Shelf([_row(row) for row in found.values_list(*_FIELDS)[: 4 * SIZE]], None)
    if before.isascii() and before.isdigit() and len(before) < 20 and int(before) < LARGEST:
        found = found.filter(pk__lt=int(before))
    rows = [_row(row) for row in found.order_by("-id").values_list(*_FIELDS)[: SIZE + 1]]
    return Shelf(rows[:SIZE], str(rows[SIZE - 1].id) if len(rows) > SIZE else None)


def own(viewer: Viewer, bookmark_id: int) -> Row:
    """One of the viewer's; raises `Hidden`."""
    rows = _own(viewer).filter(pk=bookmark_id).values_list(*_FIELDS)
    if not rows:
        raise Hidden
    return _row(rows[0])


def own_rows(viewer: Viewer, ids: Sequence[int]) -> list[Row]:
    """Those of the viewer's own that are about something they may read."""
    rows = _own(viewer).filter(pk__in=ids, readable=True, item__deleted_at=None).order_by("remind_at", "id")
    return [_row(row) for row in rows.values_list(*_FIELDS)]


def about(viewer: Viewer, *, item_id: int | None = None, post_id: int | None = None) -> Row | None:
    """The viewer's bookmark of an item or a post, if there is one."""
    here = {"post_id": post_id} if item_id is None else {"item_id": item_id, "post_id": None}
    rows = _own(viewer).filter(**here).values_list(*_FIELDS)
    return _row(rows[0]) if rows else None


def _own(viewer: Viewer) -> QuerySet[Any]:
    readable = Exists(visible(viewer, deleted=True).filter(pk=OuterRef("item_id")))
    return Bookmark.objects.filter(person_id=viewer.id).annotate(readable=readable)


def _row(row: tuple[Any, ...]) -> Row:
    named = dict(zip(_FIELDS, row, strict=True))
    due = named["remind_at"] is not None and named["remind_at"] <= clock.now()
    common = (named["note"], named["made_at"], named["remind_on"], due)
    if not named["readable"]:
        return Row(named["id"], "", "", "", "", "", *common)
    kind, item_id, slug = named["item__kind"], named["item_id"], named["item__slug"]
    if named["post_id"] is None:
        url, words, author = addresses.of_item(kind, item_id, slug), "", named["item__author__name"]
    else:
        url = addresses.of_post(kind, item_id, slug, named["post_id"], named["post__number"])
        stands = named["post__deleted_at"] is None
        words = excerpt(plain(named["post__html"]), 160) if stands else ""
        author = named["post__author__name"]
    return Row(named["id"], named["item__title"], url, words, author, kind, *common)


@dataclass(frozen=True, slots=True)
class Due:
    """What a person wanted to come back to."""

    id: int
    title: str
    url: str
    note: str


def any_due(p: Parameters) -> Exists:
    """Whether anything may be due for `person` in `community`, `now` and since `due_since`, for a statement that is
    prepared. What of it may be read, `due` says.
    """
    return Exists(
        Bookmark.objects.filter(
            person_id=p("person"),
            item__community_id=p("community"),
            remind_at__lte=p.moment("now"),
            remind_at__gt=p.moment("due_since"),
        )
    )


_due = prepare(
    lambda p: (
        Bookmark.objects.filter(
            person_id=p("person"),
            remind_at__lte=p.moment("now"),
            remind_at__gt=p.moment("since"),
            item__room_id__in=p.many("rooms"),
            item__deleted_at=None,
        )
        .order_by("remind_at", "id")
        .values_list("id", "note", "item_id", "item__title", "item__slug", "item__kind", "post_id", "post__number")[:5]
    )
)


def due(viewer: Viewer, place: Place) -> list[Due]:
    """What is due in a community, for its home page. One statement; what may not be read is left out."""
    now = clock.now()
    rows = _due(person=viewer.id, now=now, since=now - STAYS, rooms=place.room_ids)
    return [Due(row[0], row[3], _url(row), row[1]) for row in rows]


def _url(row: tuple[Any, ...]) -> str:
    _, _, item_id, _, slug, kind, post_id, number = row
    if post_id is None:
        return addresses.of_item(kind, item_id, slug)
    return addresses.of_post(kind, item_id, slug, post_id, number)
