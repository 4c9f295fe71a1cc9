"""Making tables of words, in migrations. Kept as it is for ever: what changes gets a function of its own."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def create(editor: BaseDatabaseSchemaEditor, name: str, columns: Sequence[str]) -> None:
    """Make the table `name`, and beside it what knows how often words stand in it."""
    if editor.connection.vendor != "postgresql":
        # Words come folded and stemmed, so the tokenizer only parts them at spaces.
        tokens = "\"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\""
        editor.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(columns)}, tokenize={tokens})")
        editor.execute(f"CREATE VIRTUAL TABLE {name}_vocabulary USING fts5vocab({name}, 'row')")
        return
    editor.execute(f"CREATE TABLE {name} (rowid bigint PRIMARY KEY, words text[] NOT NULL, vector tsvector NOT NULL)")
    # Rows put into a waiting list would make every search read that list.
    editor.execute(f"CREATE INDEX {name}_found ON {name} USING gin (vector) WITH (fastupdate = off)")
    editor.execute(f"CREATE TABLE {name}_frequency (word text PRIMARY KEY, docs integer NOT NULL)")


def destroy(editor: BaseDatabaseSchemaEditor, name: str) -> None:
    """Take the table away, when the migration is undone."""
    for table in (f"{name}_vocabulary", f"{name}_frequency", name):
        editor.execute(f"DROP TABLE IF EXISTS {table}")
