"""Definitions on the terms of a practice. One statement."""

from __future__ import annotations

from lorehall.communities.places import Place
from lorehall.content import addresses
from lorehall.content.models import ItemKind
from lorehall.kernel.db.prepared import prepare
from lorehall.library.glossary import Entry, define
from lorehall.library.models import Term
from lorehall.library.standings import STANDING

MOST = 1000
_terms = prepare(
    lambda p: (
        Term.objects.filter(
            item__community_id=p("community"),
            item__room_id__in=p.many("rooms"),
            item__deleted_at=None,
            item__state__in=STANDING,
        )
        .order_by("item_id")
        .values_list("item_id", "item__slug", "names", "means")[:MOST]
    )
)


def defined(html: str, place: Place, item_id: int = 0) -> str:
    """The text of a practice with definitions on the terms that the viewer's glossary has; `item_id` is the practice,
    whose own names are not defined in it.
    """
    rows = _terms(community=place.id, rooms=place.room_ids) if place.reads else []
    entries = [
        Entry(item, addresses.of_item(ItemKind.PRACTICE, item, slug), tuple(names), means)
        for item, slug, names, means in rows
        if means
    ]
    return define(html, entries, but=item_id)
