"""Lists of practices, walked by key: what a library chooses by, and in which orders it shows it.

Two statements a page: the rows, and their tags.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from lorehall.communities.places import Place
from lorehall.content import addresses
from lorehall.content.models import Item, ItemKind, ItemTag
from lorehall.content.queries.listing import LARGEST, TagName, tags_of
from lorehall.kernel import clock
from lorehall.kernel.db.prepared import Parameters, Prepared, prepare
from lorehall.library.standings import LEVELS, STANDING
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Level, Shape

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
    def overdue(self) -> bool:
        return self.review_on is not None and self.review_on < clock.now().date()


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
    "me"; `placed` False asks for what stands nowhere in the map; `topic` is the id of one.
    """

    topic: int = 0
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


def practices(p: Parameters) -> QuerySet[Item]:
    """The practices of `community` in `rooms`, for a prepared query."""
    return Item.objects.filter(
        community_id=p("community"), kind=ItemKind.PRACTICE, room_id__in=p.many("rooms"), deleted_at=None
    )


_EXACT = {"level": "practice__level", "shape": "practice__shape", "language": "practice__language"}


def _sifted(p: Parameters, sieve: Sieve) -> QuerySet[Item]:
    """Those that the sieve lets through; of its words only which there are is looked at, they are parameters."""
    items = practices(p)
    if sieve.topic:
        items = items.filter(placement__topic_id=p("topic"))
    if sieve.state != "any":
        items = items.filter(state__in=[p.text("state")] if sieve.state else STANDING)
    items = items.filter(**{path: p.text(name) for name, path in _EXACT.items() if getattr(sieve, name)})
    if sieve.tag:
        items = items.filter(pk__in=ItemTag.objects.filter(tag__slug=p.text("tag")).values("item_id"))
    if sieve.keeper:
        items = items.filter(practice__steward_id=p("me") if sieve.keeper == "me" else None)
    if sieve.placed is not None:
        items = items.filter(placement__isnull=not sieve.placed)
    return items


def _given(place: Place, viewer: Viewer, sieve: Sieve) -> dict[str, Any]:
    """The parameters of `_sifted`."""
    named = {name: getattr(sieve, name) for name in ("topic", "level", "shape", "language", "tag")}
    given: dict[str, Any] = {name: value for name, value in named.items() if value}
    if sieve.state not in {"", "any"}:
        given["state"] = sieve.state
    if sieve.keeper == "me":
        given["me"] = viewer.id
    return {"community": place.id, "rooms": place.room_ids, **given}


class Order(NamedTuple):
    """A key to walk by, largest first where `falling`, how it stands in an address, and as a parameter."""

    key: Any
    falling: bool
    write: Callable[[Any], object]
    read: Callable[[str], Any]
    stand_in: Callable[[Parameters], Any]


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


def _moment(text: str) -> datetime:
    return _EPOCH + timedelta(microseconds=_number(text))


def _day(text: str) -> str:
    return date.fromordinal(_number(text)).isoformat()


def _as_number(p: Parameters) -> Any:
    return p("key")


def _as_day(p: Parameters) -> Any:
    return Cast(Value(p.text("key")), DateField())


ORDERS = {
    "newest": Order(F("created_at"), True, _micros, _moment, lambda p: p.moment("key")),
    "used": Order(F("practice__used_count"), True, str, _small, _as_number),
    "evidence": Order(_level, True, str, _small, _as_number),
    "review": Order(Coalesce("practice__review_on", Value(_NEVER)), False, date.toordinal, _day, _as_day),
    "title": Order(F("slug"), False, str, lambda text: text.replace("\0", "")[:80], lambda p: p.text("key")),
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


@lru_cache(maxsize=200)
def _prepared(which: str, sieve: Sieve, way: str) -> Prepared:
    return prepare(lambda p: _query(p, which, sieve, way))


def _query(p: Parameters, which: str, sieve: Sieve, way: str) -> QuerySet[Item, Any]:
    """A page from the beginning on, or "after" a key, or "before" one, backwards."""
    order = ORDERS[which]
    falling = order.falling != (way == "before")
    found = _sifted(p, sieve).annotate(key=order.key)
    if way:
        further = "lt" if falling else "gt"
        key = order.stand_in(p)
        found = found.filter(Q(**{f"key__{further}": key}) | Q(key=key, **{f"id__{further}": p("item")}))
    sign = "-" if falling else ""
    rows: QuerySet[Item, Any] = found.order_by(f"{sign}key", f"{sign}id").values_list(*FIELDS, "key")[: SIZE + 1]
    return rows


def _shape(sieve: Sieve) -> Sieve:
    """The sieve without its words, so that one statement serves them all."""
    state = sieve.state if sieve.state in {"", "any"} else "one"
    words: dict[str, Any] = {name: getattr(sieve, name) and "some" for name in ("level", "shape", "language", "tag")}
    return replace(sieve, topic=1 if sieve.topic else 0, state=state, **words)


def shelf(
    viewer: Viewer, place: Place, sieve: Sieve, which: str, *, after: str | None = None, before: str | None = None
) -> Shelf:
    """A page of practices in one of `ORDERS`. What is no cursor is the beginning."""
    if not place.reads:
        return Shelf(())
    order = ORDERS[which]
    key = _key(order, after, before)
    backwards = key is not None and key.backwards
    way = "" if key is None else "before" if backwards else "after"
    at = {} if key is None else {"key": key.value, "item": key.item_id}
    rows = _prepared(which, _shape(sieve), way)(**_given(place, viewer, sieve), **at)
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
