"""What tests of keeping share: letters that went out, and a day that comes."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.core import mail

from lorehall.content.models import Item
from lorehall.kernel import facts, jobs
from lorehall.practice.jobs import keep_true
from lorehall.practice.models import Practice


def of(item: Item) -> Practice:
    """The practice as it stands."""
    return Practice.objects.select_related("item").get(pk=item.pk)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def work() -> list[tuple[str, str]]:
    """Let the workers do all there is, twice over; who got which letter meanwhile (name, subject)."""
    before = len(mail.outbox)
    for _time in range(2):
        keep_true.call()
        facts.deliver_all(strict=True)
        jobs.run_all(strict=True)
    return sorted((letter.to[0].partition("@")[0], str(letter.subject)) for letter in mail.outbox[before:])
