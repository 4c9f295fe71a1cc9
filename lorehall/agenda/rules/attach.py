"""Say that an item belongs to a question of the agenda, or that it does not after all."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.agenda.facts import ItemAttached, ItemDetached
from lorehall.agenda.find import find_question
from lorehall.agenda.models import AgendaQuestion, Attached
from lorehall.content.find import find_item
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer

MOST = 200


def attach(question_id: int, item_id: int, *, by: Viewer) -> AgendaQuestion:
    """Attach; what is attached already stays. Raises `Hidden`, `Forbidden`, or `Refused` for a question that is closed
    or has very many already.
    """
    question = find_question(question_id, by)
    item = find_item(item_id, by)
    policy.require(Permission.ATTACH_TO_AGENDA, by, item)
    if item.community_id != question.community_id:
        raise Hidden
    if question.closed_at is not None or question.gone_at is not None:
        raise Refused("closed", _("This question is closed. Its keepers can open it again."), "item")
    if Attached.objects.filter(question=question).count() >= MOST:
        raise Refused("too_many", _("Very much is attached to it already. Take something off first."), "item")
    try:
        with transaction.atomic():
            Attached.objects.create(question=question, item=item, by_id=by.id, at=clock.now())
            facts.record(ItemAttached(question_id=question.pk, by_id=by.id, item_id=item.pk))
    except IntegrityError:  # somebody was quicker, or pressed twice
        return question
    return question


def detach(question_id: int, item_id: int, *, by: Viewer) -> AgendaQuestion:
    """Take it off; nothing happens where it is not attached. Raises `Hidden` or `Forbidden`."""
    question = find_question(question_id, by)
    item = find_item(item_id, by)
    attached = Attached.objects.select_related("item__room", "item__community").filter(question=question, item=item)
    found = attached.first()
    if found is None:
        return question
    policy.require(Permission.DETACH_FROM_AGENDA, by, found)
    with transaction.atomic():
        if Attached.objects.filter(pk=found.pk).delete()[0]:
            facts.record(ItemDetached(question_id=question.pk, by_id=by.id, item_id=item.pk))
    return question
