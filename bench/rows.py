"""Putting rows in without the rules: the measured installation is too large for them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Model

BATCH = 5000

Row = dict[str, Any]


def insert(model: type[Model], rows: Iterable[Row]) -> None:
    """Put rows in, in batches; columns that a row leaves out get the field's default."""
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            _insert(model, batch)
            batch = []
    if batch:
        _insert(model, batch)


def _insert(model: type[Model], rows: list[Row]) -> None:
    meta = model._meta  # noqa: SLF001 - Django's public way to a model's columns
    fields = meta.concrete_fields
    given: Mapping[str, Any] = rows[0]
    kept = [field for field in fields if field.attname in given or not field.primary_key]
    usual = {f.attname: None if f.default is NOT_PROVIDED and f.null else f.get_default() for f in kept}
    columns = ", ".join(connection.ops.quote_name(field.column) for field in kept)
    places = ", ".join(["%s"] * len(kept))
    values = ([_adapted(row.get(name, default)) for name, default in usual.items()] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {meta.db_table} ({columns}) VALUES ({places})", values)


def _adapted(value: Any) -> Any:
    """As the driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return json.dumps(value) if isinstance(value, dict | list) else value
