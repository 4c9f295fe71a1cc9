"""The letter that asks how practices went: two at most for each practice, one a day for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lorehall.bookmarks.models import Bookmark
from lorehall.communities.viewers import viewer_of
from lorehall.content import addresses
from lorehall.content.models import Item
from lorehall.content.policy import visible
from lorehall.kernel import mail, policy
from lorehall.kernel.policy import Permission
from lorehall.people.models import Person
from lorehall.practice.models import State
from lorehall.reports import links
from lorehall.reports.models import Ask, Outcome
from lorehall.reports.rules.ask import SECOND

NOT_ASKED = frozenset({State.RETIRED, State.SUPERSEDED})


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, ready to go, its address, and where one POST ends such letters."""

    to: str
    written: mail.Written
    stop: str


@dataclass(frozen=True, slots=True)
class Question:
    """One practice of the letter: its title, where it is read, why one is asked, and an answer a link."""

    title: str
    url: str
    why: str
    answers: Sequence[tuple[str, str]]
    stop: str


def sort_out(person: Person, asks: Sequence[Ask]) -> tuple[list[Ask], list[Ask]]:
    """Those that this person can answer today, and those about which there is nothing to ask any more: practices that
    they may no longer read or report on, that were retired or replaced, and bookmarks that were taken away.
    """
    if not person.is_active or not person.email:
        return [], list(asks)
    viewer = viewer_of(person.pk)
    wanted = visible(viewer).filter(pk__in=[ask.practice_id for ask in asks]).exclude(state__in=NOT_ASKED)
    items = wanted.select_related("room", "community").in_bulk()
    saved = set(Bookmark.objects.filter(person=person, item__in=items).values_list("item_id", flat=True))
    askable = [
        ask
        for ask in asks
        if (item := items.get(ask.practice_id)) is not None
        and policy.allows(Permission.REPORT_USE, viewer, item)
        and (ask.why != Ask.Why.BOOKMARKED or item.pk in saved)
    ]
    kept = {ask.pk for ask in askable}
    return askable, [ask for ask in asks if ask.pk not in kept]


def first_sent(asks: QuerySet[Ask], now: datetime) -> int:
    """Note the first letter; the second is due 60 days after the beginning, and a week after this one at least."""
    late = asks.filter(at__lte=now - SECOND + timedelta(days=7))
    noted = late.update(first_sent_at=now, next_at=now + timedelta(days=7))
    return noted + asks.update(first_sent_at=now, next_at=F("at") + SECOND)


def how_it_went(person: Person, asks: Sequence[Ask]) -> Letter:
    """One letter about all of them."""
    language = person.language or settings.LANGUAGE_CODE
    items = Item.objects.in_bulk([ask.practice_id for ask in asks])
    with translation.override(language):
        questions = [_question(ask, items[ask.practice_id]) for ask in asks]
        context = {"subject": _subject(questions), "name": person.name, "questions": questions}
        stop = links.address(asks[0].pk, "stop")
        written = mail.write("reports/mail/how_it_went", {**context, "stop": stop}, language=language)
    return Letter(person.email or "", written, stop)


def _subject(questions: Sequence[Question]) -> str:
    if len(questions) == 1:
        return _("How did it go? %(title)s") % {"title": questions[0].title}
    count = len(questions)
    return ngettext("How did %(num)s practice go?", "How did %(num)s practices go?", count) % {"num": count}


def _question(ask: Ask, item: Item) -> Question:
    answers = [(str(outcome.label), links.address(ask.pk, o=outcome.value)) for outcome in Outcome]
    url = settings.URL + addresses.of_item(item.kind, item.pk, item.slug)
    return Question(item.title, url, str(Ask.Why(ask.why).label), answers, links.address(ask.pk, "stop"))
