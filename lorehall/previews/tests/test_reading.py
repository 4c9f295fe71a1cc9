"""What a page says of itself, whatever it says."""

from __future__ import annotations

import time

import pytest

from lorehall.kernel.http import Reply
from lorehall.previews.reading import Said, read

pytestmark = pytest.mark.once


def said(html: str | bytes, charset: str = "", url: str = "https://www.mill.example/a/b") -> Said:
    body = html.encode() if isinstance(html, str) else html
    return read(Reply(url, 200, "text/html", charset, body))


def test_opengraph_comes_before_twitter_before_the_title() -> None:
    both = '<meta name="twitter:title" content="T"><meta property="og:title" content="O"><title>H</title>'
    assert said(both).title == "O"
    assert said(both.replace("og:title", "og:type")).title == "T"
    assert said("<title> The\n mill </title>").title == "The mill"
    assert said("<p>Nothing").title == ""


def test_site_text_and_picture_are_found() -> None:
    page = said(
        '<head><meta property="og:site_name" content="Mill"><meta name="Description" content="Rye &amp; more">'
        '<meta property="og:image" content="../p.png"></head>'
    )
    assert page == Said("", "Rye & more", "Mill", "https://www.mill.example/p.png")
    assert said("<title>x</title>").site == "mill.example"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("Käse", "utf-8"),
        ("Käse", "iso-8859-1"),
        ("Käse", "windows-1252"),
        ("Сыр", "koi8-r"),
        ("奶酪", "gb18030"),
        ("チーズ", "shift_jis"),
    ],
)
def test_charsets_are_heeded_from_the_head_or_the_page(body: str, charset: str) -> None:
    assert said(f"<title>{body}</title>".encode(charset), charset).title == body
    in_page = f'<meta charset="{charset}"><title>{body}</title>'
    assert said(in_page.encode(charset)).title == body


@pytest.mark.parametrize(
    "charset", ["zlib", "rot13", "unicode_escape", "punycode", "idna", "nonsense", "utf-7", "x" * 99]
)
def test_a_charset_that_is_none_of_the_webs_is_not_used(charset: str) -> None:
    assert said("<title>Käse</title>", charset).title == "Käse"
    assert said(f'<meta charset="{charset}"><title>Käse</title>').title == "Käse"


def test_what_is_in_no_charset_is_read_as_well_as_can_be() -> None:
    assert said("<title>Käse</title>".encode("latin-1")).title == "Käse"
    assert said(b"\xff\xfe\x00<title>a\x00b</title>", "utf-8").title == "ab"


def test_a_hostile_title_is_text() -> None:
    title = said("<title><script>alert(1)</script>&lt;img src=x onerror=alert(1)&gt;\u202egnp.exe</title>").title
    assert "\u202e" not in title
    assert (
        said('<meta property="og:title" content="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">').title
        == '"><script>alert(1)</script>'
    )
    assert len(said(f"<title>{'x' * 99_999}</title>").title) == 200


def test_scripts_and_comments_say_nothing() -> None:
    assert said('<script>"<title>no</title>"</script><!-- <title>no</title> --><title>yes</title>').title == "yes"
    assert said("<script><title>no</title>").title == ""


@pytest.mark.parametrize(
    "html",
    [
        "<a " * 300_000,
        "<" * 900_000,
        "<!--" * 200_000,
        "<script>" * 100_000,
        "<title>" * 100_000,
        "<meta content='" * 60_000,
        '<meta property="og:title" ' + "x=y " * 200_000,
        "&" * 900_000,
        "&#x41" * 180_000,
        "<![CDATA[" * 90_000,
        "<?" * 400_000,
        "</" * 400_000,
        "<!DOCTYPE [" * 80_000,
        "<p>" * 300_000,
    ],
)
def test_a_page_that_is_made_to_cost_is_given_up(html: str) -> None:
    before = time.process_time()
    said(html[:1_000_000])
    assert time.process_time() - before < 4
