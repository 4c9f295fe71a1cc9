"""The servers under measure, as processes: started, found by the port that they listen on, read from /proc, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.wire import Wire

PROC = Path("/proc")
PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A running server: its port, the process that answers, and all of its processes."""

    port: int
    pid: int
    family: tuple[int, ...]
    start_s: float


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data: Path) -> dict[str, str]:
    """The environment of a measured installation: nothing of the caller's own, one web process, no access log."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("LOREHALL_")}
    return {**own, "LOREHALL_DATA": str(data), "LOREHALL_WEB": "1", "LOREHALL_LOG_LEVEL": "error"}


@contextmanager
def served(command: list[str], data: Path, page: str) -> Iterator[Server]:
    """Run `command` with a port in the place of PORT, until it has answered `page`; stop it in the end."""
    port = free_port()
    words = [word.replace("PORT", str(port)) for word in command]
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], env=environment(data), stdout=subprocess.DEVNULL)
    try:
        _wait(process, port, page)
        seconds = time.perf_counter() - began
        family = (process.pid, *_children(process.pid))
        yield Server(port, next(pid for pid in reversed(family) if _listens(pid, port)), family, seconds)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _wait(process: subprocess.Popen[bytes], port: int, page: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            wire = Wire(port)
        except OSError:
            time.sleep(0.01)
            continue
        answer = wire.get(page)
        wire.close()
        if answer.status == 200:
            return
        raise RuntimeError(f"{page} answered {answer.status}")
    raise RuntimeError("the server did not come up")


def _children(pid: int) -> list[int]:
    return [int(word) for word in (PROC / f"{pid}/task/{pid}/children").read_text().split()]


def _listens(pid: int, port: int) -> bool:
    """Whether the process holds the socket that listens on the port."""
    wanted = f":{port:04X}"
    lines = [line.split() for line in (PROC / "net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{line[9]}]" for line in lines if line[3] == "0A" and line[1].endswith(wanted)}
    held = {str(path.readlink()) for path in (PROC / f"{pid}/fd").iterdir() if path.is_symlink()}
    return bool(sockets & held)


def cpu_ms(pid: int) -> float:
    """User and system time of a process so far, over all its threads."""
    tasks = (PROC / f"{pid}/task").iterdir()
    try:
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6
    except (OSError, IndexError):  # a kernel without it: by ticks of 10 ms
        fields = (PROC / f"{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def memory_mb(pids: tuple[int, ...]) -> float:
    """What the processes take together: memory that they share is counted once, in shares (PSS)."""
    return sum(_rollup(pid, "Pss") for pid in pids)


def resident_mb(pids: tuple[int, ...]) -> float:
    """The same as `ps` tells it: shared memory counted for each."""
    return sum(_rollup(pid, "Rss") for pid in pids)


def _rollup(pid: int, what: str) -> float:
    for line in (PROC / f"{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} does not tell its {what}")
