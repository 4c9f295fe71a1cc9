"""SQL functions that both engines have under different names."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, BigIntegerField, BooleanField, Func, TextField, Value


class IdList(Aggregate):
    """The group's ids as text, joined by commas, in no particular order; NULL for none."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')", **extra)


def ids(text: str | None) -> frozenset[int]:
    """What `IdList` gave, as numbers."""
    return frozenset(int(word) for word in text.split(",")) if text else frozenset()


class Plain(Func):
    """The value itself. SQLite's planner looks for no way to find a row by it, where another way is the better one."""

    template = "+%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **extra)


class Sorted(Func):
    """A number to sort by after everything was found. PostgreSQL's planner would else walk along the column, hoping for
    the first ones soon, where it can't know that few rows fit.
    """

    template = "%(expressions)s"
    output_field = BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s + 0)", **extra)


class Like(Func):
    """Whether a column is like a pattern, whatever the case of its letters. In the pattern, which may be a prepared
    query's stand-in, `%` is anything; words from outside go into it by `unlike`.
    """

    template = "%(expressions)s ESCAPE '\\'"
    arg_joiner = " LIKE "
    output_field = BooleanField()
    conditional = True

    def __init__(self, column: str, pattern: str) -> None:
        super().__init__(column, Value(pattern))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, arg_joiner=" ILIKE ", **extra)


def unlike(words: str) -> str:
    """The words as a pattern for themselves."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class Seconds(Func):
    """A moment as whole seconds since 1970: for arithmetic on many rows, without a datetime made for each."""

    template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
    output_field = BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="EXTRACT(EPOCH FROM %(expressions)s)::bigint", **extra)
