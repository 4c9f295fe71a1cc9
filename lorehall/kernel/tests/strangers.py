"""Servers of strangers, on this machine: each answers a connection with what a function writes."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from lorehall.kernel.http import Client, Guard

Write = Callable[[socket.socket, str], None]
"""Writes the answer to a request for a path."""


@dataclass(slots=True)
class Stranger:
    """A running server: its port, and the heads of the requests that it got."""

    port: int
    heads: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(head.startswith(f"GET {path} ") for head in self.heads)


def page(body: bytes | str, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> Write:
    """An ordinary answer."""
    data = body.encode() if isinstance(body, str) else body

    def write(connection: socket.socket, _path: str) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{more}\r\n"
        connection.sendall(head.encode() + data)

    return write


def moved(to: str) -> Write:
    return page("", status="302 Found", more=f"Location: {to}\r\n")


NOTHING = page("nothing", "text/plain", "404 Not Found")


@contextmanager
def stranger(pages: Mapping[str, Write], tls: ssl.SSLContext | None = None) -> Iterator[Stranger]:
    """Serve the pages by their path; others are not found. Stops at the end."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Stranger(listening.getsockname()[1])

    def answer(taken: socket.socket) -> None:
        # What a client that has had enough leaves behind is of no interest here.
        with (
            suppress(OSError),
            taken,
            tls.wrap_socket(taken, server_side=True) if tls else taken as connection,
        ):
            connection.settimeout(10)
            head = connection.recv(65536).decode("latin-1")
            server.heads.append(head)
            path = head.split(" ")[1] if " " in head else ""
            pages.get(path, NOTHING)(connection, path)

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def here(_host: str, _port: int) -> list[str]:
    """A resolver for which every name is this machine."""
    return ["127.0.0.1"]


def trusting(seconds: float = 5.0, certificates: ssl.SSLContext | None = None) -> Client:
    """A client that may ask this machine, and finds every name on it."""
    guard = Guard(resolve=here, allow=("127.0.0.0/8",), ports=None)
    return Client(guard, seconds=seconds, certificates=certificates)
