"""Lists of items, newest activity first, walked by key: page and neighbours cost the same however deep.

Two statements a page: the rows, and their tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from lorehall.content import addresses
from lorehall.content.models import Follow, Item, ItemTag
from lorehall.people.viewer import Viewer

SIZE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TagName(NamedTuple):
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item in a list."""

    id: int
    community_id: int
    room_id: int
    kind: str
    state: str
    waiting: bool
    title: str
    slug: str
    created_at: datetime
    active_at: datetime
    replies: int
    locked: bool
    author_id: int
    author_name: str
    author_handle: str
    active_by_id: int
    active_by_name: str
    tags: tuple[TagName, ...] = ()

    @property
    def url(self) -> str:
        return addresses.of_item(self.kind, self.id, self.slug)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of rows; `newer` and `older` are cursors to the neighbours, None at the ends."""

    rows: Sequence[Row]
    newer: str | None
    older: str | None


LIST_FIELDS = (
    "id",
    "community_id",
    "room_id",
    "kind",
    "state",
    "waiting",
    "title",
    "slug",
    "created_at",
    "active_at",
    "replies_count",
    "locked_at",
    "author_id",
    "author__name",
    "author__handle",
    "active_by_id",
    "active_by__name",
)


def cursor(active_at: datetime, item_id: int) -> str:
    """The key of a row as text for an address: microseconds since 1970, a dot, the id."""
    return f"{(active_at - _EPOCH) // timedelta(microseconds=1)}.{item_id}"


def read_cursor(text: str | None) -> tuple[datetime, int] | None:
    """The key again; None for what is no cursor (a list then starts at its beginning)."""
    try:
        micros, item_id = (int(part) for part in (text or "").split("."))
        return _EPOCH + timedelta(microseconds=micros), item_id
    except (ValueError, OverflowError):
        return None


def followed(items: QuerySet[Item], viewer: Viewer) -> QuerySet[Item]:
    """Those of the items that the viewer follows."""
    return items.filter(pk__in=Follow.objects.filter(person_id=viewer.id).values("item_id"))


def tags_of(item_ids: Sequence[int]) -> dict[int, tuple[TagName, ...]]:
    """The tags of several items, by one statement."""
    found: dict[int, list[TagName]] = {}
    if item_ids:
        tags = ItemTag.objects.filter(item_id__in=item_ids).order_by("tag__slug")
        for item, name, slug in tags.values_list("item_id", "tag__name", "tag__slug"):
            found.setdefault(item, []).append(TagName(name, slug))
    return {item: tuple(names) for item, names in found.items()}


def row_of(values: Sequence[Any], tags: tuple[TagName, ...] = ()) -> Row:
    """A row out of the values of `LIST_FIELDS` (more may follow)."""
    rest: tuple[Any, ...] = (values[11] is not None, *values[12:17], tags)
    return Row(*values[:11], *rest)


def listing(items: QuerySet[Item], *, after: str | None = None, before: str | None = None, size: int = SIZE) -> Listing:
    """A page of `items` (already limited to what the viewer may see): those `after` a cursor, or the ones right
    `before` one, or the newest.
    """
    older, newer = read_cursor(after), read_cursor(before)
    backwards = older is None and newer is not None
    if older is not None:
        items = items.filter(Q(active_at__lt=older[0]) | Q(id__lt=older[1]), active_at__lte=older[0])
    elif newer is not None:
        items = items.filter(Q(active_at__gt=newer[0]) | Q(id__gt=newer[1]), active_at__gte=newer[0])
    order = ("active_at", "id") if backwards else ("-active_at", "-id")
    found = list(items.order_by(*order).values_list(*LIST_FIELDS)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    tags = tags_of([row[0] for row in found])
    rows = [row_of(row, tags.get(row[0], ())) for row in found]
    if not rows:
        return Listing((), None, None)
    has_older = backwards or more
    has_newer = older is not None or (backwards and more)
    return Listing(
        rows,
        cursor(rows[0].active_at, rows[0].id) if has_newer else None,
        cursor(rows[-1].active_at, rows[-1].id) if has_older else None,
    )
