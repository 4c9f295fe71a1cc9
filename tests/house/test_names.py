"""Tests are named by sentences, and none is written so that it asserts nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

pytestmark = pytest.mark.once
FEWEST_WORDS = 4


def files_of_tests() -> Iterator[Path]:
    yield from (path for path in tree.walk(tree.PACKAGE, ".py") if path.stem.startswith("test_"))
    yield from (path for path in tree.walk(tree.ROOT / "tests", ".py") if path.stem.startswith("test_"))


def mumbled(module: ast.Module) -> Iterator[str]:
    """Tests whose name is no sentence."""
    for node in ast.walk(module):
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        if len(node.name.split("_")) - 1 < FEWEST_WORDS:
            yield f"{node.name} (line {node.lineno})"


def mocked(module: ast.Module) -> Iterator[str]:
    """Uses of unittest.mock: our own code is never mocked; clock, mail and outgoing HTTP have own fakes."""
    for node in ast.walk(module):
        names = []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (f"{name} (line {node.lineno})" for name in names if name.startswith("unittest.mock"))


def idle_counts(module: ast.Module) -> Iterator[str]:
    """Counting statements without `with` asserts nothing."""
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            if isinstance(called, ast.Attribute) and called.attr in {"at_most", "exactly", "counted"}:
                yield f"{called.attr} (line {node.lineno})"
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in {"assertNumQueries", "django_assert_num_queries", "django_assert_max_num_queries"}:
                yield f"{name} (line {node.lineno}): use `queries`"


@pytest.mark.parametrize("check", [mumbled, mocked, idle_counts])
def test_no_test_mumbles_mocks_or_counts_idly(check: object) -> None:
    assert callable(check)
    found = [f"{tree.short(path)}: {finding}" for path in files_of_tests() for finding in check(tree.parsed(path))]
    assert not found, tree.told(found)


@pytest.mark.parametrize(
    ("check", "bad", "good"),
    [
        (mumbled, "def test_confirm(): ...", "def test_a_newcomer_may_not_confirm(): ..."),
        (mocked, "from unittest.mock import patch", "import time_machine"),
        (idle_counts, "queries.at_most(3)", "with queries.at_most(3): ..."),
        (idle_counts, "self.assertNumQueries(3)", "queries.same_at(grow, act, at_most=3)"),
    ],
)
def test_each_check_of_tests_can_fail(check: object, bad: str, good: str) -> None:
    assert callable(check)
    assert list(check(ast.parse(bad)))
    assert not list(check(ast.parse(good)))
