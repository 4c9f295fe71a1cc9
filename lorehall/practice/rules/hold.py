"""Take a practice for the rest of the transaction."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.content.models import Item
from lorehall.kernel.errors import Refused
from lorehall.practice.models import Practice


def hold(*item_ids: int) -> dict[int, Practice]:
    """The practices as they are now, by id; nobody else moves them or hands them on until the commit.

    An UPDATE that changes nothing locks the rows on PostgreSQL; on SQLite the transaction has the only pen already.
    The lowest id comes first, so that two who take the same two never wait for one another.
    """
    found = {}
    for item_id in sorted(item_ids):
        if not Item.objects.filter(pk=item_id, deleted_at=None).update(last_number=F("last_number")):
            raise Refused("deleted", _("This was deleted meanwhile. Nothing was changed."))
        found[item_id] = Practice.objects.select_related("item__room", "item__community").get(pk=item_id)
    return found
