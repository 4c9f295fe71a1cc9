"""Ask somebody later how a practice went, and stop asking."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from lorehall.content.find import find_item
from lorehall.content.models import ItemKind
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.reports.facts import WillTry
from lorehall.reports.models import Ask, Report, Unasked
from lorehall.reports.own import is_own

FIRST, SECOND = timedelta(days=7), timedelta(days=60)


def will_try(item_id: int, *, by: Viewer) -> Ask | None:
    """Say that one will try it; in a week one is asked how it went. None for who is not asked any more."""
    item = find_item(item_id, by, kind=ItemKind.PRACTICE)
    policy.require(Permission.REPORT_USE, by, item)
    with transaction.atomic():
        made = ask_later(item.pk, by.id, Ask.Why.WILL_TRY, clock.now())
        if made is not None:
            facts.record(WillTry(item_id=item.pk, by_id=by.id))
    return made


def ask_later(practice_id: int, person_id: int, why: str, at: datetime) -> Ask | None:
    """Put the two letters down; None where the person is asked already or was, has reported, wrote the practice
    themselves, or wants no such letters. Once for each person and practice, ever.
    """
    if Unasked.objects.filter(pk=person_id).exists() or is_own(practice_id, person_id):
        return None
    asked = Ask.objects.filter(practice_id=practice_id, person_id=person_id)
    if asked.exists() or Report.objects.filter(practice_id=practice_id, person_id=person_id).exists():
        return None
    wanted = Ask(practice_id=practice_id, person_id=person_id, why=why, at=at, next_at=at + FIRST)
    Ask.objects.bulk_create([wanted], ignore_conflicts=True)
    return asked.get()


def end_asking(practice_id: int, person_id: int, end: str = Ask.End.REPORTED) -> None:
    """No more letters to this person about this practice."""
    asks = Ask.objects.filter(practice_id=practice_id, person_id=person_id).exclude(end=Ask.End.REPORTED)
    asks.update(ended_at=clock.now(), next_at=None, end=end)


def stop_asking(person_id: int) -> None:
    """No such letters to this person at all."""
    now = clock.now()
    with transaction.atomic():
        Unasked.objects.get_or_create(pk=person_id, defaults={"at": now})
        Ask.objects.filter(person_id=person_id, ended_at=None).update(ended_at=now, next_at=None, end=Ask.End.DECLINED)


def ask_again(person_id: int) -> None:
    """Such letters are welcome again; what was ended stays so."""
    Unasked.objects.filter(pk=person_id).delete()
