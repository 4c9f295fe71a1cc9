"""Keep the agenda in step with the charter, which alone says what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from django.db import transaction

from lorehall.agenda.models import AgendaQuestion
from lorehall.communities.models import CharterVersion, Community
from lorehall.communities.rules.hold import hold
from lorehall.kernel import clock

ALIKE = 0.6
"""So much of a question stays when it is only asked in other words."""


def in_step(community_id: int) -> bool:
    """Do the rows say what the charter that stands says? 2 statements."""
    rows = AgendaQuestion.objects.filter(community_id=community_id, gone_at=None).order_by("position")
    return list(rows.values_list("text", flat=True)) == asked(community_id)


def asked(community_id: int) -> list[str]:
    """The questions of the charter that stands."""
    number = Community.objects.filter(pk=community_id).values("charter_number")
    charter = CharterVersion.objects.filter(community_id=community_id, number__in=number)
    return [str(one) for one in charter.values_list("agenda", flat=True).first() or []]


def follow_charter(community_id: int) -> None:
    """Make the rows say what the charter says; safe to run twice, and two at once. A question in other words stays the
    same question, with all that belongs to it; one that is asked no more rests, with what was learned.
    """
    with transaction.atomic():
        hold(community_id)
        wanted = asked(community_id)
        rows = list(AgendaQuestion.objects.filter(community_id=community_id))
        by_text = {row.text: row for row in rows}
        left = [row for row in rows if row.gone_at is None and row.text not in wanted]
        now = clock.now()
        for position, text in enumerate(wanted, 1):
            row = by_text.get(text) or _reworded(text, left)
            if row is None:
                AgendaQuestion.objects.create(community_id=community_id, text=text, position=position, asked_at=now)
                continue
            AgendaQuestion.objects.filter(pk=row.pk).update(text=text, position=position, gone_at=None)
        AgendaQuestion.objects.filter(pk__in=[row.pk for row in left]).update(gone_at=now)


def _reworded(text: str, left: list[AgendaQuestion]) -> AgendaQuestion | None:
    """The question that this one was, taken out of those that are left."""
    alike = [(_ratio(row.text, text), -row.position, row) for row in left]
    best = max(alike, default=None, key=lambda one: one[:2])
    if best is None or best[0] < ALIKE:
        return None
    left.remove(best[2])
    return best[2]


def _ratio(before: str, after: str) -> float:
    words: Sequence[str] = after.casefold().split()
    return SequenceMatcher(None, before.casefold().split(), words, autojunk=False).ratio()
