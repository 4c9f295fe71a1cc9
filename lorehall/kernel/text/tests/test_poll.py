"""Polls written as text: what is understood, what is refused in which words, and what is stored."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lorehall.kernel.text import html_to_markdown, parse, plain, render
from lorehall.kernel.text.allow import clean
from lorehall.kernel.text.poll import ONE, RANKED, SEVERAL, Poll, Unclear, read, split, stored

pytestmark = pytest.mark.once

DAYS = """Which day suits you?
several choices, at most 2
open voters
until 2026-12-24
- Monday
- Tuesday & Wednesday
- <b>Thursday</b>
"""


def fenced(body: str) -> str:
    return f"Hello\n\n```poll\n{body}\n```\n\nBye"


def polls(html: str) -> list[Poll]:
    return [part for part in split(html) if isinstance(part, Poll)]


def test_a_poll_is_read_as_it_is_written() -> None:
    poll = read(DAYS)
    assert (poll.question, poll.way, poll.most, poll.names) == ("Which day suits you?", SEVERAL, 2, True)
    assert poll.choices == ("Monday", "Tuesday & Wednesday", "<b>Thursday</b>")


@pytest.mark.parametrize(
    ("terms", "way", "most", "names"),
    [
        ("", ONE, 0, False),
        ("one choice", ONE, 0, False),
        ("Several Choices", SEVERAL, 0, False),
        ("at most 1", SEVERAL, 1, False),
        ("several choices at most 3", SEVERAL, 2, False),
        ("ranked choice; open voters", RANKED, 0, True),
        ("ranked · names shown · closed voters", RANKED, 0, False),
    ],
)
def test_how_one_votes_is_said_in_plain_words(terms: str, way: str, most: int, names: bool) -> None:
    poll = read(f"Q?\n{terms}\n1. a\n2) b")
    assert (poll.way, poll.most, poll.names, poll.choices) == (way, most, names, ("a", "b"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "begins with its question"),
        ("- a\n- b", "begins with its question"),
        ("Q?", "this has 0"),
        ("Q?\n- a", "this has 1"),
        ("Q?\n" + "\n".join(f"- {n}" for n in range(21)), "this has 21"),
        ("Q?\n- a\n- A", "stands twice"),
        ("Q?\n- a  b\n- a b", "stands twice"),
        ("Q?\n- a\nb\n- c", "is no choice"),
        ("Q?\n- a\n- " + "b" * 201, "at most 200"),
        ("Q" * 301 + "\n- a\n- b", "at most 300"),
        ("Q?\ntwo choices\n- a\n- b", "“two choices” in the poll is not understood"),
        ("Q?\nat most 0\n- a\n- b", "At least one"),
        ("Q?\nuntil tomorrow\n- a\n- b", "until 2026-12-24"),
        ("Q?\nuntil 2026-02-30\n- a\n- b", "no such day"),
        ("Q?\nuntil 2026-02-03 25:00\n- a\n- b", "no such day"),
        ("Q?\nuntil 9999-12-31\n- a\n- b", "no such day"),
    ],
)
def test_what_is_no_poll_is_refused_in_words_that_help(body: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        read(body)
    document = parse(fenced(body))
    assert len(document.complaints) == 1
    assert not polls(document.render().html)
    assert "<pre><code>" in document.render().html


def test_what_is_stored_reads_well_and_is_read_back() -> None:
    html = render(fenced(DAYS)).html
    assert clean(html) == html
    assert plain(html) == (
        "Hello Which day suits you? Monday Tuesday & Wednesday <b>Thursday</b> "
        "several choices · at most 2 · open voters · until 2026-12-25 00:00 UTC Bye"
    )
    (poll,) = polls(html)
    assert poll.choices == read(DAYS).choices
    assert poll.key == read(DAYS).key
    assert poll.until == datetime(2026, 12, 25, tzinfo=UTC)
    assert "".join(part if isinstance(part, str) else stored(part).rstrip("\n") for part in split(html)) == html


def test_a_day_ends_in_the_writers_zone() -> None:
    html = parse(fenced(DAYS)).render(zone=ZoneInfo("Europe/Berlin")).html
    assert "until 2026-12-24 23:00 UTC" in html
    at_six = parse(fenced(DAYS.replace("-24", "-24 18:00"))).render(zone=ZoneInfo("America/New_York")).html
    assert "until 2026-12-24 23:00 UTC" in at_six
    assert parse(fenced(DAYS)).asks_zone
    assert not parse(fenced(DAYS.replace("-24", "-24 18:00 UTC"))).asks_zone


@pytest.mark.parametrize("before", ["> ", "- ", "    "])
def test_a_quoted_poll_is_not_held_again(before: str) -> None:
    source = "\n".join(f"{before}{line}" for line in f"```poll\n{DAYS}```".splitlines())
    assert not polls(render(source).html)


def test_the_same_poll_twice_is_held_once() -> None:
    html = render(fenced(DAYS) + "\n\n" + fenced(DAYS)).html
    assert len(polls(html)) == 1
    assert html.count("<section") == 2


def test_there_are_at_most_five() -> None:
    document = parse("\n\n".join(fenced(f"Q{n}?\n- a\n- b") for n in range(6)))
    assert "more than 5 polls" in document.complaints[0]
    assert len(polls(document.render().html)) == 5


def test_votes_belong_to_what_was_asked_and_how() -> None:
    one = read("Do we close on Monday?\n- Yes\n- No")
    assert read("do we  CLOSE on Monday?\n- No\n- Yes\n- Perhaps").key == one.key
    for other in ("Do we close on Tuesday?", "Do we close on Monday?\nopen voters", "Do we close on Monday?\nranked"):
        assert read(f"{other}\n- Yes\n- No").key != one.key
    assert set(read("Q?\n- C#\n- C++").keys.values()) == {"C#", "C++"}


def test_a_hand_made_block_is_a_poll_like_any_other_or_stays_what_it_is() -> None:
    made = stored(read("Q?\n- a\n- b"))
    assert len(polls(render(made).html)) == 1
    for broken in (made.replace("one choice", "no choice"), made.replace("<li>b</li>\n", "")):
        html = render(broken).html
        assert not polls(html)
        assert "".join(str(part) for part in split(html)) == html


def test_an_edited_import_keeps_the_words_of_a_poll() -> None:
    assert "- a" in html_to_markdown(render(fenced("Q?\n- a\n- b")).html)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(question=words, choices=st.lists(words, max_size=6), term=st.sampled_from(["", "ranked", "open voters"]))
def test_whatever_is_a_poll_comes_back_as_it_was(question: str, choices: list[str], term: str) -> None:
    body = "\n".join([question, term, *(f"- {choice}" for choice in choices)])
    try:
        poll = read(body)
    except Unclear:
        return
    html = clean(stored(poll))
    assert html == stored(poll)
    (again,) = polls(html)
    assert (again.question, again.choices, again.key, again.keys) == (
        poll.question, poll.choices, poll.key, poll.keys
    )  # fmt: skip
