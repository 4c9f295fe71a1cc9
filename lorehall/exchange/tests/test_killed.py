"""The command in a process of its own, killed as hard as can be, and run once more."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from lorehall.exchange.tests.dumping import many

QUESTIONS = 400
LOREHALL = [sys.executable, "-c", "import sys; from lorehall.house.command import main; sys.exit(main())"]
MAKE_HOST = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "lorehall.house.settings"
django.setup()
from lorehall.people.rules import create_host
create_host("Hilda Holm", "hilda@example.org", "a long enough pass phrase")
"""
Ask = Callable[[str], list[tuple[Any, ...]]]


class Installation:
    """A data folder and a database of its own, beside those of the tests."""

    def __init__(self, folder: Path, database: str, ask: Ask) -> None:
        self.folder, self.ask = folder, ask
        self.environment = {**os.environ, "LOREHALL_DATA": str(folder), "LOREHALL_DATABASE_URL": database}
        if not database:
            del self.environment["LOREHALL_DATABASE_URL"]
        subprocess.run([*LOREHALL, "migrate"], env=self.environment, check=True, capture_output=True, timeout=120)
        subprocess.run([sys.executable, "-c", MAKE_HOST], env=self.environment, check=True, timeout=60)

    def start(self, dump: Path, *more: str) -> subprocess.Popen[bytes]:
        words = ["import", "stackexchange", str(dump), "--community", "Loaves", "--processes", "1", *more]
        quiet = subprocess.DEVNULL
        return subprocess.Popen([*LOREHALL, *words], env=self.environment, stdout=quiet, stderr=quiet)

    def number(self, table: str) -> int:
        return int(self.ask(f"SELECT count(*) FROM {table}")[0][0])


def on_sqlite(folder: Path) -> Ask:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(next(folder.glob("*.sqlite3")), timeout=20) as connection:
            return connection.execute(sql).fetchall()

    return ask


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    folder = tmp_path / "data"
    folder.mkdir()
    url = os.environ.get("LOREHALL_DATABASE_URL", "")
    if not url:
        yield Installation(folder, "", on_sqlite(folder))
        return
    import psycopg

    name = f"killed_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

        def ask(sql: str) -> list[tuple[Any, ...]]:
            with psycopg.connect(own, autocommit=True) as connection:
                return connection.execute(sql).fetchall()

        try:
            yield Installation(folder, own, ask)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def wait_for(installation: Installation, items: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while installation.number("content_item") < items:
        assert running.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until, "nothing came in time"
        time.sleep(0.01)


def children_of(pid: int) -> list[int]:
    """Where /proc tells; none elsewhere."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in told.read_text().split()] if told.exists() else []


def gone(pids: list[int]) -> bool:
    """Whether they all end within ten seconds."""
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_killed_half_way_it_leaves_whole_questions_and_goes_on_where_it_was(
    installation: Installation, tmp_path: Path
) -> None:
    dump = many(tmp_path / "loaves", QUESTIONS)
    running = installation.start(dump)
    wait_for(installation, 1, running)
    renderers = children_of(running.pid)
    os.kill(running.pid, signal.SIGKILL)
    running.wait(20)
    assert gone(renderers), "processes that render outlive the import"

    half = installation.number("content_item")
    assert 0 < half < QUESTIONS
    assert installation.number("content_post") == installation.number("content_origin") == 4 * half
    assert installation.number("questions_confirmation") == half
    assert installation.ask("SELECT total FROM content_roomcount") == [(half,)]

    report = tmp_path / "report.json"
    assert installation.start(dump, "--report", str(report)).wait(120) == 0
    told = json.loads(report.read_text())
    assert told["came"]["questions"] == installation.number("content_item") == QUESTIONS
    assert told["new"]["questions"] == QUESTIONS - half
    assert installation.number("content_post") == installation.number("content_origin") == 4 * QUESTIONS
    assert installation.number("questions_confirmation") == QUESTIONS
    assert installation.ask("SELECT total FROM content_roomcount") == [(QUESTIONS,)]
    assert installation.ask("SELECT total FROM content_tagcount") == [(QUESTIONS,)]
    # An answer 10n + 1 of somebody else than the asker 10n, both modulo seven: always.
    assert installation.ask("SELECT sum(confirmed) FROM questions_helped") == [(QUESTIONS,)]
    assert not list((installation.folder / "imports").glob("*.sqlite3")), "the staging file is gone"
