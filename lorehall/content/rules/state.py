"""Set an item's state, in its kind's own words, and whether it waits for somebody."""

from __future__ import annotations

from django.db.models import Q

from lorehall.content import counts
from lorehall.content.models import Item


def set_state(item: Item, state: str, *, waiting: bool) -> bool:
    """Inside the caller's transaction; False where it stood so already. Of two at once only one shifts the counts."""
    changed = Item.objects.filter(pk=item.pk, waiting=not waiting).update(state=state, waiting=waiting)
    if changed:
        # Only now the row is held: somebody may have moved or deleted it since it was read.
        item.refresh_from_db(fields=["room_id", "deleted_at"])
    if changed and item.deleted_at is None:
        counts.shift(item.room_id, item.kind, open=1 if waiting else -1)
    if not changed:
        changed = Item.objects.filter(~Q(state=state), pk=item.pk).update(state=state)
    item.state, item.waiting = state, waiting
    return bool(changed)
