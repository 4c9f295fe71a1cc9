"""Say where a practice stands in the topic map."""

from __future__ import annotations

from django.db import transaction

from lorehall.communities.rules.hold import hold
from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Hidden
from lorehall.library.facts import Placed
from lorehall.library.find import find_practice_to_keep
from lorehall.library.models import Placement, Topic
from lorehall.people.viewer import Viewer


def place(item_id: int, topic_id: int | None, *, by: Viewer) -> None:
    """Let a practice stand at a topic of its community, or at none. Raises `Hidden` or `Forbidden`."""
    item = find_practice_to_keep(item_id, by)
    with transaction.atomic():
        hold(item.community_id)  # the topic can't be taken out before the commit
        stood = Placement.objects.filter(item_id=item.pk).values_list("topic_id", flat=True).first()
        if stood == topic_id:
            return
        if topic_id is None:
            Placement.objects.filter(item_id=item.pk).delete()
        else:
            if not Topic.objects.filter(pk=topic_id, community_id=item.community_id).exists():
                raise Hidden
            row = {"topic_id": topic_id, "by_id": by.id, "at": clock.now()}
            Placement.objects.update_or_create(item_id=item.pk, defaults=row)
        facts.record(Placed(item_id=item.pk, by_id=by.id))
