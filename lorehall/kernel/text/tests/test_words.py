"""Plain text, excerpts, folding and slugs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lorehall.kernel.text import excerpt, fold, plain, slug, tidy_line, tidy_source


def test_plain_text_parts_blocks_and_joins_what_stands_in_a_word() -> None:
    assert plain("<p>One<b>two</b></p><ul><li>a</li><li>b &lt; c</li></ul>") == "Onetwo a b < c"
    assert plain('<math alttext="x &lt; 1" display="inline"><mi>x</mi></math>') == "$x < 1$"


def test_an_excerpt_ends_at_a_word_and_never_runs_over() -> None:
    assert excerpt("short") == "short"
    assert excerpt("one two three", 9) == "one two…"
    assert excerpt("one, two", 6) == "one…"
    assert excerpt("a" * 30, 10) == "a" * 9 + "…"
    assert excerpt("学" * 30, 10) == "学" * 9 + "…"


@given(st.text(), st.integers(2, 60))
@settings(deadline=None)
def test_an_excerpt_is_never_longer_than_asked(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Žižek", "zizek"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Ærø", "aero"), ("Łódź", "lodz"),
     ("ﬁne", "fine"), ("Ｆｕｌｌ", "full"), ("e\u0301", "e"), ("İstanbul", "istanbul"), ("Ελλάδα", "ελλάδα"),
     ("Йод", "йод"), ("東京", "東京"), ("مرحبا", "مرحبا"), ("zero\u200bwidth", "zerowidth"), ("Đỗ Ngọc", "do ngoc")],
)  # fmt: skip
def test_latin_letters_fold_to_ascii_and_other_scripts_are_kept(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
@settings(deadline=None, max_examples=500)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_a_slug_is_always_an_address(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(title))
    assert len(slug(title)) <= 80


def test_a_slug_says_the_title_in_ascii() -> None:
    assert slug("How do you roll back a migration?") == "how-do-you-roll-back-a-migration"
    assert slug("Москва — Ω") == "moskva-o"
    assert slug("!?") == "untitled"
    assert slug("word " * 40).endswith("word")


def test_a_title_is_one_line_without_hidden_marks() -> None:
    assert tidy_line("  a\n b\t\u202ec\u0000 ") == "a b c"
    assert tidy_line("e\u0301") == "\u00e9"
    assert tidy_source("a\r\nb\rc\0") == "a\nb\nc\ufffd"
