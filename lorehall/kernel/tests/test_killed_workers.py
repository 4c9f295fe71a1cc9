"""Workers are killed at any moment; nothing is lost, and no effect on the database is doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[3]
COUNT = 400


@pytest.fixture
def environment(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment of the processes: a database of their own on the engine under test."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LOREHALL_", "DJANGO_"))}
    env["LOREHALL_DATA"] = str(tmp_path)
    given = settings.DATABASES["default"]
    if "postgresql" not in given["ENGINE"]:
        yield env
        return
    name = f"killed_{os.getpid()}"
    where = {"host": given["HOST"], "port": given["PORT"] or None, "user": given["USER"] or None}
    where["password"] = given["PASSWORD"] or None
    server = psycopg.connect(dbname="postgres", autocommit=True, **where)
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    login = f"{given['USER']}:{given['PASSWORD']}@" if given["PASSWORD"] else f"{given['USER']}@"
    env["LOREHALL_DATABASE_URL"] = (
        f"postgresql://{login}/{name}?host={given['HOST']}"
        if given["HOST"].startswith("/")
        else f"postgresql://{login}{given['HOST']}:{given['PORT']}/{name}"
    )
    yield env
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    server.close()


def program(env: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lorehall.kernel.tests.worker_program", *words]
    return subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def told(env: dict[str, str], *words: str) -> str:
    done = program(env, *words)
    out, err = done.communicate(timeout=60)
    assert done.returncode == 0, err.decode()
    return out.decode()


@pytest.mark.slow
def test_killing_workers_at_any_moment_loses_nothing_and_doubles_nothing(environment: dict[str, str]) -> None:
    told(environment, "prepare")
    writer = program(environment, "put", str(COUNT))
    dice = random.Random(7)
    names = [f"w{n}" for n in range(200)]
    workers = [program(environment, "work", "", names.pop()) for _ in range(2)]
    known = ["", ""]
    for _ in range(10):
        time.sleep(dice.uniform(0.4, 0.9))
        place = dice.randrange(2)
        workers[place].send_signal(signal.SIGKILL)
        workers[place].communicate()
        name = names.pop()
        # Sometimes the successor knows whom it follows, sometimes it must wait for the lease to end.
        after = known[place] if dice.random() < 0.5 else ""
        workers[place], known[place] = program(environment, "work", after, name), name
    writer.communicate(timeout=60)
    result = _when_quiet(environment)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    for worker in workers:
        worker.communicate(timeout=10)
        assert worker.returncode == 0
    kinds: dict[str, list[tuple[int, int]]] = {"quick": [], "slow": [], "job": []}
    for kind, thing, number in result["effects"]:
        kinds[kind].append((thing, number))
    for kind in ("quick", "slow"):
        assert Counter(number for _, number in kinds[kind]) == Counter(range(COUNT))
        for thing in range(7):
            numbers = [number for about, number in kinds[kind] if about == thing]
            assert numbers == sorted(numbers), f"the facts of thing {thing} came out of order"
    # A job is no transaction: one that was under way when its worker died runs again.
    assert {number for _, number in kinds["job"]} == set(range(COUNT))
    assert len(kinds["job"]) <= COUNT + 10
    assert result["parked"] == 0


def _when_quiet(environment: dict[str, str]) -> dict:
    end = time.monotonic() + 60
    while True:
        result = json.loads(told(environment, "tell"))
        if not result["waiting"] or time.monotonic() > end:
            assert not result["waiting"]
            return result
        time.sleep(0.3)
