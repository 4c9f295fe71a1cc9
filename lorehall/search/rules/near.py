"""Work out what an item is close to, and keep it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from lorehall.content.models import Item
from lorehall.content.writing import open_to_readers
from lorehall.search.models import Close
from lorehall.search.queries.close import SHOWN
from lorehall.search.queries.similar import close_to

KEPT = 12
"""More than are shown: some of them may not be for the reader."""


def settle_close(item_id: int) -> list[int]:
    """Keep the items that are closest now, whoever may see them: that is asked when they are read. Returns their ids;
    none for an item that is not there.
    """
    found = Item.objects.filter(pk=item_id, deleted_at=None).select_related("room").first()
    if found is None:
        return []
    near = _near(found, Q())[:KEPT]
    # Where many are not for everybody who reads this one, these have as many as if the others were not there.
    open_items = Item.objects.filter(open_to_readers(found.room))
    if len(near) == KEPT and open_items.filter(pk__in=near).count() < SHOWN:
        near += [item for item in _near(found, Q(item__in=open_items))[:SHOWN] if item not in near]
    with transaction.atomic():
        Close.objects.filter(item_id=item_id).delete()
        rows = [Close(item_id=item_id, to_id=item, place=place) for place, item in enumerate(near)]
        Close.objects.bulk_create(rows, ignore_conflicts=True)
    return near


def _near(item: Item, rule: Q) -> list[int]:
    found = close_to(item.title, rule, community_id=item.community_id, exclude=item.pk, least=LEAST)
    return [close for _, close in found]


LEAST = 0.25
"""How much of what the title itself would score another must, to be called close."""
