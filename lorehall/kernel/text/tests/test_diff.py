"""The difference between two texts."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from lorehall.kernel.text.diff import Line, Segment, diff, sides

lines = st.lists(st.sampled_from(["one two", "one three two", "", "four", "five six.", "x"]), max_size=12).map(
    "\n".join
)
texts = st.one_of(lines, st.text(max_size=80))


@given(texts, texts)
@settings(deadline=None, max_examples=400)
def test_both_sides_can_be_put_together_again(before: str, after: str) -> None:
    assert sides(diff(before, after, context=None)) == (before, after)


def test_a_changed_word_is_shown_inside_its_line() -> None:
    (hunk,) = diff("Keep\nthe old pager now\nend", "Keep\nthe new pager now\nend")
    assert hunk.lines[1] == Line(
        "changed",
        (Segment("kept", "the "), Segment("removed", "old"), Segment("added", "new"), Segment("kept", " pager now")),
    )
    assert [segment.tag for segment in hunk.lines[1].segments] == ["", "del", "ins", ""]


def test_lines_with_little_in_common_stand_apart() -> None:
    (hunk,) = diff("alpha beta gamma", "nothing like that at all")
    assert [line.change for line in hunk.lines] == ["removed", "added"]


def test_equal_texts_have_no_hunks() -> None:
    assert diff("a\nb", "a\nb") == []


def test_hunks_are_parted_by_what_was_kept_and_know_their_lines() -> None:
    before = [f"line {n}" for n in range(1, 31)]
    after = before.copy()
    after[4] = "other thing entirely"
    after.insert(25, "new")
    hunks = diff("\n".join(before), "\n".join(after), context=2)
    assert [(hunk.before, hunk.after, len(hunk.lines)) for hunk in hunks] == [(3, 3, 6), (24, 24, 5)]


def test_long_texts_fall_back_to_whole_lines_in_time() -> None:
    start = time.process_time()
    diff("a b " * 40_000, "b a " * 40_000)
    diff("x\ny\n" * 30_000, "y\nx\n" * 30_000)
    diff("\n".join(f"{n} a" for n in range(1_900)), "\n".join(f"{n} b" for n in range(1_900, 0, -1)))
    diff("\n".join("a b c d e f" * 20 for _ in range(900)), "\n".join("a c b d f e" * 20 for _ in range(900)))
    assert time.process_time() - start < 15
