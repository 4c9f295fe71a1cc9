"""Time in words, in the reader's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lorehall.kernel.ui import times

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ZONES = st.sampled_from(["UTC", "Europe/Lisbon", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])
MOMENTS = st.integers(631_152_000, 2_208_988_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(seconds=-20), "now"),
        (timedelta(minutes=5, seconds=59), "5 min"),
        (timedelta(hours=2, minutes=59), "2 h"),
        (timedelta(days=1, hours=2), "1 d"),
        (timedelta(days=6, hours=23), "6 d"),
    ],
)
def test_the_last_week_is_said_briefly(back: timedelta, words: str) -> None:
    assert times.relative_words(NOW - back, NOW) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "now"), (0, "now"), (1, "1 d"), (12, "12 d"), (59, "59 d"), (70, "2 months"), (800, "2 years")],
)
def test_how_long_something_waits_is_never_a_date(days: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times.clock, "now", lambda: NOW)
    assert times.since(NOW - timedelta(days=days)) == words


def test_what_is_to_come_is_a_day() -> None:
    assert times.relative_words(NOW + timedelta(days=2), NOW).startswith("12 March")


@given(moment=MOMENTS, zone=ZONES)
def test_any_moment_has_words_and_a_stamp_that_is_the_same_moment(moment: datetime, zone: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        html = times.ago(moment)
        full = times.full_time(moment)
    stamp = re.search(r'datetime="([^"]+)"', html)
    assert stamp
    assert datetime.fromisoformat(stamp[1]) == moment.replace(microsecond=0)
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}, \d\d:\d\d", full)


@given(moment=MOMENTS, zone=ZONES)
def test_the_words_never_say_less_than_nothing(moment: datetime, zone: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert not times.relative_words(moment, NOW).startswith("-")


def test_the_hour_that_comes_twice_is_told_in_the_readers_zone() -> None:
    # Lisbon's clocks go back on 25 October 2026 at 01:00 UTC: both are half past one there, an hour apart.
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Lisbon")):
        assert times.full_time(first) == "25 October 2026, 01:30"
        assert times.full_time(first + timedelta(hours=1)) == "25 October 2026, 01:30"
    assert times.relative_words(first, first + timedelta(hours=1)) == "1 h"


def test_a_day_across_midnight_is_the_readers_day() -> None:
    with timezone.override(ZoneInfo("Asia/Kathmandu")):
        assert times.full_time(datetime(2026, 3, 3, 20, 0, tzinfo=UTC)).startswith("4 March")


def test_nothing_is_printed_for_no_moment_and_days_need_no_zone() -> None:
    assert not times.ago(None)
    assert not times.on_day(None)
    assert "7 May 2001" in times.on_day(date(2001, 5, 7))
