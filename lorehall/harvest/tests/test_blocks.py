"""Where a passage goes in a draft, and how it moves."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lorehall.harvest.blocks import insert, move, sections, steps

DRAFT = """When to use it.

## Steps

1. Mix. [^p1]

## Code

```
# no heading

still code
```

## Where it does not fit
"""
pieces = st.sampled_from(
    ["# A", "## B", "text [^p7]", "1. step", "2. step [^p7]", "```", "", "", "- item", "[^p7]", "~~~", "    code", "#"]
)
drafts = st.lists(pieces, max_size=14).map("\n".join)


def words(text: str) -> list[str]:
    return sorted(re.findall(r"[\w^]+", text))


def test_headings_in_code_are_no_sections() -> None:
    assert [one.title for one in sections(DRAFT)] == ["Steps", "Code", "Where it does not fit"]
    assert sections("No heading.") == []


def test_a_line_becomes_the_next_step_of_a_numbered_list() -> None:
    assert steps(DRAFT) == 1
    assert "1. Mix. [^p1]\n2. Wait. [^p2]\n\n## Code" in insert(DRAFT, "Wait. [^p2]", 1)
    assert "## Steps\n\n1. Wait. [^p2]\n" in insert("## Steps\n\n1. \n", "Wait. [^p2]", 1)


@pytest.mark.parametrize("text", ["Two\n\nparagraphs", "- a list", "> said", "| a |", "    code"])
def test_what_is_more_than_a_line_stands_below_the_list(text: str) -> None:
    assert insert("## Steps\n\n1. Mix.\n", text, 1) == f"## Steps\n\n1. Mix.\n\n{text}\n"


@pytest.mark.parametrize("text", ["Two\n\nparagraphs", "- a list", "> said"])
def test_an_empty_step_gives_way_to_what_is_more_than_a_line(text: str) -> None:
    draft = "## Steps\n\n<!-- In order. -->\n\n1. \n\n## Then\n"
    assert insert(draft, text, 1) == f"## Steps\n\n<!-- In order. -->\n\n{text}\n\n## Then\n"


def test_it_goes_to_the_end_of_its_section_or_of_all() -> None:
    assert insert(DRAFT, "More.", 2).index("More.") < DRAFT.index("## Where") + 10
    assert insert(DRAFT, "More.", 0).endswith("## Where it does not fit\n\nMore.\n")
    assert insert(DRAFT, "More.", 99).endswith("More.\n")
    assert insert("", "More.") == "More.\n"


def test_a_step_moves_within_its_list_and_the_numbers_stay() -> None:
    assert move("1. a [^p1]\n2. b [^p2]\n3. c", 2, -1) == "1. b [^p2]\n2. a [^p1]\n3. c\n"
    assert move("1. a [^p1]\n2. b [^p2]", 2, 1) == "1. a [^p1]\n2. b [^p2]\n"


def test_a_passage_moves_with_the_citation_below_it() -> None:
    text = "A.\n\n```\ncode\n\nmore\n```\n\n[^p5]\n\nB."
    assert move(text, 5, -1) == "```\ncode\n\nmore\n```\n\n[^p5]\n\nA.\n\nB.\n"
    assert move(text, 5, 1) == "A.\n\nB.\n\n```\ncode\n\nmore\n```\n\n[^p5]\n"
    assert move(text, 6, 1) == text


@given(drafts, st.integers(0, 5))
def test_inserting_loses_no_word(source: str, section: int) -> None:
    after = words(insert(source, "taken [^p9]", section))
    assert all(after.count(word) >= words(source).count(word) for word in set(words(source)) if not word.isdigit())
    assert "taken" in after


@given(drafts, st.sampled_from([-1, 1]))
def test_moving_loses_no_word(source: str, by: int) -> None:
    assert words(move(source, 7, by)) == words(source)


@pytest.mark.parametrize("line", ["# a" + " " * 90_000 + "x", "# " + " #" * 40_000 + "x", "#" * 90_000])
def test_no_line_takes_long_to_tell_from_a_heading(line: str) -> None:
    began = time.monotonic()
    sections(line)
    assert time.monotonic() - began < 1


def test_what_closes_a_heading_is_no_part_of_its_title() -> None:
    assert [one.title for one in sections("# Steps ##\n## C #  \n###\n# #")] == ["Steps", "C", "", ""]
