"""Many rows at once, for what comes in by the thousand: without a model instance for each, which is most of the cost.

All of it happens in the caller's transaction. Rows are dicts by column attribute (`item_id`); what a row does not name
gets the field's default. Values are of the plain types: numbers, words, truth values, aware datetimes, None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError

Row = Mapping[str, Any]


def reserve(model: type[Model], number: int) -> list[int]:
    """Ids that nobody else will get, in order, for rows that name one another before they are written.

    On SQLite the transaction alone writes, so the next ids are free; PostgreSQL's sequence gives them out.
    """
    if not number:
        return []
    table = model._meta.db_table  # noqa: SLF001 - Django documents _meta
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
            )
            return sorted(row[0] for row in cursor.fetchall())
        if not connection.in_atomic_block:
            raise TransactionManagementError("reserve ids inside the transaction that uses them")
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return list(range(first, first + number))


def insert(model: type[Model], rows: Sequence[Row], *, passing_over: bool = False) -> None:
    """Write the rows; `passing_over` leaves those out that stand already. Raises IntegrityError like any insert."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.attname in rows[0]]  # noqa: SLF001
    names = [field.attname for field in fields]
    defaults = [field.get_default for field in fields]
    ready = [
        [_ready(row[name]) if name in row else _ready(default()) for name, default in zip(names, defaults, strict=True)]
        for row in rows
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    rest = " ON CONFLICT DO NOTHING" if passing_over else ""
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places}){rest}"  # noqa: S608, SLF001 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(sql, ready)


def add(model: type[Model], key: Sequence[str], counter: str, totals: Mapping[Any, int]) -> None:
    """Add to counters; a row is made where there is none. `key` names the columns of its unique constraint, of whose
    values `totals` is by. Rows are taken in their order, so that two who count at once never wait for each other.
    """
    columns = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    others = {
        name: field.get_default()
        for name, field in columns.items()
        if name not in {*key, counter} and not field.primary_key
    }
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(columns[name].column)) for name in (*key, counter, *others))
    places = ", ".join(["%s"] * (len(key) + 1 + len(others)))
    table, kept = quote(model._meta.db_table), quote(str(columns[counter].column))  # noqa: SLF001
    unique = ", ".join(quote(str(columns[name].column)) for name in key)
    sql = (
        f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of ours
        f" ON CONFLICT ({unique}) DO UPDATE SET {kept} = {table}.{kept} + excluded.{kept}"
    )
    rows: list[list[Any]] = [[*values, total, *others.values()] for values, total in sorted(totals.items())]
    if totals:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _ready(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
