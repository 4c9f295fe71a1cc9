"""Queries that are built once and run often.

Building a queryset and compiling it costs more than running it on a hot page. `prepare` does both once, for each
engine, and keeps the SQL with the places where the parameters go:

    read_posts = prepare(lambda p: (
        Post.objects.filter(item_id=p("item"), number__gt=p("after")).order_by("number").values_list("id", "html")[:20]
    ))
    rows = read_posts(item=5, after=0)

`p("name")` stands for a whole number, `p.text` for words, `p.moment` for a point in time, `p.many` for several numbers
behind `__in`. They are found again in the compiled query by values that nothing else has; one that Django has changed
or dropped on the way is refused when the query is first compiled, not when it is wrong. Slices, field names and
truth values can't be parameters: prepare one query for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ValuesListIterable

from lorehall.kernel.db import rows
from lorehall.kernel.db.rows import Convert

# Values that no page ever asks for. They fit the smallest column of PostgreSQL: Django leaves a comparison out that a
# column's size decides already, and the parameter with it.
FIRST_NUMBER, STEP, MOST = 26_597, 61, 100
FIRST_MOMENT = datetime(1871, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
PLACE = re.compile(r"%(.)")


class Unpreparable(Exception):  # noqa: N818 - said when the query is compiled
    """The query can't be prepared; the message says which parameter got lost."""


class Parameters:
    """Hands out stand-ins. The same name gives the same stand-in, so it may be used several times."""

    def __init__(self) -> None:
        self.stand_ins: dict[str, Any] = {}
        self.lists: set[str] = set()

    def __call__(self, name: str) -> int:
        """A whole number."""
        number: int = self._stand_in(name, FIRST_NUMBER + STEP * len(self.stand_ins))
        return number

    def text(self, name: str) -> str:
        """Words, compared as they are. What LIKE compares can't be prepared."""
        words: str = self._stand_in(name, f"⟦{name}⟧{len(self.stand_ins)}")
        return words

    def moment(self, name: str) -> datetime:
        """A point in time, aware."""
        when: datetime = self._stand_in(name, FIRST_MOMENT + timedelta(days=len(self.stand_ins)))
        return when

    def many(self, name: str) -> list[int]:
        """Whole numbers behind `__in`, any number of them; none match nothing."""
        self.lists.add(name)
        return [self(name)]

    def _stand_in(self, name: str, value: Any) -> Any:
        if len(self.stand_ins) >= MOST:
            raise Unpreparable(f"more than {MOST} parameters")
        return self.stand_ins.setdefault(name, value)


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL for one kind of cursor, whole and in pieces between its places."""

    sql: str
    pieces: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """What one engine needs: SQL, its parameters with slots, and how its values become Python's."""

    usual: Statement
    direct: Statement
    params: tuple[Any, ...]
    slots: tuple[tuple[int, str], ...]
    names: frozenset[str]
    lists: frozenset[str]
    converters: tuple[tuple[int, Convert], ...]
    flat: bool
    adapts: frozenset[str] = field(default=frozenset())

    def bind(self, given: dict[str, Any], statement: Statement) -> tuple[str, list[Any]]:
        """The SQL and its parameters for one run. Raises TypeError on a missing, unknown or empty parameter."""
        if given.keys() != self.names:
            raise TypeError(f"the parameters are {sorted(self.names)}, not {sorted(given)}")
        params = list(self.params)
        for place, name in self.slots:
            value = given[name]
            if value is None:
                raise TypeError(f"{name} is None, which nothing equals in SQL")
            params[place] = connection.ops.adapt_datetimefield_value(value) if name in self.adapts else value
        return self._spread(params, statement) if self.lists else (statement.sql, params)

    def _spread(self, params: list[Any], statement: Statement) -> tuple[str, list[Any]]:
        """Give every list as many places as it has members."""
        listed = {place for place, name in self.slots if name in self.lists}
        sql, flat = [statement.pieces[0]], []
        for place, value in enumerate(params):
            members = (list(value) or [None]) if place in listed else [value]
            sql += [", ".join([statement.place] * len(members)), statement.pieces[place + 1]]
            flat += members
        return "".join(sql), flat


class Prepared:
    """A query with parameters, to be called with them by name. Safe to share between threads."""

    def __init__(self, build: Callable[[Parameters], QuerySet[Any, Any]]) -> None:
        self.build = build
        self.compiled: dict[str, Compiled] = {}

    def __call__(self, **given: Any) -> list[Any]:
        """The rows as tuples, or as plain values when the queryset is flat."""
        here = connections[DEFAULT_DB_ALIAS]
        compiled = self.compiled.get(here.vendor) or self._compile()
        if rows.direct(here):
            found = rows.fetch_directly(here, *compiled.bind(given, compiled.direct))
        else:
            found = rows.fetch(here, *compiled.bind(given, compiled.usual))
        if compiled.converters:
            found = rows.converted(found, compiled.converters)
        return [row[0] for row in found] if compiled.flat else found

    def first(self, **given: Any) -> Any | None:
        """The first row, or None. The query should end in `[:1]`."""
        found = self(**given)
        return found[0] if found else None

    def _compile(self) -> Compiled:
        parameters = Parameters()
        queryset = self.build(parameters)
        shape: Any = queryset._iterable_class  # noqa: SLF001 - the one place that tells how rows are handed over
        if shape is not ValuesListIterable and shape is not FlatValuesListIterable:
            raise Unpreparable("only values_list(…) can be prepared")
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet as error:
            raise Unpreparable("this query can never find anything") from error
        expressions = [selected[0] for selected in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(expressions)
        pieces = _split(sql, len(params))
        bare = tuple(piece.replace("%%", "%") for piece in pieces)
        made = Compiled(
            usual=Statement(sql, pieces, "%s"),
            direct=Statement("?".join(bare), bare, "?"),
            params=tuple(params),
            slots=_slots(params, parameters),
            names=frozenset(parameters.stand_ins),
            lists=frozenset(parameters.lists),
            converters=tuple(
                (place, rows.converter(found, shown, connection)) for place, (found, shown) in converters.items()
            ),
            flat=shape is FlatValuesListIterable,
            adapts=frozenset(name for name, value in parameters.stand_ins.items() if isinstance(value, datetime)),
        )
        # Two threads may both have compiled; they made the same.
        self.compiled[connection.vendor] = made
        return made


def prepare(build: Callable[[Parameters], QuerySet[Any, Any]]) -> Prepared:
    """A query that `build` makes from parameters, compiled on its first run and kept."""
    return Prepared(build)


def _slots(params: Iterable[Any], parameters: Parameters) -> tuple[tuple[int, str], ...]:
    adapted = {
        name: connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
        for name, value in parameters.stand_ins.items()
    }
    slots = [
        (place, name)
        for place, param in enumerate(params)
        for name, value in adapted.items()
        # Django wraps numbers for PostgreSQL by the size of their column, in a kind of int.
        if isinstance(param, type(value)) and param == value
    ]
    if lost := adapted.keys() - {name for _, name in slots}:
        raise Unpreparable(f"{', '.join(sorted(lost))} did not come through to the SQL")
    return tuple(slots)


def _split(sql: str, count: int) -> tuple[str, ...]:
    """The SQL between its places. `%%` is a percent sign, not a place."""
    ends = [found.span() for found in PLACE.finditer(sql) if found[1] == "s"]
    if len(ends) != count:
        raise Unpreparable("the places in the SQL can't be told from its words")
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(sql)]
    return tuple(sql[start:stop] for start, stop in zip(starts, stops, strict=True))
