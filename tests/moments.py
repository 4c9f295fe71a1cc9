"""Time, frozen by name. A test asks for `clock` and says which moment it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
NEW_YEARS_EVE = datetime(2026, 12, 31, 23, 59, 30, tzinfo=UTC)
LEAP_DAY = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
BEFORE_SPRING_FORWARD = datetime(2026, 3, 29, 0, 59, 30, tzinfo=UTC)
BEFORE_FALL_BACK = datetime(2026, 10, 25, 0, 59, 30, tzinfo=UTC)


class Clock:
    """The clock of one test: runs as ever until it is stopped."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._travel: time_machine.Coordinates | None = None

    def stop_at(self, moment: datetime) -> datetime:
        """It is `moment` from now on, and stays so. Returns the moment."""
        if self._travel is None:
            self._travel = self._stack.enter_context(time_machine.travel(moment, tick=False))
        else:
            self._travel.move_to(moment, tick=False)
        return moment

    def let_pass(self, span: timedelta) -> datetime:
        """So much later than it was; on Monday morning where nobody has stopped it. Returns the moment."""
        if self._travel is None:
            self.stop_at(MONDAY_MORNING)
        assert self._travel is not None
        self._travel.shift(span)
        return datetime.now(UTC)

    def release(self) -> None:
        self._stack.close()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock that can be stopped and moved; it runs again when the test is over."""
    clock = Clock()
    yield clock
    clock.release()


@pytest.fixture
def monday_morning(clock: Clock) -> datetime:
    """It is Monday, 2 March 2026, 09:00 UTC."""
    return clock.stop_at(MONDAY_MORNING)
