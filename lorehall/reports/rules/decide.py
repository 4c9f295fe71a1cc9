"""Decide that a proven practice is the community's standard, and end that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line, tidy_source
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Level
from lorehall.reports.facts import StandardDecided, StandardEnded
from lorehall.reports.models import Decision
from lorehall.reports.rules.settle import settle


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decided what, and when."""

    text: str
    names: str
    on: date


def decide(item_id: int, deciding: Deciding, *, by: Viewer) -> Decision:
    """Record that it is the standard. Raises `Refused` where reports do not prove it, `Conflict` where it is one."""
    item = _found(item_id, by)
    text, names = tidy_source(deciding.text).strip(), tidy_line(deciding.names)
    if not text:
        raise Refused("empty", _("Say what was decided."), "text")
    if not names:
        raise Refused("empty", _("Say who decided it."), "names")
    if deciding.on > clock.now().date():
        raise Refused("not_yet", _("A decision is recorded once it was made."), "on")
    with transaction.atomic():
        made = _make(item, text[:1000], names[:300], deciding.on, by)
        facts.record(StandardDecided(item_id=item.pk, by_id=by.id))
        if settle(item.pk, by_id=by.id) != Level.STANDARD:
            raise Refused("not_proven", _("Only what reports have proven becomes a standard."))
    return made


def _make(item: Item, text: str, names: str, on: date, by: Viewer) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(
                practice_id=item.pk, text=text, names=names, decided_on=on, by_id=by.id, at=clock.now()
            )
    except IntegrityError as error:
        raise Conflict("decided_already", _("It is a standard by a decision already.")) from error


def end(item_id: int, reason: str, *, by: Viewer) -> None:
    """It is the standard no longer; what was decided can still be read."""
    item = _found(item_id, by)
    why = tidy_line(reason)[:280]
    if not why:
        raise Refused("reason_needed", _("Say why it ends."), "reason")
    with transaction.atomic():
        standing = Decision.objects.filter(practice_id=item.pk, ended_at=None)
        if not standing.update(ended_at=clock.now(), ended_by_id=by.id, ended_for=why):
            raise Conflict("not_decided", _("No decision stands any more. Nothing was changed."))
        facts.record(StandardEnded(item_id=item.pk, by_id=by.id))
        settle(item.pk, by_id=by.id)


def _found(item_id: int, by: Viewer) -> Item:
    item = find_item(item_id, by, kind=ItemKind.PRACTICE)
    policy.require(Permission.DECIDE_STANDARD, by, item)
    return item
