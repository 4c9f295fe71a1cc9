"""The supervisor: starts web and worker processes, starts a dead one again, and stops them all in time.

Django is set up before the children are forked, so they share its memory and start at once. The supervisor itself
opens no database connection and no thread while children live.
"""

from __future__ import annotations

import gc
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from django.db import connections

from lorehall.house import web
from lorehall.house.schedule import SCHEDULE
from lorehall.kernel.worker import Worker

# A stop must be over within 10 s: children get 8 to finish what they have begun, then they are killed.
DRAIN = 8.0
LONGEST_PAUSE = 30.0
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Child:
    """One place in the house, and the process that fills it at the moment."""

    kind: str
    begin: Callable[[Child], None]
    name: str = ""
    after: str = ""
    pid: int = 0
    started: float = 0.0
    deaths: int = 0
    not_before: float = field(default=0.0)


def must_be_free(host: str, port: int) -> None:
    """Raise OSError when somebody else listens there. Our processes share the port; they would share it with them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


class Supervisor:
    """Keeps the children alive until SIGTERM or SIGINT."""

    def __init__(self, *, web: int, workers: int) -> None:
        self.children = [Child("web", _web) for _ in range(web)]
        self.children += [Child("worker", _worker) for _ in range(workers)]
        self.stopping = False

    def run(self) -> int:
        """Supervise until told to stop; returns the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        connections.close_all()
        gc.collect()
        gc.freeze()  # what is there now is shared with the children as long as nobody touches it
        while not self.stopping:
            self._fill()
            self._reap()
            time.sleep(0.1)
        return self._drain()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _fill(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if not child.pid and now >= child.not_before and not self.stopping:
                child.after, child.name = child.name, f"{child.kind}-{secrets.token_hex(6)}"
                child.started = now
                child.pid = _fork(child)

    def _reap(self) -> None:
        for child in self.children:
            if not child.pid:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                lived = time.monotonic() - child.started
                child.deaths = 0 if lived > 60 else child.deaths + 1
                pause = min(0.25 * 2**child.deaths, LONGEST_PAUSE)
                child.pid, child.not_before = 0, time.monotonic() + pause
                code = os.waitstatus_to_exitcode(status)
                log.error("a process died", kind=child.kind, code=code, starts_again_in=pause)

    def _drain(self) -> int:
        for child in self.children:
            _signal(child.pid, signal.SIGTERM)
        end = time.monotonic() + DRAIN
        while any(child.pid for child in self.children) and time.monotonic() < end:
            for child in self.children:
                if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                    child.pid = 0
            time.sleep(0.02)
        for child in self.children:
            _signal(child.pid, signal.SIGKILL)
            if child.pid:
                os.waitpid(child.pid, 0)
        return 0


def _signal(pid: int, number: signal.Signals) -> None:
    if pid:
        os.kill(pid, number)


def _fork(child: Child) -> int:
    # Held back until the child has its own handlers: a stop in between must reach it, or it would live on.
    held = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, held)
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)
        return pid
    code = 1
    try:
        # Ctrl-C reaches the whole group; only the supervisor answers to it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)
        _die_with(os.getppid())
        child.begin(child)
        code = 0
    except BaseException:  # the child must not run on as a second supervisor
        log.exception("a process could not go on", kind=child.kind)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _die_with(parent: int) -> None:
    """Stop when the supervisor is gone, however it went."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(DRAIN)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _web(_child: Child) -> None:
    web.run()


def _worker(child: Child) -> None:
    worker = Worker(name=child.name, after=child.after, entries=SCHEDULE)
    signal.signal(signal.SIGTERM, worker.stop)
    worker.work()
