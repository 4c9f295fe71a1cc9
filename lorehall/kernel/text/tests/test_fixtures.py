"""Fixtures of other projects: GFM's extensions, markdown-it's own cases, an HTML sanitiser's cases."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lorehall.kernel.text import clean_html, render

from .given import meaning, shared
from .safety import assert_safe

SOLVED_OTHERWISE = {
    "xss.md": {"![](data:image/gif", "```js&#32;custom-class"},
    "tables.md": set[str](),
    "strikethrough.md": set[str](),
    "tasklists.md": set[str](),
    # `github.com` alone is no link: in a craft's talk `main.py` and `README.md` would be links too.
    "linkify.md": {"github.com", "mailto:test"},
    "fatal.md": {"foo <!--- xxx"},  # the fixture was made with the typographer on
    "proto.md": set[str](),
}


def _cases(text: str) -> Iterator[tuple[str, str]]:
    parts: list[list[str]] = [[], [], []]
    at = 0
    for line in text.split("\n"):
        if line != ".":
            parts[at].append(line)
        elif at < 2:
            at += 1
        else:
            yield "\n".join(parts[1]) + "\n", "\n".join(parts[2]) + "\n"
            parts, at = [[], [], []], 0


@pytest.mark.data
@pytest.mark.parametrize("name", SOLVED_OTHERWISE)
def test_markdown_its_fixtures_pass(name: str) -> None:
    cases = list(_cases(shared("markdown", "markdown_it_py", name).read_text()))
    assert cases
    for source, expected in cases:
        if any(start in source for start in SOLVED_OTHERWISE[name]):
            continue
        expected = re.sub(r' style="text-align:(\w+)"', r' class="\1"', expected)
        assert meaning(render(source).html) == meaning(expected), source


@pytest.mark.data
@pytest.mark.parametrize("name", ["tables.md", "xss.md", "commonmark_extras.md", "issue-fixes.md", "linkify.md"])
def test_no_fixture_lets_anything_through(name: str) -> None:
    for source, _ in _cases(shared("markdown", "markdown_it_py", name).read_text()):
        assert_safe(render(source).html)


@pytest.mark.data
@pytest.mark.parametrize("section", ["Tables (extension)", "Strikethrough (extension)"])
def test_the_examples_of_github_pass(section: str) -> None:
    text = shared("markdown", "gfm", "spec.txt").read_text()
    body = text.split(f"## {section}", 1)[1].split("\n## ", 1)[0]
    examples = re.findall(r"`{32} example.*?\n(.*?)^\.\n(.*?)^`{32}$", body, re.DOTALL | re.MULTILINE)
    assert examples
    for source, expected in examples:
        expected = re.sub(r' align="(\w+)"', r' class="\1"', expected).replace("del>", "s>")
        assert meaning(render(source.replace("→", "\t")).html) == meaning(expected), source


@pytest.mark.data
def test_what_a_sanitiser_was_tried_with_comes_out_safe_by_both_ways() -> None:
    for path in sorted(shared("sanitizer").glob("*.test")):
        hostile = path.read_text().split("\n--\n")[0].replace("<WBR>", "")
        assert_safe(render(hostile).html)
        assert_safe(clean_html(hostile))
