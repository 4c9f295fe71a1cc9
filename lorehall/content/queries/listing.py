"""Lists of items, newest activity first, walked by key: page and neighbours cost the same however deep.

Two statements a page: the rows, and their tags.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from lorehall.content import addresses
from lorehall.content.models import Follow, Item, ItemTag
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.viewer import Viewer

SIZE = 20
LARGEST = 2**63
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
        return (_EPOCH + timedelta(microseconds=micros), item_id) if 0 <= item_id < LARGEST else None
    except (ValueError, OverflowError):
        return None


def followed(items: QuerySet[Item], viewer: Viewer) -> QuerySet[Item]:
    """Those of the items that the viewer follows."""
    return items.filter(pk__in=Follow.objects.filter(person_id=viewer.id).values("item_id"))


_tags = prepare(
    lambda p: (
        ItemTag.objects.filter(item_id__in=p.many("items"))
        .order_by("tag__slug")
        .values_list("item_id", "tag__name", "tag__slug")
    )
)


def tags_of(item_ids: Sequence[int]) -> dict[int, tuple[TagName, ...]]:
    """The tags of several items, by one statement."""
    found: dict[int, list[TagName]] = {}
    if item_ids:
        for item, name, slug in _tags(items=item_ids):
            found.setdefault(item, []).append(TagName(name, slug))
    return {item: tuple(names) for item, names in found.items()}


def row_of(values: Sequence[Any], tags: tuple[TagName, ...] = ()) -> Row:
    """A row out of the values of `LIST_FIELDS` (more may follow)."""
    rest: tuple[Any, ...] = (values[11] is not None, *values[12:17], tags)
    return Row(*values[:11], *rest)


class Key(NamedTuple):
    """Where a page of a list begins: right after this row, or `backwards` right before it."""

    active_at: datetime
    item_id: int
    backwards: bool


def key_of(after: str | None, before: str | None) -> Key | None:
    """The key that an address asks for; None for the beginning."""
    if found := read_cursor(after):
        return Key(*found, False)
    if found := read_cursor(before):
        return Key(*found, True)
    return None


def cut(items: QuerySet[Item], key: Key | None, size: int) -> QuerySet[Item, tuple[Any, ...]]:
    """The rows of a page, and one more that tells whether there is more. In `key` may stand parameters."""
    if key is None:
        return items.order_by("-active_at", "-id").values_list(*LIST_FIELDS)[: size + 1]
    at, item_id, backwards = key
    if backwards:
        items = items.filter(Q(active_at__gt=at) | Q(id__gt=item_id), active_at__gte=at).order_by("active_at", "id")
    else:
        items = items.filter(Q(active_at__lt=at) | Q(id__lt=item_id), active_at__lte=at).order_by("-active_at", "-id")
    return items.values_list(*LIST_FIELDS)[: size + 1]


def listed(found: Sequence[tuple[Any, ...]], key: Key | None, size: int) -> Listing:
    """A page out of what `cut` found."""
    more, backwards = len(found) > size, key is not None and key.backwards
    found = found[:size]
    if backwards:
        found = found[::-1]
    tags = tags_of([row[0] for row in found])
    rows = [row_of(row, tags.get(row[0], ())) for row in found]
    if not rows:
        return Listing((), None, None)
    has_older = backwards or more
    has_newer = key is not None and (not backwards or more)
    return Listing(
        rows,
        cursor(rows[0].active_at, rows[0].id) if has_newer else None,
        cursor(rows[-1].active_at, rows[-1].id) if has_older else None,
    )


def listing(items: QuerySet[Item], *, after: str | None = None, before: str | None = None, size: int = SIZE) -> Listing:
    """A page of `items` (already limited to what the viewer may see): those `after` a cursor, or the ones right
    `before` one, or the newest.
    """
    key = key_of(after, before)
    return listed(list(cut(items, key, size)), key, size)


class Walk:
    """`listing` for a list that is read often: its queries are compiled once. `choose` makes the items out of
    parameters, already limited to what the viewer may see.
    """

    def __init__(self, choose: Callable[[Parameters], QuerySet[Item]], *, size: int = SIZE) -> None:
        self.size = size
        self._newest = prepare(lambda p: cut(choose(p), None, size))
        self._older = prepare(lambda p: cut(choose(p), Key(p.moment("at"), p("key"), False), size))
        self._newer = prepare(lambda p: cut(choose(p), Key(p.moment("at"), p("key"), True), size))

    def __call__(self, *, after: str | None = None, before: str | None = None, **given: Any) -> Listing:
        """A page, like `listing`; `given` are the parameters of `choose`."""
        key = key_of(after, before)
        if key is None:
            return listed(self._newest(**given), None, self.size)
        read = self._newer if key.backwards else self._older
        return listed(read(**given, at=key.active_at, key=key.item_id), key, self.size)
