"""Waiting for somebody else's commit, at next to no cost."""

from __future__ import annotations

import sqlite3
import time
from threading import Event
from typing import Protocol

import psycopg
from django.db import connection

from lorehall.kernel.db.wake import CHANNEL

POLL = 0.06
SLICE = 0.5


class Watch(Protocol):
    """Tells when there may be new work."""

    def wait(self, stop: Event, timeout: float) -> bool:
        """Return True soon after a commit since the last call, False when `stop` is set or the time is over."""

    def close(self) -> None:
        """Let go of the connection."""


class SqliteWatch:
    """`PRAGMA data_version` changes when any other connection, in whatever process, commits. Reading it costs 10 µs."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        self._seen = self._version()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def wait(self, stop: Event, timeout: float) -> bool:
        end = time.monotonic() + timeout
        while not stop.is_set():
            version = self._version()
            if version != self._seen:
                self._seen = version
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            stop.wait(min(POLL, left))
        return False

    def close(self) -> None:
        self._connection.close()


class PostgresWatch:
    """`LISTEN` on a connection of its own."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def _listening(self) -> psycopg.Connection[tuple[object, ...]]:
        if self._connection is None or self._connection.closed:
            given = connection.get_connection_params()
            for name in ("cursor_factory", "context", "prepare_threshold", "autocommit"):
                given.pop(name, None)
            self._connection = psycopg.connect(**given, autocommit=True)
            self._connection.execute(f"LISTEN {CHANNEL}".encode())
        return self._connection

    def wait(self, stop: Event, timeout: float) -> bool:
        end = time.monotonic() + timeout
        try:
            while not stop.is_set() and (left := end - time.monotonic()) > 0:
                if any(True for _ in self._listening().notifies(timeout=min(SLICE, left), stop_after=1)):
                    return True
        except psycopg.OperationalError:
            # The server went away: look by the clock until it is back.
            self.close()
            stop.wait(min(SLICE, timeout))
        return False

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class ClockWatch:
    """For a database in memory, which no other process can see."""

    def wait(self, stop: Event, timeout: float) -> bool:
        stop.wait(min(timeout, SLICE))
        return not stop.is_set()

    def close(self) -> None:
        pass


def watch() -> Watch:
    """The watch that suits the engine."""
    if connection.vendor == "postgresql":
        return PostgresWatch()
    path = str(connection.settings_dict["NAME"])
    return ClockWatch() if ":memory:" in path or "mode=memory" in path else SqliteWatch(path)
