"""Days as one says them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from lorehall.kernel import clock
from lorehall.kernel.ui.times import since_day

NOW = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        (datetime(2026, 3, 12, 0, 5, tzinfo=UTC), "UTC", "today"),
        (datetime(2026, 3, 12, 0, 5, tzinfo=UTC), "America/New_York", "today"),
        (datetime(2026, 3, 11, 23, 0, tzinfo=UTC), "UTC", "yesterday"),
        (datetime(2026, 3, 9, 12, 0, tzinfo=UTC), "Asia/Tokyo", "Monday"),
        (datetime(2026, 3, 5, 12, 0, tzinfo=UTC), "UTC", "5 March"),
        (datetime(2026, 3, 13, 12, 0, tzinfo=UTC), "UTC", "13 March"),
    ],
)
def test_a_day_is_said_as_people_say_it(moment: datetime, zone: str, words: str) -> None:
    with clock.at(NOW), timezone.override(ZoneInfo(zone)):
        assert f">{words}<" in since_day(moment)
