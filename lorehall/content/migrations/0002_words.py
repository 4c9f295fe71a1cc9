"""The index of words, which each engine has in its own way."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from lorehall.kernel.db.fulltext_tables import create, destroy

TABLES = {
    "content_post_words": ("title", "tags", "body", "answer", "context"),
    "content_item_words": ("title", "tags", "body", "typed"),
}


def make(_apps: Any, editor: Any) -> None:
    for name, columns in TABLES.items():
        create(editor, name, columns)


def unmake(_apps: Any, editor: Any) -> None:
    for name in TABLES:
        destroy(editor, name)


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
