"""Review dates are days: one begins where the steward is."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

FIRST_ZONE = timedelta(hours=14)
"""Where a day begins first, it begins so long before it does in UTC."""


def zone_of(name: str) -> tzinfo:
    """Somebody's zone by the name that their account keeps; the installation's where that names none."""
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone.get_default_timezone()


def day_there(moment: datetime, zone: str) -> date:
    """The day that it is there at the moment."""
    return moment.astimezone(zone_of(zone)).date()


def latest_day(moment: datetime) -> date:
    """The latest day that it is anywhere at the moment."""
    return (moment.astimezone(UTC) + FIRST_ZONE).date()


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))
