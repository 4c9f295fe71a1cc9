"""Addresses alone on a line: which are, and where their page may stand."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from lorehall.kernel.text import render
from lorehall.kernel.text.lone import lone, maybe

pytestmark = pytest.mark.once


def cut(source: str) -> list[tuple[str, str]]:
    """Each address, with what a card would replace."""
    html = render(source).html
    return [(found.url, html[found.start : found.end]) for found in lone(html)]


def test_an_address_that_is_a_paragraph_is_replaced_whole() -> None:
    ((url, place),) = cut("Look:\n\nhttps://mill.example/rye?a=1&b=2\n\nGood.")
    assert url == "https://mill.example/rye?a=1&b=2"
    assert place.startswith("<p><a href=")
    assert place.endswith("</a></p>")


@pytest.mark.parametrize(
    "source", ["Look:\nhttps://mill.example/\nGood.", "https://mill.example/\nGood.", "Look:\nhttps://mill.example/"]
)
def test_an_address_alone_on_a_line_of_a_paragraph_has_its_place_behind_it(source: str) -> None:
    assert cut(source) == [("https://mill.example/", "")]
    html = render(source).html
    assert html[: lone(html)[0].start].endswith("</p>")


@pytest.mark.parametrize(
    "source",
    [
        "See https://mill.example/ for more.",
        "https://mill.example/ is good",
        "[The mill](https://mill.example/)",
        "[https://bank.example/](https://mill.example/)",
        "> https://mill.example/",
        "`https://mill.example/`",
        "```\nhttps://mill.example/\n```",
        "- https://mill.example/",
        "ftp://mill.example/",
        "mail@mill.example",
        "/i/12",
        "#12",
    ],
)
def test_other_addresses_stay_links(source: str) -> None:
    assert cut(source) == []


def test_the_same_address_is_found_once_and_at_most_five() -> None:
    assert [url for url, _ in cut("https://a.example/\n\nhttps://a.example/#b")] == ["https://a.example/"]
    assert len(cut("\n\n".join(f"https://a.example/{n}" for n in range(9)))) == 5


def test_two_lines_of_one_paragraph_keep_their_order() -> None:
    html = render("https://a.example/\nhttps://b.example/\n\nhttps://c.example/").html
    places = lone(html)
    assert [found.url for found in places] == ["https://a.example/", "https://b.example/", "https://c.example/"]
    assert all(a.end <= b.start for a, b in pairwise(places))


def test_a_name_in_unicode_and_an_address_without_a_scheme_are_themselves() -> None:
    assert [url for url, _ in cut("www.mill.example/rye")] == ["http://www.mill.example/rye"]
    assert not maybe(render("Nothing here.").html)


def test_looking_for_addresses_takes_time_in_line_with_the_text() -> None:
    def seconds(n: int) -> float:
        html = '<p><a href="https://a.example/" rel="nofollow ugc noopener">https://a.example/ x</a>\n' * n
        before = time.process_time()
        lone(html)
        return time.process_time() - before

    seconds(10)
    assert seconds(4000) < 20 * max(seconds(1000), 0.001)


@pytest.mark.parametrize("frame", ["%s", "<blockquote>%s</blockquote>"])
def test_thousands_of_addresses_cost_a_page_nothing(frame: str) -> None:
    link = '<p><a href="https://a{n}.example/" rel="nofollow ugc noopener">https://a{n}.example/</a></p>\n'
    html = frame % "".join(link.replace("{n}", str(n)) for n in range(6000))
    before = time.process_time()
    assert len(lone(html)) == (0 if "quote" in frame else 5)
    assert time.process_time() - before < 0.3
