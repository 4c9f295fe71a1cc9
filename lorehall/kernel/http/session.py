"""What one request asks for and what comes of it, with everything that a stranger's server could do to us bounded."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

import httpcore2
import httpx2
from django.conf import settings

from lorehall.kernel.http.connect import Deadline, Transport
from lorehall.kernel.http.guard import Guard, Unreachable

MOST: Final = 1_000_000
LONGEST: Final = 2_000
"""Characters of an address."""
NAME: Final = "Lorehall"
"""What we are called in robots.txt."""
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_FAULTS: Final = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpx2.StreamError,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    httpcore2.UnsupportedProtocol,
    OSError,
    ValueError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came: the address that answered in the end, status, media type, charset ("" when not said), and the body
    without its compression.
    """

    url: str
    status: int
    type: str
    charset: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: media types (beginnings of them, none for any), and how much of it. With `cut` the first
    `most` bytes will do; without, what is larger is refused.
    """

    types: tuple[str, ...] = ()
    most: int = MOST
    cut: bool = False

    @property
    def accept(self) -> str:
        return ", ".join(kind if "/" in kind.rstrip("/") else f"{kind}*" for kind in self.types) or "*/*"


class Session:
    """One `get` with all that belongs to it, under one deadline."""

    def __init__(self, guard: Guard, deadline: Deadline, certificates: ssl.SSLContext) -> None:
        self.deadline = deadline
        self._transport = Transport(guard, deadline, certificates)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def once(self, url: httpx2.URL, wish: Wish) -> Reply | httpx2.URL:
        """One request: the reply, or where it leads on."""
        try:
            return self._once(url, wish)
        except httpcore2.TimeoutException as error:
            raise Unreachable("too_slow", "it took too long") from error
        except _FAULTS as error:
            raise Unreachable("failed", type(error).__name__) from error

    def _once(self, url: httpx2.URL, wish: Wish) -> Reply | httpx2.URL:
        headers = {"User-Agent": f"{NAME}/1 (+{settings.URL})", "Accept": wish.accept, "Accept-Encoding": "gzip"}
        request = httpx2.Request("GET", url, headers=headers)
        response = self._transport.handle_request(request)
        try:
            onward = response.headers.get("location") if response.status_code in _MOVED else None
            if onward is not None:
                return checked(str(url.join(onward)))
            kind, charset = _media(response.headers.get("content-type", ""))
            if response.status_code == 200 and wish.types and not kind.startswith(wish.types):
                raise Unreachable("wrong_type", kind[:40])
            body = _read(response, wish)
            return Reply(str(url), response.status_code, kind, charset, body)
        finally:
            response.close()


def checked(url: str) -> httpx2.URL:
    """The address, if it is one that may be asked as far as one can see from its spelling. Raises `Unreachable`."""
    try:
        read = httpx2.URL(url[: LONGEST + 1]).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise Unreachable("refused", "not an address") from error
    if len(url) > LONGEST or read.scheme not in {"http", "https"} or not read.host or read.userinfo:
        raise Unreachable("refused", "not an address that is asked")
    return read


def _media(said: str) -> tuple[str, str]:
    kind, *more = (part.strip() for part in said[:200].lower().split(";"))
    charset = next((part.removeprefix("charset=").strip("\"' ") for part in more if part.startswith("charset=")), "")
    return kind, charset


def _read(response: httpx2.Response, wish: Wish) -> bytes:
    """The body up to the limit, and not a byte of memory more: a bomb is unpacked no further than that."""
    found = bytearray()
    for piece in _unpacked(response, wish.most):
        found += piece
        if len(found) > wish.most:
            if not wish.cut:
                raise Unreachable("too_big", "more than was asked for")
            break
    return bytes(found[: wish.most])


def _unpacked(response: httpx2.Response, most: int) -> Iterator[bytes]:
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"}:
        yield from response.iter_raw()
        return
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise Unreachable("failed", "an unknown compression")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for piece in response.iter_raw():
        yield unpacker.decompress(piece, most + 1)
        if unpacker.unconsumed_tail or unpacker.eof:
            return
