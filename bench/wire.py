"""A small HTTP client over one connection that stays open: it must cost less than what it measures."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took from the first byte sent to the last byte read."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Wire:
    """One connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(30)
        self._port = port

    def get(self, path: str, cookie: str = "", accept: str = "") -> Answer:
        """Ask for a page; `accept` names encodings."""
        more = f"Accept-Encoding: {accept}\r\n" if accept else ""
        return self._send(f"GET {path} HTTP/1.1\r\nHost: localhost:{self._port}\r\n{more}", cookie, b"")

    def post(self, path: str, cookie: str, form: bytes) -> Answer:
        """Send a form."""
        head = f"POST {path} HTTP/1.1\r\nHost: localhost:{self._port}\r\nContent-Length: {len(form)}\r\n"
        return self._send(f"{head}Content-Type: application/x-www-form-urlencoded\r\n", cookie, form)

    def close(self) -> None:
        self._socket.close()

    def _send(self, head: str, cookie: str, body: bytes) -> Answer:
        if cookie:
            head += f"Cookie: {cookie}\r\n"
        request = f"{head}\r\n".encode("latin1") + body
        began = time.perf_counter()
        self._socket.sendall(request)
        found = b""
        while b"\r\n\r\n" not in found:
            found += self._read()
        top, _, rest = found.partition(b"\r\n\r\n")
        lines = top.decode("latin1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        status = int(lines[0].split()[1])
        pieces, missing = [rest], int(headers.get("content-length", 0)) - len(rest)
        while missing > 0:
            pieces.append(self._read())
            missing -= len(pieces[-1])
        return Answer(status, headers, b"".join(pieces), time.perf_counter() - began)

    def _read(self) -> bytes:
        found = self._socket.recv(1 << 18)
        if not found:
            raise ConnectionError("the server closed the connection")
        return found
