"""A web process: Granian, in this process, in front of `asgi.application`."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
from typing import Any

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

# Open streams must not hold up a stop: the supervisor waits 8 s.
LAST_WORD = 6.0
ACCESS = '%(addr)s "%(method)s %(path)s" %(status)d %(dt_ms).1f ms'


# Pages leave few cycles behind. Python's own thresholds look for them ten times a page, and now and then through the
# whole heap: 25 ms, which every hundredth reader would wait for.
COLLECT_AFTER = (20_000, 20, 20)


def run() -> None:
    """Serve until SIGTERM; answers that are under way are finished."""
    gc.set_threshold(*COLLECT_AFTER)
    asyncio.run(_serve())


async def _serve() -> None:
    from lorehall.house.asgi import application  # builds the thread pool, so after the fork

    config = settings.CONFIG
    server = Server(
        application,
        address=config["LOREHALL_HOST"],
        port=config["LOREHALL_PORT"],
        interface=Interfaces.ASGINL,
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=_logging(),
        log_access=config["LOREHALL_ACCESS_LOG"],
        log_access_format=ACCESS,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, _stop, server)
    await server.serve()


def _stop(server: Any) -> None:
    # In case a stream is held open by the other side: go anyway.
    timer = threading.Timer(LAST_WORD, os._exit, [0])
    timer.daemon = True
    timer.start()
    server.stop()


def _logging() -> dict[str, Any]:
    """Granian's two loggers, through ours."""
    logging.getLogger("granian.access").setLevel(logging.INFO)
    return {
        "handlers": {},
        "formatters": {},
        "loggers": {"_granian": {"level": "ERROR"}, "granian.access": {}},
    }
