"""Work of the night, letters of the morning, and weighing anew where a community changed its rules."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django_tasks import task

from lorehall.kernel import clock, mail
from lorehall.practice.models import Level, Practice
from lorehall.reports import letters
from lorehall.reports.contexts import asked_in, key_of
from lorehall.reports.evidence import Thresholds
from lorehall.reports.models import WORKED, Ask, EvidenceRules, Report
from lorehall.reports.rules.settle import settle

AT_ONCE = 2_000


@task()
def weigh_again(community_id: int) -> int:
    """Weigh all practices of a community by the rules that stand; says how many."""
    fields = asked_in(community_id).fields
    ids = list(Practice.objects.filter(item__community_id=community_id).values_list("pk", flat=True))
    for practice_id in ids:
        with transaction.atomic():
            for post_id, context, key in Report.objects.filter(practice_id=practice_id).values_list(
                "pk", "context", "context_key"
            ):
                if key != key_of(fields, context):
                    Report.objects.filter(pk=post_id).update(context_key=key_of(fields, context))
            settle(practice_id, by_id=None)
    return len(ids)


@task()
def fade() -> int:
    """Settle the practices whose reports got old; says how many were looked at."""
    kept = EvidenceRules.objects.values_list("thresholds", flat=True)
    days = min([Thresholds().days, *(Thresholds.of(row).days for row in kept)])
    old = Report.objects.filter(outcome__in=WORKED, changed_at__lte=clock.now() - timedelta(days=days))
    lifted = Practice.objects.filter(level__in=[Level.PROMISING, Level.PROVEN, Level.STANDARD])
    ids = list(lifted.filter(pk__in=old.values("practice_id")).values_list("pk", flat=True))
    for practice_id in ids:
        with transaction.atomic():
            settle(practice_id, by_id=None)
    return len(ids)


@task()
def ask_how_it_went() -> int:
    """Write to everybody who is due to be asked, one letter each with all their practices; says how many letters."""
    due = Ask.objects.filter(next_at__lte=clock.now(), ended_at=None).select_related("person")
    sent = 0
    for person, asks in groupby(due.order_by("person_id", "pk")[:AT_ONCE], key=lambda ask: ask.person):
        mine = list(asks)
        askable, gone = letters.sort_out(person, mine)
        letter = letters.how_it_went(person, askable) if askable else None
        sent += _send(askable, gone, letter)
    return sent


def _send(askable: list[Ask], gone: list[Ask], letter: letters.Letter | None) -> int:
    """Note what was asked, and send, both or neither. Where another worker was quicker with any of them, nothing: the
    next run sees what is left.
    """
    now = clock.now()
    with transaction.atomic():
        ended = {"ended_at": now, "next_at": None}
        noted = Ask.objects.filter(pk__in=[ask.pk for ask in gone], ended_at=None).update(end=Ask.End.GONE, **ended)
        first = Ask.objects.filter(pk__in=[ask.pk for ask in askable if ask.first_sent_at is None], first_sent_at=None)
        second = Ask.objects.filter(
            pk__in=[ask.pk for ask in askable if ask.first_sent_at is not None], second_sent_at=None, ended_at=None
        )
        noted += letters.first_sent(first.filter(ended_at=None), now)
        noted += second.update(second_sent_at=now, end=Ask.End.ASKED_TWICE, **ended)
        if noted != len(askable) + len(gone):
            transaction.set_rollback(True)
            return 0
        if letter is not None:
            mail.send_written(letter.written, letter.to, unsubscribe=letter.stop)
    return int(letter is not None)
