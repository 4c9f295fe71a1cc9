"""The guarded client: whom it never asks, and what no stranger's server can do to it."""

from __future__ import annotations

import gzip
import socket
import ssl
import tempfile
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from lorehall.kernel.http import Client, Guard, Unreachable, Wish
from lorehall.kernel.http.guard import is_public
from lorehall.kernel.tests.strangers import Stranger, here, moved, page, stranger, trusting

pytestmark = pytest.mark.once

INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "224.0.1.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
OUTSIDE = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1", "2620:fe::fe"]


def code(client: Client, url: str, wish: Wish | None = None) -> str:
    """Why nothing came of it."""
    with pytest.raises(Unreachable) as no:
        client.get(url, wish)
    return no.value.code


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_is_not_on_the_public_internet_is_never_asked(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(Unreachable, match="not a public address"):
        Guard(resolve=lambda _host, _port: [address]).addresses("site.example", 443, seconds=1)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_is_asked(address: str) -> None:
    assert Guard(resolve=lambda _host, _port: [address]).addresses("site.example", 443, seconds=1) == [address]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "127.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "localhost",
        "localhost.",
        "１２７.0.0.1",
        "127。0。0。1",
        "[fe80::1%25lo]",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_this_machine_is_not_asked_however_it_is_spelled(scheme: str, host: str) -> None:
    # With the system's own resolver, which knows all these spellings.
    assert code(Client(), f"{scheme}://{host}/") in {"refused", "failed"}


@pytest.mark.parametrize(
    "url",
    [
        "ftp://site.example/",
        "file:///etc/passwd",
        "gopher://site.example/",
        "//site.example/",
        "site.example",
        "",
        "http://",
        "http:///x",
        "http://ada:secret@site.example/",
        "http://site.example:99999/",
        "http://[::1/",
        "http://site.example:22/",
        "https://site.example:8443/",
        "http://a\nb/",
        "http://site.example/" + "x" * 2000,
    ],
)
def test_only_plain_addresses_of_web_pages_on_their_usual_ports_are_asked(url: str) -> None:
    assert code(Client(Guard(resolve=lambda _host, _port: ["8.8.8.8"])), url) == "refused"


def test_a_name_with_one_private_address_among_others_is_refused_whole() -> None:
    guard = Guard(resolve=lambda _host, _port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Unreachable, match="not a public address"):
        guard.addresses("site.example", 80, seconds=1)


def test_a_name_that_takes_too_long_to_resolve_is_given_up() -> None:
    def slowly(_host: str, _port: int) -> list[str]:
        time.sleep(2)
        return ["8.8.8.8"]

    before = time.monotonic()
    assert code(Client(Guard(resolve=slowly), seconds=0.2), "http://site.example/") == "too_slow"
    assert time.monotonic() - before < 1


def test_a_page_comes_with_its_type_and_charset() -> None:
    with stranger({"/a?b=c": page("<p>Rye</p>", "text/html; Charset='UTF-8'")}) as site:
        reply = trusting().get(site.url("/a?b=c#part"))
    assert (reply.status, reply.type, reply.charset, reply.body) == (200, "text/html", "utf-8", b"<p>Rye</p>")
    assert reply.url == site.url("/a?b=c")


def test_what_goes_out_says_who_asks_and_nothing_of_who_wrote() -> None:
    with stranger({"/": page("x", more="Set-Cookie: a=b\r\n")}) as site:
        client = trusting()
        client.get(site.url())
        client.get(site.url())
    head = site.heads[-1].lower()
    assert "user-agent: lorehall/1 (+http://localhost:8000)" in head
    assert not any(word in head for word in ("cookie", "authorization", "referer", "from:"))


def test_a_redirect_to_a_private_address_is_refused() -> None:
    def resolver(host: str, _port: int) -> list[str]:
        return ["127.0.0.1" if host == "site.example" else "10.0.0.7"]

    with stranger({"/": moved("http://inside.example/")}) as site:
        guard = Guard(resolve=resolver, allow=("127.0.0.0/8",), ports=None)
        assert code(Client(guard), site.url()) == "refused"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://site.example/", "javascript:alert(1)", "http://a:b@c/"])
def test_a_redirect_out_of_the_web_is_refused(to: str) -> None:
    with stranger({"/": moved(to)}) as site:
        assert code(trusting(), site.url()) == "refused"


def test_five_redirects_are_followed_and_no_sixth() -> None:
    pages = {f"/{step}": moved(f"/{step + 1}") for step in range(6)}
    with stranger({**pages, "/6": page("there")}) as site:
        assert trusting().get(site.url("/1")).body == b"there"
        assert code(trusting(), site.url("/0")) == "failed"


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked() -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    guard = Guard(resolve=rebinding, allow=("127.0.0.1/32",), ports=None)
    with stranger({"/": page("first")}) as site:
        # One look-up for each connection (robots.txt, the page), none between the check and the connection.
        assert Client(guard).get(site.url()).body == b"first"
        assert asked == ["site.example"] * 2
        assert code(Client(guard), site.url()) == "refused"


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with stranger({}) as proxy, stranger({"/": page("direct")}) as site:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert trusting().get(site.url()).body == b"direct"
        assert not proxy.heads


def _dribble(connection: socket.socket, _path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n")
    for _ in range(60):
        time.sleep(0.05)
        connection.sendall(b"x")


def _dribbled_head(connection: socket.socket, _path: str) -> None:
    for letter in b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX: " + b"x" * 60:
        time.sleep(0.05)
        connection.sendall(bytes([letter]))


def _endless(connection: socket.socket, _path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>and on" * 10_000)


def _silent(connection: socket.socket, _path: str) -> None:
    connection.recv(1)


def _garbage(connection: socket.socket, _path: str) -> None:
    connection.sendall(b"\x00\xff" * 500 + b"\r\n\r\n")


def _long_head(connection: socket.socket, _path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 2_000_000 + b"\r\n\r\n")


@pytest.mark.parametrize("write", [_dribble, _dribbled_head, _silent])
def test_a_server_that_dribbles_gets_its_time_and_no_more(write: object) -> None:
    with stranger({"/": write}) as site:  # type: ignore[dict-item]
        before = time.monotonic()
        assert code(trusting(0.6), site.url()) == "too_slow"
        assert time.monotonic() - before < 1.5


def test_the_time_is_for_all_redirects_together() -> None:
    def slow(connection: socket.socket, path: str) -> None:
        time.sleep(0.25)
        moved(f"{path}x")(connection, path)

    pages = {f"/{'x' * step}": slow for step in range(9)}
    with stranger(pages) as site:
        assert code(trusting(0.6), site.url()) == "too_slow"


def test_an_endless_body_is_cut_or_refused() -> None:
    with stranger({"/": _endless}) as site:
        assert code(trusting(), site.url()) == "too_big"
        assert len(trusting().get(site.url(), Wish(most=50_000, cut=True)).body) == 50_000


@pytest.mark.parametrize("write", [_garbage, _long_head])
def test_what_is_no_http_fails_plainly(write: object) -> None:
    with stranger({"/": write}) as site:  # type: ignore[dict-item]
        assert code(trusting(), site.url()) == "failed"


def test_a_compression_bomb_is_unpacked_no_further_than_the_limit() -> None:
    bomb = gzip.compress(bytes(300_000_000), 9)
    coded = "Content-Encoding: gzip\r\n"
    with stranger({"/": page(bomb, more=coded), "/ok": page(gzip.compress(b"rye"), more=coded)}) as site:
        assert code(trusting(), site.url()) == "too_big"
        assert len(trusting().get(site.url(), Wish(cut=True)).body) == 1_000_000
        assert trusting().get(site.url("/ok")).body == b"rye"


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_compression_that_was_not_asked_for_fails_plainly(coding: str) -> None:
    with stranger({"/": page(b"xx", more=f"Content-Encoding: {coding}\r\n")}) as site:
        assert code(trusting(), site.url()) == "failed"


def test_a_body_of_another_type_than_wished_is_not_read() -> None:
    with stranger({"/": page("x", "application/pdf")}) as site:
        assert code(trusting(), site.url(), Wish(types=("text/html", "image/"))) == "wrong_type"
        assert "accept: text/html, image/*" in site.heads[-1].lower()


@pytest.mark.parametrize(
    ("robots", "path", "may"),
    [
        ("User-agent: *\nDisallow: /private", "/private/x", False),
        ("User-agent: *\nDisallow: /private", "/open", True),
        ("User-agent: Lorehall\nDisallow: /\n\nUser-agent: *\nDisallow:", "/open", False),
        ("User-agent: Lorehall\nDisallow:\n\nUser-agent: *\nDisallow: /", "/open", True),
        ("<html>no robots here</html>", "/open", True),
    ],
)
def test_robots_txt_is_heeded(robots: str, path: str, may: bool) -> None:
    with stranger({"/robots.txt": page(robots, "text/plain"), path: page("in")}) as site:
        if may:
            assert trusting().get(site.url(path)).body == b"in"
        else:
            assert code(trusting(), site.url(path)) == "robots"
            assert not site.asked(path)


def test_robots_txt_is_asked_for_once_and_of_every_site_on_the_way() -> None:
    closed = page("User-agent: *\nDisallow: /", "text/plain")
    with stranger({"/robots.txt": closed}) as other, stranger({"/": moved(other.url("/x", "other.example"))}) as site:
        client = trusting()
        assert code(client, site.url()) == "robots"
        assert code(client, site.url()) == "robots"
    assert (site.asked("/robots.txt"), other.asked("/robots.txt"), other.asked("/x")) == (1, 1, 0)


def test_a_site_whose_robots_txt_is_in_trouble_is_left_alone() -> None:
    with stranger({"/robots.txt": page("", status="503 No"), "/": page("x")}) as site:
        assert code(trusting(), site.url()) == "robots"


def _certified(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for the name, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    text = certificate.public_bytes(Encoding.PEM).decode()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + text.encode())
        file.flush()
        server.load_cert_chain(file.name)
    return server, ssl.create_default_context(cadata=text)


def test_a_certificate_is_held_against_the_name() -> None:
    server, trusted = _certified("site.example")
    with stranger({"/": page("sealed")}, tls=server) as site:
        client = trusting(certificates=trusted)
        assert client.get(f"https://site.example:{site.port}/").body == b"sealed"
        assert code(client, f"https://other.example:{site.port}/") == "failed"
        assert code(client, f"https://127.0.0.1:{site.port}/") == "failed"
        assert code(trusting(), f"https://site.example:{site.port}/") == "failed"


def test_a_server_that_is_not_there_fails_plainly() -> None:
    with stranger({}) as site:
        gone: Stranger = site
    assert code(trusting(), gone.url()) == "failed"
    guard = Guard(resolve=here, ports=None)
    assert code(Client(guard), gone.url()) == "refused"
