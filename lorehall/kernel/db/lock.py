"""One at a time, across processes: for migrations and the preparation of static files."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

# Any number will do as long as it is ours: "lore" in ASCII.
MIGRATION = 0x6C6F7265


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a file; others wait. The system lets go of it when the process dies."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def migration_lock(data: Path) -> Iterator[None]:
    """Hold the installation while its tables change: on PostgreSQL for all machines, on SQLite for the data folder."""
    if connection.vendor != "postgresql":
        with file_lock(data / "lock"):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION])
