"""Two people's changes to one text, put together."""

from __future__ import annotations

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from lorehall.kernel.text.anchors import increasing
from lorehall.kernel.text.merge import MARK, Conflict, is_marked, merge

LINES = ["one two three four", "one two three four five", "", "- a", "- b", "six seven eight nine ten", "x", "x y", " "]
lines = st.lists(st.sampled_from(LINES), max_size=10).map("\n".join)
words = st.lists(st.sampled_from(["a", "b", "c", "d ", "\n", ".", " "]), max_size=20).map("".join)
texts = st.one_of(lines, words, st.text(max_size=60))


def said(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@given(texts, texts, texts)
@settings(deadline=None, max_examples=600)
def test_every_word_that_either_added_is_there(base: str, mine: str, theirs: str) -> None:
    merged = said(merge(base, mine, theirs).text)
    assert (said(mine) | said(theirs)) - said(base) <= merged


@given(texts, texts)
@settings(deadline=None, max_examples=300)
def test_merging_with_an_unchanged_side_gives_the_other(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@given(texts, texts, texts)
@settings(deadline=None, max_examples=300)
def test_who_is_called_mine_changes_only_the_order(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert sorted(filter(str.strip, one.text.split("\n"))) == sorted(filter(str.strip, other.text.split("\n")))
    assert {(c.base, c.mine, c.theirs) for c in one.conflicts} == {(c.base, c.theirs, c.mine) for c in other.conflicts}


@given(texts, texts, texts)
@settings(deadline=None, max_examples=300)
def test_only_conflicts_leave_marks(base: str, mine: str, theirs: str) -> None:
    merged = merge(base.replace(MARK, ""), mine.replace(MARK, ""), theirs.replace(MARK, ""))
    assert is_marked(merged.text) == any(c.mine.strip() and c.theirs.strip() for c in merged.conflicts)


def test_changes_in_different_paragraphs_both_stand() -> None:
    merged = merge("A.\n\nB.\n\nC.", "A, said twice.\n\nB.\n\nC.", "A.\n\nB.\n\nC, and more.\n\nD.")
    assert merged.text == "A, said twice.\n\nB.\n\nC, and more.\n\nD."
    assert not merged.conflicts


def test_changes_of_words_that_stand_apart_in_one_line_both_stand() -> None:
    base = "Rest the dough for twelve hours in a cold place"
    merged = merge(base, base.replace("twelve", "ten"), base.replace("cold place", "cellar"))
    assert (merged.text, merged.conflicts) == ("Rest the dough for ten hours in a cellar", ())


def test_changes_of_neighbouring_words_are_one_change() -> None:
    merged = merge("Wait for 12 hours now", "Wait for 24 hours now", "Wait for 12 days now")
    assert merged.conflicts == (Conflict("Wait for 12 hours now", "Wait for 24 hours now", "Wait for 12 days now"),)
    assert {"24", "days"} <= said(merged.text)
    assert is_marked(merged.text)


def test_what_both_add_in_one_place_stands_one_after_the_other() -> None:
    merged = merge("Steps\n", "Steps\n\nMine. [^p2]\n", "Steps\n\nTheirs. [^p1]\n")
    assert merged.text == "Steps\n\nTheirs. [^p1]\n\nMine. [^p2]\n"
    assert not merged.conflicts


def test_what_both_add_to_a_list_stays_one_list() -> None:
    assert merge("- a", "- a\n- mine", "- a\n- theirs").text == "- a\n- theirs\n- mine"


def test_two_who_begin_an_empty_text_both_begin_it() -> None:
    assert merge("", "Mine.", "Theirs.").text == "Theirs.\n\nMine."


def test_a_text_that_was_saved_already_does_not_come_twice() -> None:
    assert merge("Rest", "Rest the dough.", "Rest the").text == "Rest the dough."
    assert merge("", "Rest the\n\nMix.", "Rest the").text == "Rest the\n\nMix."


def test_what_one_changed_and_the_other_took_out_stands() -> None:
    merged = merge("A.\n\nB, as it was.\n\nC.", "A.\n\nC.", "A.\n\nB, as it is.\n\nC.")
    assert "B, as it is." in merged.text
    assert len(merged.conflicts) == 1


def test_the_longest_increasing_run_is_found() -> None:
    assert increasing([(0, 5), (1, 1), (2, 2), (3, 0), (4, 3)]) == [(1, 1), (2, 2), (4, 3)]
    assert increasing([]) == []


HOSTILE = {
    "one line": ("a b " * 50_000, "b a " * 50_000, "a c " * 50_000),
    "lines of two kinds": ("x\ny\n" * 50_000, "y\nx\n" * 50_000, "y\ny\nx\n" * 33_000),
    "lines in another order": tuple(
        "\n".join(f"{n} {word}" for n in numbers)
        for word, numbers in (("a", range(20_000)), ("a", range(20_000, 0, -1)), ("a", range(0, 40_000, 2)))
    ),
    "many changed lines": tuple(
        "\n".join(f"{words} {n}" for n in range(2_000))
        for words in ("a b c d e f g h i j k " * 4, "a b x d e f g h i j k " * 4, "a b c d e f g h i j y " * 4)
    ),
    "new lines only": ("\n" * 200_000, "\n" * 199_000, "\n" * 198_000),
    "blocks that almost match": ("a\na\nb\n" * 60, "a\nb\na\n" * 60, "b\na\na\n" * 60),
}


def test_whatever_the_texts_are_made_of_it_takes_no_long_time() -> None:
    for name, (base, mine, theirs) in HOSTILE.items():
        start = time.process_time()
        merge(base, mine, theirs)
        assert time.process_time() - start < 6, name
