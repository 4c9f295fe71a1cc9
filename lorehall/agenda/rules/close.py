"""Close a question with what was learned, and the practice that came of it; open it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.agenda.facts import AgendaClosed, AgendaReopened
from lorehall.agenda.find import find_meant, find_question
from lorehall.agenda.models import LEARNED_LENGTH, AgendaQuestion
from lorehall.content.models import ItemKind
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Closing:
    """What was learned, in a sentence or two, and which practice says it: its number, address or title, or nothing.
    `before` is what was learned as it was read, None for whatever stands.
    """

    learned: str
    practice: str = ""
    before: str | None = None


def close(question_id: int, closing: Closing, *, by: Viewer) -> AgendaQuestion:
    """Close, or say better what was learned where it is closed. Raises `Hidden`, `Forbidden` or `Refused`, and
    `Conflict` with what stands (`theirs`) where somebody else was quicker: nothing is written over unread.
    """
    question = find_question(question_id, by)
    policy.require(Permission.KEEP_AGENDA, by, question.community)
    learned = tidy_line(closing.learned)
    if not learned:
        raise Refused("empty", _("Say in a sentence what was learned."), "learned")
    if len(learned) > LEARNED_LENGTH:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": LEARNED_LENGTH}, "learned")
    practice = None
    if closing.practice.strip():
        practice = find_meant(closing.practice, question.community_id, by, kind=ItemKind.PRACTICE, field="practice")
    with transaction.atomic():
        standing = AgendaQuestion.objects.filter(pk=question.pk)
        as_read = standing if closing.before is None else standing.filter(learned=closing.before)
        if not as_read.update(learned=learned, practice=practice):
            raise _meanwhile(question.pk)
        first = standing.filter(closed_at=None).update(closed_at=clock.now(), closed_by_id=by.id)
        if first:
            facts.record(AgendaClosed(question_id=question.pk, by_id=by.id))
    return question


def _meanwhile(question_id: int) -> Conflict:
    stands = AgendaQuestion.objects.values_list("learned", flat=True).get(pk=question_id)
    message = _("Somebody else said meanwhile: “%(learned)s”. Save once more to put yours in its place.")
    return Conflict("changed_meanwhile", message % {"learned": stands}, theirs=stands)


def reopen(question_id: int, *, by: Viewer) -> AgendaQuestion:
    """Ask it again; what was learned so far stays. Raises `Conflict` where it is open."""
    question = find_question(question_id, by)
    policy.require(Permission.KEEP_AGENDA, by, question.community)
    with transaction.atomic():
        closed = AgendaQuestion.objects.filter(pk=question.pk, closed_at__isnull=False)
        if not closed.update(closed_at=None, closed_by=None):
            raise Conflict("open", _("This question is open."))
        facts.record(AgendaReopened(question_id=question.pk, by_id=by.id))
    return question
