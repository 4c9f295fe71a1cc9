"""`lorehall serve` as a host starts it: real processes, killed and stopped."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.enable_socket]


class House:
    """One installation and its supervisor."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.data = data
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("LOREHALL_", "PYTEST_"))}
        command = [sys.executable, "-m", "lorehall.house.command", "serve", "--data", str(self.data)]
        with (self.data.parent / "stderr").open("a") as errors:
            return subprocess.Popen(
                [*command, "--port", str(self.port)],
                cwd=ROOT,
                env=env,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def until(self, path: str, status: int, seconds: float = 60) -> float:
        began = time.monotonic()
        while self.get(path)[0] != status:
            assert time.monotonic() - began < seconds, (self.data.parent / "stderr").read_text()
            time.sleep(0.05)
        return time.monotonic() - began

    def children(self) -> set[int]:
        pid = self.process.pid
        return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def alive(pid: int) -> bool:
    """Whether a process runs still; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data")
    yield house
    if house.process.poll() is None:
        house.process.kill()
        house.process.wait()
    assert house.process.stdout is not None
    house.process.stdout.close()


def test_it_serves_survives_the_death_of_its_processes_and_stops_in_time(house: House) -> None:
    house.until("/healthz", 200)
    house.until("/readyz", 200)
    assert house.process.stdout is not None
    said = house.process.stdout.readline() + house.process.stdout.readline()
    assert f"http://localhost:{house.port}" in said
    link = re.search(r"/setup/\S+", said)
    assert link
    assert house.get(link[0])[0] == 200
    assert house.get("/setup/guessed")[0] == 404

    before = house.children()
    assert len(before) == 2
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    time.sleep(1)
    house.until("/readyz", 200)
    assert len(house.children()) == 2
    assert not before & house.children()

    # Somebody holds a request open; it must not hold the stop.
    with socket.create_connection(("127.0.0.1", house.port)) as held:
        held.sendall(b"POST /setup/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc")
        time.sleep(0.3)
        children = house.children()
        house.process.send_signal(signal.SIGTERM)
        assert house.process.wait(timeout=10) == 0
    assert not [pid for pid in children if alive(pid)]


def test_when_the_supervisor_is_killed_its_processes_go_too(house: House) -> None:
    house.until("/healthz", 200)
    children = house.children()
    house.process.kill()
    house.process.wait()
    end = time.monotonic() + 10
    while any(alive(pid) for pid in children):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_port_that_is_taken_is_said_in_a_sentence(house: House) -> None:
    house.until("/healthz", 200)
    second = house.start()
    assert second.wait(timeout=20) == 2
    assert second.stdout is not None
    second.stdout.close()
    said = (house.data.parent / "stderr").read_text()
    assert f"lorehall: 127.0.0.1:{house.port} can't be listened on" in said
    assert "Traceback" not in said
