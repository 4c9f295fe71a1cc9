"""Commits that need not wait for the disk."""

from __future__ import annotations

from django.db import connection


def hurry() -> None:
    """Let this thread's commits on PostgreSQL return before they are on disk (SQLite in WAL mode does so anyway).

    For workers: what a power cut takes then is the end of their work, results and marks together, so it is done
    again. Nothing can be half there. Call it now and then; it costs a statement only on a new connection.
    """
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    if getattr(connection.connection, "lorehall_hurries", False):
        return
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    connection.connection.lorehall_hurries = True
