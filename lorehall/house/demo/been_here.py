"""How far the people of the demo have read: all of it, but for what came in the last days."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max

from lorehall.communities import places
from lorehall.content.models import Post
from lorehall.house.demo.stage import Stage
from lorehall.reading.rules.mark import mark_all_read, mark_read

AWAY = timedelta(days=3, hours=20)
"""How long nobody has looked."""


def have_read(stage: Stage) -> None:
    """Everybody has read the rooms that they are in, and has left off where the last days begin."""
    left = stage.now - AWAY
    posts = Post.objects.filter(item_id__in=stage.items.values(), created_at__lte=left, item__active_at__gt=left)
    reached = dict(posts.order_by().values_list("item_id").annotate(Max("number")))
    for handle in stage.people:
        viewer = stage.viewer(handle)
        for place in stage.story.places.values():
            here = stage.communities[place.key]
            if here.pk in viewer.memberships:
                found = places.place(viewer, slug=here.slug)
                mark_all_read(found, found.room_ids, left, by=viewer)
        mark_read(reached, by=viewer)
