"""From the asynchronous server to synchronous Django, and back, in one hop each way.

The body of a request is read on the event loop, the page made on a thread, and the answer sent from the loop in two
messages. Only an answer of more than `WHOLE` bytes, such as a large file, is sent piece by piece from the thread.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import structlog

from lorehall.house.front import Receive, Scope, Send

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
WHOLE = 512 * 1024
# What a form may weigh beside the file in it.
MARGIN = 1024 * 1024
log = structlog.get_logger(__name__)


class TooMuch(Exception):  # noqa: N818 - an answer, not a fault
    """The body of a request is larger than any that we take."""


class Bridge:
    """An ASGI application around a WSGI one, with a pool of threads."""

    def __init__(self, pages: Wsgi, *, threads: int, most: int) -> None:
        self.pages = pages
        self.most = most + MARGIN
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        try:
            body = b"" if scope["method"] in {"GET", "HEAD"} else await self._body(scope, receive)
        except TooMuch:
            await _plain(send, 413, b"This is more than can be taken at once.\n")
            return

        async def sent(message: dict[str, Any]) -> None:
            await send(message)  # the server's own is awaitable, and no coroutine

        def now(message: dict[str, Any]) -> None:
            """Send from the thread, and wait until it is sent: the other side sets the pace."""
            asyncio.run_coroutine_threadsafe(sent(message), loop).result()

        try:
            rest = await loop.run_in_executor(self.pool, self._answer, _environ(scope, body), now)
        except Exception:
            log.exception("an answer could not be made", path=scope["path"])
            await _plain(send, 500, b"Something went wrong here. It has been written down.\n")
            return
        for message in rest:
            await send(message)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if int(told) > self.most:
            raise TooMuch
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self.most:
                raise TooMuch
            if not message.get("more_body") or message["type"] == "http.disconnect":
                return bytes(body)

    def _answer(self, environ: dict[str, Any], now: Callable[[dict[str, Any]], None]) -> list[dict[str, Any]]:
        """Make the page, on a thread. Returns the messages that are still to be sent."""
        began: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            began[:] = [int(status[:3]), [(n.lower().encode("latin1"), v.encode("latin1")) for n, v in headers]]

        answer = self.pages(environ, start)
        try:
            pieces = iter(answer)
            first, ended = _gather(pieces)
            code, headers = began
            if ended:
                return _whole(code, headers, first, bare=environ["REQUEST_METHOD"] == "HEAD")
            now({"type": "http.response.start", "status": code, "headers": headers})
            now({"type": "http.response.body", "body": first, "more_body": True})
            for piece in pieces:
                now({"type": "http.response.body", "body": piece, "more_body": True})
            return [{"type": "http.response.body", "body": b""}]
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()


def _gather(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """The first pieces of an answer, and whether these are all of it."""
    found: list[bytes] = []
    size = 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > WHOLE:
            return b"".join(found), False
    return b"".join(found), True


def _whole(code: int, headers: list[tuple[bytes, bytes]], body: bytes, *, bare: bool) -> list[dict[str, Any]]:
    no_body = code < 200 or code in {204, 304}
    if not no_body and not any(name == b"content-length" for name, _ in headers):
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    return [
        {"type": "http.response.start", "status": code, "headers": headers},
        {"type": "http.response.body", "body": b"" if bare or no_body else body},
    ]


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) says it."""
    server, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        # A name with an underscore would pass for another one with a dash.
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin1").upper().replace("-", "_")
        value = raw_value.decode("latin1")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        if key in environ:
            value = f"{environ[key]}{'; ' if name == 'COOKIE' else ','}{value}"
        environ[key] = value
    # The whole body is here, also where it came in chunks without a length.
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


async def _plain(send: Send, code: int, text: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": code, "headers": headers})
    await send({"type": "http.response.body", "body": text})
