"""The list of what is unread, newest activity first, and what may be marked as read with it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import QuerySet

from lorehall.communities.places import Place
from lorehall.content.models import Item, ItemKind
from lorehall.content.queries.listing import Listing, Walk
from lorehall.kernel.db.prepared import Parameters
from lorehall.people.viewer import Viewer
from lorehall.reading.queries.marks import unread
from lorehall.reading.queries.rail import rail

KINDS = (ItemKind.QUESTION.value, ItemKind.CONVERSATION.value, ItemKind.PRACTICE.value)


def _choose(p: Parameters, kind: str, *, few: bool) -> QuerySet[Item]:
    items = Item.objects.filter(community_id=p("community"), room_id__in=p.many("rooms"), deleted_at=None)
    if kind:
        items = items.filter(kind=kind)
    if few:
        items = items.filter(pk__in=p.many("ids"))
    return unread(items, p("person"))


@cache
def _walk(kind: str, *, few: bool) -> Walk:
    return Walk(lambda p: _choose(p, kind, few=few))


def unread_list(
    viewer: Viewer, place: Place, *, kind: str = "", room_id: int | None = None, after: str | None, before: str | None
) -> Listing:
    """What is unread for a member; `kind` is one of `KINDS`, or empty for all; `room_id` is a room of the place.
    Three statements. Raises `Hidden` for a room that the viewer may not read.
    """
    rooms = place.room_ids if room_id is None else [place.room_by_id(room_id).id]
    _counts, found = rail(viewer, place)
    given: dict[str, Any] = {"community": place.id, "rooms": rooms, "person": viewer.id}
    given |= {"after": after, "before": before}
    # Few of many: walking all items to find them would take long for who has read nearly everything.
    if found.is_more:
        return _walk(kind, few=False)(**given)
    return _walk(kind, few=True)(**given, ids=found.ids)
