"""Sizes that say: stop and think."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house import tree

pytestmark = pytest.mark.once

MOST_LINES = {".py": 400, ".html": 120, ".txt": 120, ".js": 150, ".css": 300}
MOST_IN_A_FUNCTION = 40
MOST_SCRIPT_IN_ALL = 4000
MOST_IN_ARCHITECTURE = 200

# Larger than allowed, each with its reason. The list only shrinks: an entry that is no longer needed fails.
LARGER: dict[str, int] = {}
LARGER_FUNCTIONS: dict[str, int] = {}


def functions_over(source: str, most: int) -> Iterator[tuple[str, int]]:
    """Functions with more lines than that, docstring not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node) and first.end_lineno:
                lines -= first.end_lineno - first.lineno + 1
            if lines > most:
                yield node.name, lines


def test_no_file_is_larger_than_its_kind_may_be() -> None:
    over = {}
    for path in tree.walk(tree.PACKAGE, *MOST_LINES):
        if "migrations" in path.parts or "texts" in path.parts or "words" in path.parts:
            continue
        lines = len(path.read_text("utf-8").splitlines())
        if lines > MOST_LINES[path.suffix]:
            over[tree.short(path)] = lines
    too_large = {name: lines for name, lines in over.items() if lines > LARGER.get(name, 0)}
    assert not too_large
    assert not set(LARGER) - set(over), "These fit now: take them off the list."


def test_no_test_or_chore_is_larger_than_a_python_file_may_be() -> None:
    for folder in ("tests", "scripts", "bench"):
        for path in tree.walk(tree.ROOT / folder, ".py"):
            assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES[".py"], path


def test_no_function_is_longer_than_forty_lines() -> None:
    over = {
        f"{tree.short(path)}:{name}": lines
        for path in tree.product(tests=True)
        for name, lines in functions_over(path.read_text("utf-8"), MOST_IN_A_FUNCTION)
    }
    too_long = {name: lines for name, lines in over.items() if lines > LARGER_FUNCTIONS.get(name, 0)}
    assert not too_long
    assert not set(LARGER_FUNCTIONS) - set(over), "These fit now: take them off the list."


def test_our_own_script_stays_small_in_all() -> None:
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in tree.walk(tree.PACKAGE, ".js"))
    assert lines < MOST_SCRIPT_IN_ALL


def test_the_function_check_counts_lines_without_the_docstring() -> None:
    body = "    x = 1\n" * 5
    assert list(functions_over(f"def f():\n{body}", 5)) == [("f", 6)]
    assert list(functions_over(f'def f():\n    """One.\n\n    Two."""\n{body}', 6)) == []
    assert list(functions_over(f"class A:\n    async def g(self):\n    {body.replace(chr(10), chr(10) + '    ')}", 5))
