"""Keep items' rows until the end of the transaction, so that what follows is looked at and written by one at a time."""

from __future__ import annotations

from django.db.models import F

from lorehall.content.models import Item


def hold(*item_ids: int) -> None:
    """In one order for everybody. On SQLite the transaction has the only pen already; on PostgreSQL the others wait,
    and what is read after this is what they left.
    """
    for item_id in sorted(item_ids):
        Item.objects.filter(pk=item_id).update(last_number=F("last_number"))
