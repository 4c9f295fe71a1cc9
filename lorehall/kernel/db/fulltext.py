"""Full text on both engines: FTS5 on SQLite, tsvector with GIN on PostgreSQL, without any extension.

A table of words has a row for each text, in columns that weigh differently. Its words were made ready by
`kernel.text.words` (folded and stemmed), so the engines neither fold nor stem, and mean the same. It is described by an
unmanaged model whose key is the column `rowid`; `fulltext_tables` makes it, in a migration of its own.

    found = Words.objects.filter(Matches(table, query.text()))
    found.annotate(rank=Rank(table, weights, query.parts(rarity))).order_by("-rank")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Expression, FloatField

from lorehall.kernel.text.words import Term

LABELS = "ABCD"
MOST_COUNTED = 500
"""PostgreSQL counts a word that it has no statistics of up to this."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words. `columns` in the order of their weight; those of one letter count as one on PostgreSQL."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)

    def label(self, columns: Iterable[str]) -> str:
        """The letters of some columns."""
        known = dict(self.columns)
        return "".join(sorted({known[column] for column in columns}))

    # What changes it.

    def put(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Write rows, over those that are there: (key, the words of each column)."""
        if not rows:
            return
        columns = ", ".join(self.names)
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                places = ", ".join(["%s"] * len(self.columns))
                sql = f"INSERT OR REPLACE INTO {self.name} (rowid, {columns}) VALUES (%s, {places})"  # noqa: S608
                cursor.executemany(sql, [(key, *words) for key, words in rows])
                return
            sql = (
                f"INSERT INTO {self.name} (rowid, words, vector) VALUES (%s, %s, %s::tsvector)"  # noqa: S608
                " ON CONFLICT (rowid) DO UPDATE SET words = excluded.words, vector = excluded.vector"
            )
            made = [(key, list(words), self._vector(words)) for key, words in sorted(rows)]
            cursor.executemany(sql, made)

    def drop(self, keys: Sequence[int]) -> None:
        """Take rows away."""
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.name} WHERE rowid = %s", [(key,) for key in keys])  # noqa: S608

    def _vector(self, words: Sequence[str]) -> str:
        places: dict[str, list[str]] = {}
        number = count(1)
        for (_, letter), said in zip(self.columns, words, strict=True):
            for word in said.split():
                places.setdefault(word, []).append(f"{min(next(number), 16383)}{letter}")
            next(number)  # no phrase goes from one column into the next
        return " ".join(f"'{word}':{','.join(found[:250])}" for word, found in places.items())

    # What is known of it.

    def counted(self, words: Sequence[str]) -> tuple[int, dict[str, int]]:
        """About how many rows there are, and in how many each of the words stands; one statement."""
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                places = ", ".join(["%s"] * len(words))
                cursor.execute(
                    f"SELECT '', count(*) FROM {self.name}_docsize UNION ALL"  # noqa: S608
                    f" SELECT term, doc FROM {self.name}_vocabulary WHERE term IN ({places})",
                    list(words),
                )
            else:
                cursor.execute(
                    # Few rows are counted: the engine's own estimate may still be of none.
                    f"SELECT '', (SELECT CASE WHEN reltuples >= %s THEN reltuples::bigint"  # noqa: S608
                    f" ELSE (SELECT count(*) FROM {self.name}) END FROM pg_class WHERE oid = %s::regclass)"
                    f" UNION ALL SELECT w, coalesce((SELECT docs FROM {self.name}_frequency f WHERE f.word = w),"
                    f" (SELECT count(*) FROM (SELECT 1 FROM {self.name} WHERE vector @@ quote_literal(w)::tsquery"
                    f" LIMIT {MOST_COUNTED}) seen)) FROM unnest(%s::text[]) w",
                    [MOST_COUNTED, self.name, list(words)],
                )
            found = dict(cursor.fetchall())
        return int(found.pop("")), found

    def asks_rarity(self) -> bool:
        """Whether `Rank` has to be told how rare words are."""
        return connection.vendor == "postgresql"

    def take_stock(self) -> None:
        """Count on PostgreSQL how often words stand, for `counted`. SQLite's index knows it at any time."""
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                return
            cursor.execute(f"DELETE FROM {self.name}_frequency")  # noqa: S608
            cursor.execute(
                f"INSERT INTO {self.name}_frequency (word, docs) SELECT word, ndoc"  # noqa: S608
                f" FROM ts_stat('SELECT vector FROM {self.name}') WHERE ndoc >= {MOST_COUNTED // 10}"
            )
            cursor.execute(f"ANALYZE {self.name}")

    def said(self, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The words of each column of some rows; one statement."""
        if not keys:
            return {}
        places = ", ".join(["%s"] * len(keys))
        columns = "words" if connection.vendor == "postgresql" else ", ".join(self.names)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid, {columns} FROM {self.name} WHERE rowid IN ({places})", list(keys))  # noqa: S608
            rows = cursor.fetchall()
        if connection.vendor == "postgresql":
            return {key: tuple(words) for key, words in rows}
        return {key: tuple(words) for key, *words in rows}


@dataclass(frozen=True, slots=True)
class Query:
    """What a row must say. All of `all_of`, where there are any at least one of `any_of`, none of `none_of`;
    `columns` are the only ones that count, `begins` is the beginning of a word. It holds words only,
    whatever was typed.
    """

    table: Table
    all_of: tuple[Term, ...] = ()
    any_of: tuple[Term, ...] = ()
    none_of: tuple[Term, ...] = ()
    columns: tuple[str, ...] = ()
    begins: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is looked for; what only leaves things out can't be asked of an index."""
        return not (self.all_of or self.any_of or self.begins)

    def text(self) -> str:
        """As the engine at hand wants it."""
        return self.tsquery() if connection.vendor == "postgresql" else self.fts5()

    def parts(self, rarity: Mapping[str, float]) -> list[tuple[str, str]]:
        """What `Rank` has to be told: nothing on SQLite; on PostgreSQL each term, after how rare it is."""
        if connection.vendor != "postgresql":
            return []
        return [
            (repr(float(max((rarity.get(word, 1.0) for word in term.words), default=1.0))), _tsquery(term, ""))
            for term in (*self.all_of, *self.any_of)
        ]

    def fts5(self) -> str:
        """As SQLite wants it."""
        asked = [_fts5(term) for term in self.all_of]
        if self.any_of:
            asked.append("(" + " OR ".join(_fts5(term) for term in self.any_of) + ")")
        if self.begins:
            asked.append(f'"{self.begins}" *')
        said = " AND ".join(asked)
        if self.columns:
            said = f"{{{' '.join(self.columns)}}} : ({said})"
        for term in self.none_of:
            said = f"({said}) NOT {_fts5(term)}"
        return said

    def tsquery(self) -> str:
        """As PostgreSQL wants it."""
        letters = self.table.label(self.columns) if self.columns else ""
        asked = [_tsquery(term, letters) for term in self.all_of]
        if self.any_of:
            asked.append("(" + " | ".join(_tsquery(term, letters) for term in self.any_of) + ")")
        if self.begins:
            asked.append(f"'{self.begins}':*{letters}")
        asked += ["!" + _tsquery(term, "") for term in self.none_of]
        return " & ".join(asked)


def _fts5(term: Term) -> str:
    return "(" + " OR ".join('"' + " ".join(way) + '"' for way in term.ways) + ")"


def _tsquery(term: Term, letters: str) -> str:
    mark = f":{letters}" if letters else ""
    ways = ("(" + " <-> ".join(f"'{word}'{mark}" for word in way) + ")" for way in term.ways)
    return "(" + " | ".join(ways) + ")"


class _OnTable(Expression):
    """An expression over the words' table of the query at hand; `rowid` names it, under whatever alias."""

    def __init__(self, table: Table, output_field: Any) -> None:
        super().__init__(output_field=output_field)
        self.table = table
        self.alias = ""

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Learn the alias of the table."""
        resolved = super().resolve_expression(query, *args, **kwargs)
        resolved.alias = query.get_initial_alias()
        return resolved

    def relabeled_clone(self, change_map: Mapping[str, str]) -> Any:
        """The same inside another query, where the table has another alias."""
        clone = self.copy()
        clone.alias = change_map.get(self.alias, self.alias)
        return clone

    def get_group_by_cols(self) -> list[Any]:
        return []

    def as_sqlite(self, compiler: Any, _connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        raise NotImplementedError

    def _name(self, compiler: Any, column: str) -> str:
        return f"{compiler.quote_name_unless_alias(self.alias)}.{compiler.quote_name_unless_alias(column)}"


class Matches(_OnTable):
    """Whether a row says it. `text` is what `Query.text` gives, or a prepared query's stand-in for that."""

    conditional = True

    def __init__(self, table: Table, text: str) -> None:
        super().__init__(table, BooleanField())
        self.text = text

    def as_sqlite(self, compiler: Any, _connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        return f"{self._name(compiler, self.table.name)} MATCH %s", [self.text]

    def as_postgresql(self, compiler: Any, _connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        return f"{self._name(compiler, 'vector')} @@ %s::tsquery", [self.text]


class Rank(_OnTable):
    """How well a row says it: more for words that are rare, that stand in a column of weight, or often in a short text.
    `weights` is by column, `parts` are what `Query.parts` gives, or stand-ins for that.
    """

    def __init__(self, table: Table, weights: Mapping[str, float], parts: Sequence[tuple[str, str]]) -> None:
        super().__init__(table, FloatField())
        self.weights = weights
        self.parts = parts

    def as_sqlite(self, compiler: Any, _connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        weights = ", ".join(str(float(self.weights[name])) for name in self.table.names)
        return f"-bm25({self._name(compiler, self.table.name)}, {weights})", []

    def as_postgresql(self, compiler: Any, _connection: Any, **_extra: Any) -> tuple[str, list[Any]]:
        most = max(self.weights.values())
        letters = {letter: self.weights[name] / most for name, letter in reversed(self.table.columns)}
        by_letter = "{" + ",".join(str(letters.get(letter, 0.0)) for letter in reversed(LABELS)) + "}"
        vector = self._name(compiler, "vector")
        said: list[str] = []
        params: list[Any] = []
        for rare, term in self.parts:
            said.append(f"%s::float8 * ts_rank(%s::real[], {vector}, %s::tsquery, 1)")
            params += [rare, by_letter, term]
        return f"({' + '.join(said) or '0'})", params
