"""What happened, as the rules recorded it, and the reactions to it.

`facts` is the list of names recorded in this test; `facts.deliver()` runs the wired reactions, twice, since each must
be safe to run twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


class Facts:
    """The facts of one test, in order."""

    def __init__(self) -> None:
        self.recorded: list[Any] = []

    @property
    def names(self) -> list[str]:
        return [fact.name for fact in self.recorded]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __eq__(self, other: object) -> bool:
        return self.names == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Facts({self.names})"

    def of(self, name: str) -> list[Any]:
        """The facts of that name."""
        return [fact for fact in self.recorded if fact.name == name]

    def forget(self) -> None:
        """Begin anew: what the preparation recorded is not of interest."""
        self.recorded.clear()


@pytest.fixture
def facts() -> Iterator[Facts]:
    """Every fact recorded while the test runs, whether its transaction is committed or not."""
    yield Facts()
