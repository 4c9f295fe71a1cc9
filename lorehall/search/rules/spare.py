"""What stands there answers it: who was about to ask found it answered."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from lorehall.communities.find import person_of
from lorehall.content.find import find_item
from lorehall.content.models import Item
from lorehall.kernel import clock, facts
from lorehall.people.viewer import Viewer
from lorehall.search.facts import Spared as SparedFact
from lorehall.search.models import Spared


def spare(item_id: int, *, by: Viewer, submission: str = "") -> Item:
    """Count that the item answered a question before it was asked; nothing of what was typed is kept. Pressed twice
    counts once. Raises `Hidden`, and `Forbidden` for visitors.
    """
    item = find_item(item_id, by)
    person_id = person_of(by)
    try:
        with transaction.atomic():
            Spared.objects.create(item=item, at=clock.now(), submission=submission or None)
            facts.record(SparedFact(item_id=item.pk, by_id=person_id))
    except IntegrityError:
        pass  # the same form again
    return item
