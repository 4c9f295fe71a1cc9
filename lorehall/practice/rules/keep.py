"""Say that a practice is still right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line
from lorehall.people.viewer import Viewer
from lorehall.practice.days import day_there, months_on
from lorehall.practice.facts import FoundRight
from lorehall.practice.find import find_practice
from lorehall.practice.models import Practice, State
from lorehall.practice.rules.hold import hold
from lorehall.practice.rules.move import put
from lorehall.practice.rules.review import looked_at

NOTE_LENGTH = 500
FARTHEST = 60
"""Months, as far as a review may be put off."""


@dataclass(frozen=True, slots=True)
class Word:
    """A note for the readers, and when somebody looks again (None: after the community's months). `asked_for` is the
    review date that the question was about.
    """

    note: str = ""
    next_on: date | None = None
    asked_for: date | None = None


def still_right(item_id: int, word: Word, *, by: Viewer) -> Practice:
    """It is still right, and somebody looks again later. Of two answers to one review the first counts: the same
    person's second changes nothing, another's raises `Conflict`.
    """
    practice = find_practice(item_id, by)
    policy.require(Permission.KEEP_PRACTICE, by, practice.item)
    note = tidy_line(word.note)
    if len(note) > NOTE_LENGTH:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": NOTE_LENGTH}, "note")
    _check_day(word.next_on, by)
    with transaction.atomic():
        held = hold(item_id)[item_id]
        if word.asked_for is not None and held.review_on != word.asked_for:
            if held.reviewed_by_id == by.person_id:
                return held
            raise Conflict("answered_meanwhile", _("Somebody answered this review already. Nothing was changed."))
        if held.item.state not in {State.CURRENT, State.REVIEW_DUE}:
            raise Refused("not_current", _("It is not current. Bring it back first."))
        looked_at(held, by=by, note=note, next_on=word.next_on)
        if held.item.state == State.REVIEW_DUE:
            put(held, State.CURRENT, by_id=by.id)
        facts.record(FoundRight(item_id=item_id, by_id=by.id))
    return held


def answer_by_edit(item_id: int, *, by: Viewer) -> None:
    """Inside the caller's transaction: who edits a practice whose review is due has looked at it."""
    held = hold(item_id)[item_id]
    if held.item.state == State.REVIEW_DUE:
        looked_at(held, by=by)
        put(held, State.CURRENT, by_id=by.id)


def _check_day(day: date | None, by: Viewer) -> None:
    if day is None:
        return
    today = day_there(clock.now(), by.timezone)
    if not today < day <= months_on(today, FARTHEST):
        raise Refused("which_day", _("Choose a day to come, within five years."), "next_on")
