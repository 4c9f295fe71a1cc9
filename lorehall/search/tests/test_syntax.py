"""What one types is read, explained where it can't be, and written again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lorehall.search.syntax import LONGEST, Asked, first_day, parse, write

pytestmark = pytest.mark.once

PIECES = st.sampled_from(
    [
        *("word", "c++", "node.js", "--force", "-", "-minus", "--", '"', '"two words"', '-"two words"', "“quoted", "»"),
        *(
            "tag:rye",
            "tag:",
            "#rye",
            "by:me",
            "by:@ada",
            'by:"ada lovelace"',
            "in:bakers/kitchen",
            "in:a in:b",
            "-in:x",
        ),
        *("is:open", "is:opne", "is:mine", "iss:open", "kind:questions", "kind:cake", "before:2026", "after:2026-13"),
        *(
            "after:2026-03",
            "before:2026-03-01",
            "http://a.b/c",
            "std::vector",
            "-std::vector",
            "-foo:bar",
            'foo:"bar baz"',
        ),
        *(
            "NEAR(",
            "*",
            "'",
            "\0",
            "日本語",
            "Ünï",
            " ",
            "\t",
            "\u00a0",
            'a"b',
            "-a-b",
            '""',
            '-""',
            "x:y:z",
            "TAG:Rye",
        ),
    ]
)
TYPED = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES).map("".join))


@given(TYPED)
def test_what_is_read_is_written_so_that_it_is_read_the_same(typed: str) -> None:
    asked = parse(typed).asked
    again = parse(write(asked))
    assert again.asked == asked
    assert not again.slips or len(write(asked)) > LONGEST
    assert write(again.asked) == write(asked)


def test_words_phrases_and_what_must_not_stand_there() -> None:
    asked = parse('crumb "cold  oven" -rye -"too wet" --force').asked
    assert asked == Asked(("crumb", "--force"), ("cold oven",), ("rye", "too wet"))


def test_every_operator_fills_its_part() -> None:
    typed = "in:Bakers/kitchen kind:questions is:open is:mine by:@Ada tag:#Rye after:2026-03 before:2026-04-01"
    asked = parse(typed).asked
    assert asked.filters == [
        ("in", "bakers/kitchen"),
        ("kind", "question"),
        ("is", "open"),
        ("is", "mine"),
        ("by", "ada"),
        ("tag", "rye"),
        ("after", "2026-03"),
        ("before", "2026-04-01"),
    ]


@pytest.mark.parametrize(
    ("typed", "why", "instead"),
    [
        ("dough is:opne", "option", "dough is:open"),
        ("dough kind:conversaton rye", "option", "dough kind:conversation rye"),
        ("kind:xylophone", "option", ""),
        ("tga:rye", "operator", "tag:rye"),
        ("tag: rye", "empty", ""),
        ("-tag:rye", "turned", "tag:rye"),
        ("before:yesterday", "date", ""),
        ("after:2026-02-30", "date", ""),
    ],
)
def test_a_slip_is_explained_and_left_out(typed: str, why: str, instead: str) -> None:
    read = parse(typed)
    assert [(slip.why, slip.instead) for slip in read.slips] == [(why, instead)]
    assert not read.asked.filters


def test_a_word_with_a_colon_is_a_word() -> None:
    assert parse("std::vector http://example.org/a").asked.words == ("std::vector", "http://example.org/a")


def test_ten_thousand_words_are_cut_and_that_is_said() -> None:
    assert [slip.why for slip in parse("word " * 10_000).slips] == ["long", "many"]


def test_filters_are_added_and_taken_away() -> None:
    asked = parse("dough is:open").asked
    assert write(asked.adding("is", "confirmed", alone=True)) == "dough is:confirmed"
    assert write(asked.adding("tag", "rye").adding("after", "2026")) == "dough is:open tag:rye after:2026"
    assert write(asked.leaving_out("is")) == "dough"
    assert write(asked.adding("is", "mine").leaving_out("is", "open")) == "dough is:mine"


def test_a_year_a_month_and_a_day_begin_where_they_begin() -> None:
    assert first_day("2026") == date(2026, 1, 1)
    assert first_day("2026-03") == date(2026, 3, 1)
    assert first_day("2026-3-9") == date(2026, 3, 9)
    assert first_day("20260309") is None
