"""The engines are set up as they must be, and work wakes who waits for it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from lorehall.kernel.db import connection as engines
from lorehall.kernel.db import wake, watch
from lorehall.kernel.db.hurry import hurry
from lorehall.kernel.db.lock import file_lock, migration_lock
from lorehall.kernel.tests.answers import ring


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 1), ("cache_size", -8192), ("foreign_keys", 1), ("temp_store", 2)],
)
def test_sqlite_has_its_pragmas(pragma: str, value: object) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 15000


@pytest.mark.django_db(transaction=True)
def test_a_sqlite_transaction_begins_as_a_write() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_work_is_woken_by_a_commit() -> None:
    waiting = watch.watch()
    stop = threading.Event()
    waiting.wait(stop, 0.2)
    threading.Timer(0.3, _enqueue).start()
    began = time.monotonic()
    while time.monotonic() - began < 5:
        if waiting.wait(stop, 5):
            break
    assert time.monotonic() - began < 2
    waiting.close()


def _enqueue() -> None:
    with transaction.atomic():
        ring.enqueue("one")
        ring.enqueue("two")
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_who_waits_stops_when_told() -> None:
    waiting = watch.watch()
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    began = time.monotonic()
    while not stop.is_set():
        waiting.wait(stop, 5)
    assert time.monotonic() - began < 1.5
    waiting.close()


@pytest.mark.django_db
def test_a_transaction_wakes_once_however_much_it_puts_down() -> None:
    wake.workers()
    wake.workers()
    calls = [entry for entry in connection.run_on_commit if entry[1] is wake._notify]
    assert len(calls) == (1 if connection.vendor == "postgresql" else 0)


@pytest.mark.django_db
def test_hurrying_is_said_once_a_connection(queries) -> None:
    hurry()
    with queries.exactly(0):
        hurry()


@pytest.mark.django_db(transaction=True)
def test_one_migrates_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with migration_lock(tmp_path):
            order.append("second")
        connection.close()

    with migration_lock(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]
    with file_lock(tmp_path / "other"):
        pass


def test_a_postgresql_address_is_taken_apart() -> None:
    found = engines.postgresql("postgres://me:p%40ss@db.example:6543/lore?sslmode=require")
    assert (found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]) == ("db.example", "6543", "lore", "p@ss")
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert engines.postgresql("postgresql:///lore?host=/run/pg")["HOST"] == "/run/pg"
