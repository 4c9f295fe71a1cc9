"""What the page of a letter's link says: on which practice one's name stands, or does not."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.communities.viewers import viewer_of
from lorehall.content import addresses
from lorehall.content.models import Item
from lorehall.content.policy import may_see
from lorehall.kernel.errors import Hidden
from lorehall.practice.crediting import read
from lorehall.practice.models import Credit


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether they are named; `title` and `url` are "" where they may not read the practice any more."""

    named: bool
    title: str = ""
    url: str = ""


def standing(token: str) -> Standing:
    """For whoever holds the letter; raises `Hidden` for what we did not sign."""
    who = read(token)
    rows = Credit.objects.filter(practice_id=who.item_id, person_id=who.person_id) if who else Credit.objects.none()
    found = rows.values_list("unnamed_at", flat=True)[:1]
    if who is None or not found:
        raise Hidden
    item = Item.objects.select_related("room", "community").get(pk=who.item_id)
    named = found[0] is None
    if not may_see(viewer_of(who.person_id), item):
        return Standing(named)
    return Standing(named, item.title, addresses.of_item(item.kind, item.pk, item.slug))
