"""Counting statements so that the count is really asserted, and relational: the same at 2 rows and at 20."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection


@dataclass(slots=True)
class Counted:
    """The statements of one stretch of work; transaction control is left out."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    def note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")):
            self.statements.append(sql)
        return execute(sql, params, many, context)

    def told(self) -> str:
        return "\n".join(f"{number}. {sql}" for number, sql in enumerate(self.statements, 1))


class Queries:
    """The fixture `queries`. A test that asks for it and asserts nothing fails."""

    def __init__(self) -> None:
        self.asserted = False

    @contextmanager
    def at_most(self, budget: int) -> Iterator[Counted]:
        """`with queries.at_most(9): …` fails when the block runs more statements than that."""
        with self.counted() as counted:
            yield counted
        self.asserted = True
        assert len(counted) <= budget, f"{len(counted)} statements, the budget is {budget}:\n{counted.told()}"

    @contextmanager
    def exactly(self, number: int) -> Iterator[Counted]:
        """`with queries.exactly(2): …` fails when the block runs another number of statements."""
        with self.counted() as counted:
            yield counted
        self.asserted = True
        assert len(counted) == number, f"{len(counted)} statements instead of {number}:\n{counted.told()}"

    @contextmanager
    def counted(self) -> Iterator[Counted]:
        """Count only; the test asserts something itself."""
        counted = Counted()
        with connection.execute_wrapper(counted.note):
            yield counted

    def same_at(
        self,
        grow: Callable[[int], object],
        act: Callable[[], object],
        *,
        at_most: int,
        rows: tuple[int, int] = (2, 20),
    ) -> None:
        """`act` costs the same with few rows and with many, and keeps the budget.

        `grow(n)` adds n more rows; `act()` is run once before counting, so that caches are warm both times.
        """
        few_rows, many_rows = rows
        grow(few_rows)
        act()
        with self.counted() as few:
            act()
        grow(many_rows - few_rows)
        with self.counted() as many:
            act()
        self.asserted = True
        more = Counter(many.statements) - Counter(few.statements)
        assert len(few) == len(many), (
            f"{len(few)} statements at {few_rows} rows, {len(many)} at {many_rows}. What came on top:\n"
            + "\n".join(more)
        )
        assert len(many) <= at_most, f"{len(many)} statements, the budget is {at_most}:\n{many.told()}"


@pytest.fixture
def queries() -> Iterator[Queries]:
    """Count statements; see `Queries`."""
    queries = Queries()
    yield queries
    assert queries.asserted, "The test asked for `queries` and asserted nothing with it."
