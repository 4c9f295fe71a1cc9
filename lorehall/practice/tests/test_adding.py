"""Where the words of a failure go in the text of a practice."""

from __future__ import annotations

import time

import pytest

from lorehall.content.models import Post
from lorehall.practice.adding import with_failure

POST = Post(pk=7, source="It  froze.\n")


def test_they_go_to_the_end_of_the_section_that_says_where_it_does_not_fit() -> None:
    source = "Wait.\n\n## Where it does not fit ##\n\nIn summer.\n\n## Steps\n\n1. Mix.\n"
    after = with_failure(source, POST, "en")
    assert after == source.replace("In summer.\n", "In summer.\n\nIt froze. [^p7]\n")


def test_where_there_is_no_such_section_one_is_made() -> None:
    assert with_failure("Wait.", POST, "en") == "Wait.\n\n## Where it does not fit\n\nIt froze. [^p7]\n"


@pytest.mark.parametrize("line", ["# " + " #" * 45_000 + "x", "# a" + " " * 90_000 + "x"])
def test_no_heading_takes_long_to_read(line: str) -> None:
    began = time.monotonic()
    with_failure(line, POST, "en")
    assert time.monotonic() - began < 1
