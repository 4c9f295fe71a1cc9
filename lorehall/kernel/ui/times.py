"""Moments as people say them, in the reader's zone, always as a `<time>` with the whole moment behind it."""

# ruff: noqa: S704 - built from numbers and our own words

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_date
from markupsafe import Markup

from lorehall.kernel import clock
from lorehall.kernel.ui.words import is_english, language, word

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800


def _day(day: date, *, year: bool) -> str:
    if is_english():
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if year else f"{day.day} {MONTHS[day.month - 1]}"
    return str(format_date(day, "j F Y" if year else "j F"))


def _full(local: datetime) -> str:
    return f"{_day(local, year=True)}, {local.hour:02}:{local.minute:02}"


def full_time(moment: datetime) -> str:
    """The day, year and minute in the reader's zone: 3 March 2026, 14:05."""
    return _full(moment.astimezone(timezone.get_current_timezone()))


def day_words(moment: datetime | date) -> str:
    """The day, with the year where it is not this one: 3 March."""
    zone = timezone.get_current_timezone()
    local = moment.astimezone(zone) if isinstance(moment, datetime) else moment
    return _day(local, year=local.year != clock.now().astimezone(zone).year)


def relative_words(moment: datetime, now: datetime) -> str:
    """Short for the last week (now, 5 min, 2 h, 3 d); the day for what is older or still to come."""
    seconds = (now - moment).total_seconds()
    if not -MINUTE < seconds < WEEK:
        return day_words(moment)
    if seconds < MINUTE:
        return word("now")
    if seconds < HOUR:
        return word("%d min") % (seconds // MINUTE)
    if seconds < DAY:
        return word("%d h") % (seconds // HOUR)
    return word("%d d") % (seconds // DAY)


@lru_cache(maxsize=8192)
def _fixed(moment: datetime, zone: tzinfo, _language: str) -> tuple[str, str]:
    """What is said of a moment whenever it is read: for the machine, and in full for the reader."""
    stamp = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return f"{stamp}Z", _full(moment.astimezone(zone))


def _time(moment: datetime, words: str = "", kind: str = "") -> Markup:
    """The `<time>`, with the full words on hover, or in the place of `words` where there are none."""
    stamp, full = _fixed(moment, timezone.get_current_timezone(), language())
    hover = f' title="{full}"' if words else ""
    return Markup(f'<time{kind} datetime="{stamp}"{hover}>{words or full}</time>')


def ago(moment: datetime | None) -> Markup:
    """Relative time, the full one on hover. Nothing for None."""
    if moment is None:
        return Markup()
    return _time(moment, relative_words(moment, clock.now()), ' class="ago"')


def on_day(moment: datetime | date | None) -> Markup:
    """The day in words, the full time on hover. Nothing for None."""
    if moment is None:
        return Markup()
    if isinstance(moment, datetime):
        return _time(moment, day_words(moment))
    return Markup(f'<time datetime="{moment.isoformat()}">{day_words(moment)}</time>')


def time_of(moment: datetime) -> Markup:
    """The full moment as a `<time>`."""
    return _time(moment)


def since(moment: datetime) -> str:
    """The relative words alone, for inside other words: "Open 19 h"."""
    return relative_words(moment, clock.now())


def since_day(moment: datetime) -> Markup:
    """The day as one says it: today, yesterday, Thursday, or 3 March for what is a week away and more."""
    zone = timezone.get_current_timezone()
    day = moment.astimezone(zone).date()
    days = (clock.now().astimezone(zone).date() - day).days
    if not 0 <= days < 7:
        return on_day(moment)
    words = (word("today"), word("yesterday"))[days] if days < 2 else word(WEEKDAYS[day.weekday()])
    return _time(moment, words)
