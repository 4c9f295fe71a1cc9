"""Whether pages can be served and work is being done."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lorehall.kernel import worker


@cache
def _known() -> frozenset[tuple[str, str]]:
    """The migrations that this program comes with; they don't change while it runs."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def missing() -> list[str]:
    """What stands in the way, a sentence each; empty when ready. Raises DatabaseError when there is no database."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    behind = len(_known() - applied)
    if behind:
        found.append(f"{behind} migrations are not applied.")
    if not worker.alive() and settings.CONFIG["LOREHALL_WORKERS"]:
        found.append("No worker has been heard of for 45 seconds.")
    return found
