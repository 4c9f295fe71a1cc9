"""Work out what an item is close to, and keep it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from lorehall.content.models import Item
from lorehall.search.models import Close
from lorehall.search.queries.similar import close_to

KEPT = 12
"""More than are shown: some of them may not be for the reader."""


def settle_close(item_id: int) -> list[int]:
    """Keep the items that are closest now, whoever may see them: that is asked when they are read. Returns their ids;
    none for an item that is not there.
    """
    found = Item.objects.filter(pk=item_id, deleted_at=None).values_list("title", "community_id").first()
    if found is None:
        return []
    title, community_id = found
    near = [item for _, item in close_to(title, Q(), community_id=community_id, exclude=item_id, least=LEAST)[:KEPT]]
    with transaction.atomic():
        Close.objects.filter(item_id=item_id).delete()
        rows = [Close(item_id=item_id, to_id=item, place=place) for place, item in enumerate(near)]
        Close.objects.bulk_create(rows, ignore_conflicts=True)
    return near


LEAST = 0.25
"""How much of what the title itself would score another must, to be called close."""
