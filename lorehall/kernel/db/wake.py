"""Waking workers when there is something to do, and waiting to be woken."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

CHANNEL = "lorehall_work"


def workers() -> None:
    """Tell waiting workers, after the commit, that there is work.

    SQLite's workers see the commit itself. A message that is lost costs seconds, for they also look by the clock.
    """
    if connection.vendor != "postgresql":
        return
    if any(entry[1] is _notify for entry in connection.run_on_commit):
        return
    transaction.on_commit(_notify, robust=True)


def _notify() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
