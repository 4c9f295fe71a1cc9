"""What stands beside a practice comes by one statement, a union of parts that have the same columns: what it is, the
order in it, an id, four texts, a hue, and the room that decides who may know of it. Higher floors add parts of their
own (`panels.BESIDE`), so that their panels cost no statement more.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, F, IntegerField, QuerySet, Value

Rows = QuerySet[Any, tuple[Any, ...]]


class Row(NamedTuple):
    """A row of the union."""

    what: str
    order: int
    id: int
    first: str
    second: str
    third: str
    fourth: str
    hue: int
    room_id: int
    community_id: int
    access: str
    public: bool


def text(value: str = "") -> Value:
    return Value(value, output_field=CharField())


def number(value: int = 0) -> Value:
    return Value(value, output_field=IntegerField())


def known_to_all() -> tuple[Value, ...]:
    """The columns of the room, for what everybody may know who reads the practice."""
    return (number(), number(), text(), Value(True, output_field=BooleanField()))


def room_of(path: str) -> tuple[F, ...]:
    """The columns of the room that an item stands in; `path` leads to the item."""
    return tuple(F(f"{path}__{name}") for name in ("room_id", "community_id", "room__access", "room__public"))


def items(rows: QuerySet[Any], what: str, path: str, *, order: Any = None, more: Any = None) -> Rows:
    """Rows of a table that lead to living items by `path`: title, slug, kind, and a text of one's own (`more`). Newest
    first, unless an `order` is given.
    """
    said = (F(f"{path}__title"), F(f"{path}__slug"), F(f"{path}__kind"), more or text())
    item = F(f"{path}__id")
    living = rows.filter(**{f"{path}__deleted_at": None})
    return living.values_list(text(what), order or -item, item, *said, number(), *room_of(path))
