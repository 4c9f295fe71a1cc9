"""Moments as people say them, in the reader's zone, always as a `<time>` with the whole moment behind it."""

# ruff: noqa: S704 - built from numbers and our own words

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

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
MINUTE, HOUR, DAY, WEEK, MONTH = 60, 3600, 86400, 604800, 2592000


def _day(day: date, *, year: bool) -> str:
    if is_english():
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if year else f"{day.day} {MONTHS[day.month - 1]}"
    return str(format_date(day, "j F Y" if year else "j F"))


class Said(NamedTuple):
    """What is said of a moment whenever it is read: for the machine, in full, by the day, and by the day and year."""

    stamp: str
    full: str
    day: str
    dated: str
    year: int


@lru_cache(maxsize=8192)
def _said(moment: datetime, zone: tzinfo, _language: str) -> Said:
    local = moment.astimezone(zone)
    stamp = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    dated = _day(local, year=True)
    full = f"{dated}, {local.hour:02}:{local.minute:02}"
    return Said(f"{stamp}Z", full, _day(local, year=False), dated, local.year)


_kept_zone: ContextVar[tzinfo | None] = ContextVar("kept_zone", default=None)


@contextmanager
def one_zone() -> Iterator[None]:
    """Look the reader's zone up once, for all that is said inside: a page says dozens of moments."""
    token = _kept_zone.set(timezone.get_current_timezone())
    try:
        yield
    finally:
        _kept_zone.reset(token)


def _here(moment: datetime) -> Said:
    return _said(moment, _kept_zone.get() or timezone.get_current_timezone(), language())


def _day_of(said: Said, now: datetime) -> str:
    """The day, with the year where it is not this one. At New Year the zone decides which one this is."""
    this = now.astimezone(timezone.get_current_timezone()).year if now.month in {1, 12} else now.year
    return said.day if said.year == this else said.dated


def full_time(moment: datetime) -> str:
    """The day, year and minute in the reader's zone: 3 March 2026, 14:05."""
    return _here(moment).full


def day_words(moment: datetime | date) -> str:
    """The day, with the year where it is not this one: 3 March."""
    now = clock.now()
    if isinstance(moment, datetime):
        return _day_of(_here(moment), now)
    return _day(moment, year=moment.year != now.astimezone(timezone.get_current_timezone()).year)


def relative_words(moment: datetime, now: datetime) -> str:
    """Short for the last week (now, 5 min, 2 h, 3 d); the day for what is older or still to come."""
    return _recent(moment, now) or _day_of(_here(moment), now)


def _recent(moment: datetime, now: datetime) -> str:
    seconds = (now - moment).total_seconds()
    if not -MINUTE < seconds < WEEK:
        return ""
    if seconds < MINUTE:
        return word("now")
    if seconds < HOUR:
        return word("%d min") % (seconds // MINUTE)
    if seconds < DAY:
        return word("%d h") % (seconds // HOUR)
    return word("%d d") % (seconds // DAY)


def _time(said: Said, words: str = "", kind: str = "") -> Markup:
    """The `<time>`, with the full words on hover, or in the place of `words` where there are none."""
    hover = f' title="{said.full}"' if words else ""
    return Markup(f'<time{kind} datetime="{said.stamp}"{hover}>{words or said.full}</time>')


def ago(moment: datetime | None) -> Markup:
    """Relative time, the full one on hover. Nothing for None."""
    if moment is None:
        return Markup()
    said, now = _here(moment), clock.now()
    return _time(said, _recent(moment, now) or _day_of(said, now), ' class="ago"')


def on_day(moment: datetime | date | None) -> Markup:
    """The day in words, the full time on hover. Nothing for None."""
    if moment is None:
        return Markup()
    if isinstance(moment, datetime):
        return _time(_here(moment), day_words(moment))
    return Markup(f'<time datetime="{moment.isoformat()}">{day_words(moment)}</time>')


def time_of(moment: datetime) -> Markup:
    """The full moment as a `<time>`."""
    return _time(_here(moment))


def since(moment: datetime) -> str:
    """How long it has been, for inside other words: "Open 19 h", "Open 12 d". Never a date, however long it is."""
    now = clock.now()
    seconds = max(0.0, (now - moment).total_seconds())
    if seconds < WEEK:
        return relative_words(now - timedelta(seconds=seconds), now)
    if seconds < 2 * MONTH:
        return word("%d d") % (seconds // DAY)
    if seconds < 24 * MONTH:
        return word("%d months") % (seconds // MONTH)
    return word("%d years") % (seconds // (365 * DAY))


def since_day(moment: datetime) -> Markup:
    """The day as one says it: today, yesterday, Thursday, or 3 March for what is a week away and more."""
    zone = timezone.get_current_timezone()
    day = moment.astimezone(zone).date()
    days = (clock.now().astimezone(zone).date() - day).days
    if not 0 <= days < 7:
        return on_day(moment)
    words = (word("today"), word("yesterday"))[days] if days < 2 else word(WEEKDAYS[day.weekday()])
    return _time(_here(moment), words)
