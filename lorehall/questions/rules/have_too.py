"""I have this too: a member has the same question."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind
from lorehall.content.rules.mark import keep_following
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.questions.facts import HadToo
from lorehall.questions.models import HaveToo, Question


def have_too(item_id: int, *, by: Viewer) -> Item:
    """Say so, and follow the question; saying it twice is saying it once."""
    item = find_item(item_id, by, kind=ItemKind.QUESTION)
    policy.require(Permission.HAVE_TOO, by, item)
    with transaction.atomic():
        _, made = HaveToo.objects.get_or_create(question_id=item.pk, person_id=by.id, defaults={"at": clock.now()})
        if made:
            Question.objects.filter(pk=item.pk).update(too_count=F("too_count") + 1)
            keep_following(item.pk, by.id)
            facts.record(HadToo(item_id=item.pk, by_id=by.id))
    return item


def have_not(item_id: int, *, by: Viewer) -> Item:
    """Take it back; following goes on."""
    item = find_item(item_id, by, kind=ItemKind.QUESTION)
    policy.require(Permission.HAVE_TOO, by, item)
    with transaction.atomic():
        gone, _ = HaveToo.objects.filter(question_id=item.pk, person_id=by.id).delete()
        if gone:
            Question.objects.filter(pk=item.pk).update(too_count=F("too_count") - 1)
    return item
