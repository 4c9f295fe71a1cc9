"""Running a compiled statement, and making Python's values out of its rows, by the shortest way that the engine allows.

What Django's cursor adds costs more than SQLite takes to find twenty rows: it looks for the places in the statement at
each run, and makes each moment aware by way of the settings. What it guards is kept: a broken transaction is not used,
errors are Django's, and whoever watches statements (tests, the bench, DEBUG) is shown all of them. `prepared` alone
calls this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3 import base as _first  # noqa: F401 - it and operations import each other
from django.db.backends.sqlite3.operations import DatabaseOperations as Sqlite

Convert = Callable[[Any], Any]


def direct(here: BaseDatabaseWrapper) -> bool:
    """Whether the engine can be asked without Django's cursor, because it is SQLite and nobody watches."""
    return here.vendor == "sqlite" and not here.execute_wrappers and not here.queries_logged


def fetch(here: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> list[Any]:
    """All rows, through Django's cursor. Places are `%s`."""
    with here.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def fetch_directly(here: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> list[Any]:
    """All rows, from SQLite itself. Places are `?`."""
    here.validate_no_broken_transaction()
    here.ensure_connection()
    with here.wrap_database_errors:
        found: list[Any] = here.connection.execute(sql, params).fetchall()
        return found


def converter(functions: Sequence[Callable[..., Any]], expression: Any, here: BaseDatabaseWrapper) -> Convert:
    """One function in the place of Django's several for a column; the usual ones of SQLite are done without detours."""
    if len(functions) == 1:
        known = _KNOWN.get(getattr(functions[0], "__func__", None))
        if known:
            return known

    def convert(value: Any) -> Any:
        for function in functions:
            value = function(value, expression, here)
        return value

    return convert


def converted(rows: Sequence[Sequence[Any]], converters: Sequence[tuple[int, Convert]]) -> list[tuple[Any, ...]]:
    """The rows as Django's fields would have them."""
    found = [list(row) for row in rows]
    for place, convert in converters:
        for row in found:
            row[place] = convert(row[place])
    return [tuple(row) for row in found]


def _moment(value: datetime | str | None) -> datetime | None:
    """SQLite keeps moments as text, in UTC; those of a plain column are read by the driver."""
    if value is None:
        return None
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).replace(tzinfo=UTC)


def _truth(value: Any) -> Any:
    return bool(value) if value in {0, 1} else value


_KNOWN: dict[Any, Convert] = {
    Sqlite.convert_datetimefield_value: _moment,
    Sqlite.convert_booleanfield_value: _truth,
}
