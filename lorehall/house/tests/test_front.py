"""The front and the bridge: who is asking, what answers without Django, and bodies both ways."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from lorehall.house.bridge import WHOLE, Bridge
from lorehall.house.front import Front


class Sent:
    """What the server's own `send` gives back: it can be awaited, and is no coroutine."""

    def __await__(self) -> Iterator[None]:
        return iter(())


def ask(app, path: str = "/", *, method: str = "GET", headers=(), body: tuple[bytes, ...] = (b"",), client="9.9.9.9"):
    """One request; returns the status, the headers and the body's pieces."""
    sent: list[dict[str, Any]] = []
    left = list(body)

    async def receive() -> dict[str, Any]:
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    def send(message: dict[str, Any]) -> Sent:
        sent.append(dict(message))
        return Sent()

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": b"a=b%20c",
        "scheme": "http",
        "server": ("localhost", 8000),
        "client": (client, 1234),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    asyncio.run(app(scope, receive, send))
    pieces = [message["body"] for message in sent[1:]]
    return sent[0]["status"], dict(sent[0]["headers"]), pieces


class Pages:
    """A WSGI application that remembers what it was asked."""

    def __init__(self, *pieces: bytes, status: str = "200 OK", fails: bool = False) -> None:
        self.pieces, self.status, self.fails = pieces, status, fails
        self.environ: dict[str, Any] = {}
        self.body = b""
        self.closed = 0

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        self.environ = environ
        self.body = environ["wsgi.input"].read()
        if self.fails:
            raise ValueError("no page")
        start(self.status, [("X-Colour", "ivory")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        self.closed += 1


def bridged(pages: Pages) -> Bridge:
    return Bridge(pages, threads=1, most=1000)


def test_a_page_comes_in_one_piece_with_its_length() -> None:
    pages = Pages(b"good ", b"day")
    status, headers, pieces = ask(bridged(pages), "/q/1/größe", headers=[("accept", "x"), ("x_sly", "y")])
    assert (status, pieces) == (200, [b"good day"])
    assert headers == {b"x-colour": b"ivory", b"content-length": b"8"}
    assert pages.environ["PATH_INFO"].encode("latin1").decode() == "/q/1/größe"
    assert pages.environ["QUERY_STRING"] == "a=b%20c"
    assert pages.environ["HTTP_ACCEPT"] == "x"
    assert "HTTP_X_SLY" not in pages.environ
    assert pages.closed == 1


def test_a_head_has_the_length_and_no_body_and_nothing_has_neither() -> None:
    assert ask(bridged(Pages(b"good day")), method="HEAD")[1:] == (
        {b"x-colour": b"ivory", b"content-length": b"8"},
        [b""],
    )
    assert ask(bridged(Pages(b"", status="304 Not Modified"))) == (304, {b"x-colour": b"ivory"}, [b""])


def test_a_body_in_pieces_arrives_whole() -> None:
    pages = Pages(b"")
    ask(bridged(pages), method="POST", body=(b"one ", b"two"), headers=[("content-type", "text/plain")])
    assert pages.body == b"one two"
    assert pages.environ["CONTENT_LENGTH"] == "7"
    assert pages.environ["CONTENT_TYPE"] == "text/plain"


def test_too_large_a_body_is_refused_before_and_while_it_comes() -> None:
    pages = Pages(b"")
    most = bridged(pages).most
    assert ask(bridged(pages), method="POST", headers=[("content-length", str(most + 1))])[0] == 413
    assert ask(bridged(pages), method="POST", body=(b"x" * most, b"y"))[0] == 413
    assert not pages.environ


def test_a_large_answer_streams_and_is_closed() -> None:
    pages = Pages(*[b"x" * (WHOLE // 2)] * 5)
    status, headers, pieces = ask(bridged(pages))
    assert status == 200
    assert b"content-length" not in headers
    assert len(pieces) > 2
    assert sum(map(len, pieces)) == WHOLE // 2 * 5
    assert pages.closed == 1


def test_an_application_that_fails_gives_a_plain_answer() -> None:
    status, _, pieces = ask(bridged(Pages(fails=True)))
    assert status == 500
    assert b"no page" not in pieces[0]


def test_cookies_in_several_headers_are_one() -> None:
    pages = Pages(b"")
    ask(bridged(pages), headers=[("cookie", "a=1"), ("cookie", "b=2")])
    assert pages.environ["HTTP_COOKIE"] == "a=1; b=2"


def test_the_process_says_that_it_is_alive_without_django() -> None:
    pages = Pages(b"")
    assert ask(Front(bridged(pages)), "/healthz")[0::2] == (200, [b"alive\n"])
    assert not pages.environ


def told(client: str, trusted: str, *headers: tuple[str, str]) -> tuple[str, str]:
    pages = Pages(b"")
    ask(Front(bridged(pages), trusted=[ip_network(trusted)]), client=client, headers=headers)
    assert not [name for name in pages.environ if "FORWARDED" in name]
    return pages.environ["REMOTE_ADDR"], pages.environ["wsgi.url_scheme"]


def test_only_a_trusted_proxy_is_believed() -> None:
    words = [("x-forwarded-for", "6.6.6.6, 7.7.7.7"), ("x-forwarded-proto", "https")]
    assert told("10.0.0.1", "10.0.0.0/8", *words) == ("7.7.7.7", "https")
    assert told("9.9.9.9", "10.0.0.0/8", *words) == ("9.9.9.9", "http")
    assert told("10.0.0.1", "10.0.0.0/8", ("x-forwarded-for", "6.6.6.6, 10.0.0.2")) == ("6.6.6.6", "http")
    assert told("10.0.0.1", "10.0.0.0/8", ("x-forwarded-proto", "gopher")) == ("10.0.0.1", "http")
    assert told("10.0.0.1", "10.0.0.0/8", ("x-forwarded-for", "6.6.6.6, <script>")) == ("10.0.0.1", "http")
