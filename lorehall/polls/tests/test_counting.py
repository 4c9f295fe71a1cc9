"""Counting: plain choices, ranked ones round by round, and what became of choices that went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lorehall.kernel.text.poll import Poll, read
from lorehall.polls.count import Count, count

pytestmark = pytest.mark.once


def poll(terms: str, choices: str = "abc") -> Poll:
    return read("Q?\n{}\n{}".format(terms, "\n".join(f"- {choice}" for choice in choices)))


def counted(held: Poll, ballots: dict[str, int]) -> Count:
    keys = {text: key for key, text in held.keys.items()}
    return count(held, {tuple(keys.get(one, "gone" + one) for one in ballot): n for ballot, n in ballots.items()})


def said(held: Poll, votes: object) -> dict[str, int]:
    return {held.keys[key]: number for key, number in dict(votes).items()}  # type: ignore[call-overload]


def won(held: Poll, result: Count) -> str:
    return "".join(sorted(held.keys[key] for key in result.winners))


def test_one_choice_counts_the_first() -> None:
    held = poll("one choice")
    result = counted(held, {"a": 3, "b": 1})
    assert (said(held, result.votes), result.voters, won(held, result)) == ({"a": 3, "b": 1, "c": 0}, 4, "a")


def test_several_choices_count_each() -> None:
    held = poll("several choices")
    result = counted(held, {"ab": 2, "b": 1, "c": 1})
    assert (said(held, result.votes), result.voters, won(held, result)) == ({"a": 2, "b": 3, "c": 1}, 4, "b")


def test_nobody_wins_without_votes() -> None:
    for terms in ("one choice", "several choices", "ranked choice"):
        result = counted(poll(terms), {})
        assert (result.voters, result.winners, result.gone) == (0, (), 0)


def test_votes_for_a_choice_that_went_are_left_out_and_told() -> None:
    held = poll("several choices")
    result = counted(held, {"ax": 2, "x": 3, "b": 1})
    assert (said(held, result.votes), result.voters, result.gone) == ({"a": 2, "b": 1, "c": 0}, 3, 5)
    held = poll("ranked choice")
    result = counted(held, {"xa": 2, "b": 1})
    assert (won(held, result), result.gone) == ("a", 2)


def test_a_majority_ends_the_run_off_at_once() -> None:
    held = poll("ranked choice")
    result = counted(held, {"abc": 3, "bca": 2})
    # c has no first place, yet more than half want a already.
    assert (len(result.rounds), won(held, result)) == (1, "a")


def test_the_votes_of_who_leaves_go_to_their_next() -> None:
    held = poll("ranked choice", "abcd")
    result = counted(held, {"ab": 42, "bca": 26, "cdb": 15, "dcb": 17})
    told = [said(held, one.votes) for one in result.rounds]
    assert told == [
        {"a": 42, "b": 26, "c": 15, "d": 17},
        {"a": 42, "b": 26, "d": 32},
        {"a": 68, "d": 32},
    ]  # fmt: skip
    # Those of b have c next, who has left; then a.
    assert won(held, result) == "a"


def test_of_level_last_ones_the_one_leaves_that_had_fewer_before() -> None:
    held = poll("ranked choice", "abcd")
    result = counted(held, {"a": 6, "b": 4, "c": 3, "dc": 1})
    rounds = [said(held, one.votes) for one in result.rounds]
    assert rounds[1] == {"a": 6, "b": 4, "c": 4}
    assert [held.keys[key] for key in result.rounds[1].left] == ["c"]


def test_of_level_last_ones_never_apart_the_one_leaves_that_fewer_name_and_then_the_lower() -> None:
    held = poll("ranked choice")
    # b and c have two each; of both c is named by more, so b leaves, and its ballots go on to c.
    result = counted(held, {"a": 3, "bc": 2, "c": 2})
    assert [[held.keys[key] for key in one.left] for one in result.rounds] == [["b"], []]
    assert (won(held, result), said(held, result.rounds[1].votes)) == ("c", {"a": 3, "c": 4})
    result = counted(held, {"a": 3, "b": 2, "c": 2})
    assert [held.keys[key] for key in result.rounds[0].left] == ["c"]


def test_what_stays_level_is_said_to_be_level() -> None:
    held = poll("ranked choice")
    assert won(held, counted(held, {"a": 2, "b": 2})) == "ab"
    assert won(held, counted(held, {"abc": 1, "bca": 1, "cab": 1})) == "abc"


@given(st.dictionaries(st.permutations("abcd").map("".join), st.integers(1, 9), max_size=12), st.integers(1, 4))
def test_a_run_off_ends_and_loses_no_vote(ballots: dict[str, int], ranked: int) -> None:
    held = poll("ranked choice", "abcd")
    short: dict[str, int] = {}
    for ballot, number in ballots.items():
        short[ballot[:ranked]] = short.get(ballot[:ranked], 0) + number
    result = counted(held, short)
    assert len(result.rounds) <= 4
    assert sum(result.rounds[0].votes.values()) == result.voters
    assert bool(result.winners) == bool(short)
    for earlier, later in zip(result.rounds, result.rounds[1:], strict=False):
        assert set(earlier.votes) - set(earlier.left) == set(later.votes)
