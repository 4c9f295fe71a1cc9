"""So often an hour, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lorehall.kernel.often import may_again
from tests.moments import MONDAY_MORNING, Clock

pytestmark = pytest.mark.django_db


def test_what_was_done_too_often_waits_for_the_next_hour_however_slowly_one_goes_on(clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    done = []
    for _ in range(8):
        done.append(may_again("letters:ada", 4))
        clock.let_pass(timedelta(minutes=6))
    assert done == [True] * 4 + [False] * 4
    assert may_again("letters:bo", 4)
    clock.let_pass(timedelta(minutes=15))
    assert may_again("letters:ada", 4)
