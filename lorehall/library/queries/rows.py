"""Lists of practices, walked by key: what a library chooses by, and in which orders it shows it.

Two statements a page: the rows, and their tags.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lorehall.communities.places import Place
from lorehall.content import addresses
from lorehall.content.models import Item, ItemKind, ItemTag
from lorehall.content.queries.listing import LARGEST, TagName, tags_of
from lorehall.library.standings import LEVELS, STANDING
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Level, Shape, State

SIZE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Row:
    """A practice in a list. `bars` is how many of the five bars are full; `room` is "" for the first one."""

    id: int
    title: str
    slug: str
    state: str
    level: str
    shape: str
    language: str
    steward: str
    review_on: date | None
    used: int
    failed: int
    created_at: datetime
    room: str
    tags: tuple[TagName, ...] = ()

    @property
    def url(self) -> str:
        return addresses.of_item(ItemKind.PRACTICE, self.id, self.slug)

    @property
    def bars(self) -> int:
        return LEVELS[self.level]

    @property
    def level_words(self) -> str:
        return str(Level(self.level).label)

    @property
    def shape_words(self) -> str:
        return "" if self.shape == Shape.PRACTICE else str(Shape(self.shape).label)

    @property
    def due(self) -> bool:
        return self.state == State.REVIEW_DUE


FIELDS = (
    "id",
    "title",
    "slug",
    "state",
    "practice__level",
    "practice__shape",
    "practice__language",
    "practice__steward__name",
    "practice__review_on",
    "practice__used_count",
    "practice__failed_count",
    "created_at",
    "room__name",
    "room__is_first",
)


def row_of(values: Sequence[Any], tags: tuple[TagName, ...] = ()) -> Row:
    """A row out of the values of `FIELDS`; more may follow."""
    *kept, room, is_first = values[: len(FIELDS)]
    kept[7] = kept[7] or ""
    rest: tuple[Any, ...] = (*kept, "" if is_first else room, tags)
    return Row(*rest)


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a list is to hold; empty for anything. `state` "" means what stands, "any" all; `keeper` is "none" or
    "me"; `placed` False asks for what stands nowhere in the map.
    """

    level: str = ""
    state: str = ""
    shape: str = ""
    language: str = ""
    tag: str = ""
    keeper: str = ""
    placed: bool | None = None

    @property
    def anything(self) -> bool:
        return self == Sieve()


def practices(place: Place) -> QuerySet[Item]:
    """The practices of a community in the rooms that the viewer reads."""
    return Item.objects.filter(
        community_id=place.id, kind=ItemKind.PRACTICE, room_id__in=place.room_ids, deleted_at=None
    )


def sifted(place: Place, viewer: Viewer, sieve: Sieve) -> QuerySet[Item]:
    """Those that the sieve lets through."""
    items = practices(place)
    if sieve.state != "any":
        items = items.filter(state__in=[sieve.state] if sieve.state else STANDING)
    exact = {"practice__level": sieve.level, "practice__shape": sieve.shape, "practice__language": sieve.language}
    items = items.filter(**{name: value for name, value in exact.items() if value})
    if sieve.tag:
        items = items.filter(pk__in=ItemTag.objects.filter(tag__slug=sieve.tag).values("item_id"))
    if sieve.keeper:
        items = items.filter(practice__steward_id=viewer.person_id if sieve.keeper == "me" else None)
    if sieve.placed is not None:
        items = items.filter(placement__isnull=not sieve.placed)
    return items


class Order(NamedTuple):
    """A key to walk by, largest first where `falling`, and how it stands in an address."""

    key: Any
    falling: bool
    write: Callable[[Any], object]
    read: Callable[[str], Any]


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _number(text: str) -> int:
    number = int(text)
    if not -LARGEST <= number < LARGEST:
        raise ValueError(text)
    return number


def _small(text: str) -> int:
    return max(-1, min(_number(text), 2**31 - 1))


_level = Case(
    *(When(practice__level=name, then=Value(number)) for name, number in LEVELS.items()),
    default=Value(0),
    output_field=IntegerField(),
)
ORDERS = {
    "newest": Order(F("created_at"), True, _micros, lambda text: _EPOCH + timedelta(microseconds=_number(text))),
    "used": Order(F("practice__used_count"), True, str, _small),
    "evidence": Order(_level, True, str, _small),
    "review": Order(
        Coalesce("practice__review_on", Value(_NEVER)),
        False,
        lambda day: day.toordinal(),
        lambda text: date.fromordinal(_number(text)),
    ),
    "title": Order(F("slug"), False, str, lambda text: text.replace("\0", "")[:80]),
}


class Key(NamedTuple):
    """Where a page begins: behind this row, or `backwards` before it."""

    value: Any
    item_id: int
    backwards: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of rows; `newer` and `older` are cursors to the neighbours, "" at the ends."""

    rows: Sequence[Row]
    newer: str = ""
    older: str = ""


def _key(order: Order, after: str | None, before: str | None) -> Key | None:
    for said, backwards in ((after, False), (before, True)):
        value, _dot, item_id = (said or "").rpartition(".")
        try:
            return Key(order.read(value), _number(item_id), backwards)
        except (ValueError, OverflowError):
            continue
    return None


def shelf(items: QuerySet[Item], which: str, *, after: str | None = None, before: str | None = None) -> Shelf:
    """A page of `items` in one of `ORDERS`. What is no cursor is the beginning."""
    order = ORDERS[which]
    key = _key(order, after, before)
    found = items.annotate(key=order.key)
    backwards = key is not None and key.backwards
    falling = order.falling != backwards
    if key is not None:
        way = "lt" if falling else "gt"
        ahead = Q(**{f"key__{way}": key.value}) | Q(key=key.value, **{f"id__{way}": key.item_id})
        found = found.filter(ahead)
    sign = "-" if falling else ""
    rows = list(found.order_by(f"{sign}key", f"{sign}id").values_list(*FIELDS, "key")[: SIZE + 1])
    more, rows = len(rows) > SIZE, rows[:SIZE]
    if backwards:
        rows.reverse()
    if not rows:
        return Shelf(())
    tags = tags_of([row[0] for row in rows])
    newer = key is not None and (not backwards or more)
    older = backwards or more
    return Shelf(
        [row_of(row, tags.get(row[0], ())) for row in rows],
        _cursor(order, rows[0]) if newer else "",
        _cursor(order, rows[-1]) if older else "",
    )


def _cursor(order: Order, row: Sequence[Any]) -> str:
    return f"{order.write(row[-1])}.{row[0]}"
