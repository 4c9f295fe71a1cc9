"""What stands beside an item as close to it. One statement; whether the viewer may see it is asked of each."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import F

from lorehall.communities.policy import may_read
from lorehall.content import addresses
from lorehall.content.past import PAST
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.viewer import Viewer
from lorehall.practice.queries.columns import Rows, items
from lorehall.search.models import Close

SHOWN = 5
_close = prepare(
    lambda p: (
        Close.objects.filter(item_id=p("item"), to__deleted_at=None)
        .order_by("place")
        .values_list(
            "to_id",
            "to__title",
            "to__slug",
            "to__kind",
            "to__state",
            "to__replies_count",
            "to__room_id",
            "to__community_id",
            "to__room__access",
            "to__room__public",
        )
    )
)


class Room(NamedTuple):
    """What the rule asks of a room."""

    id: int
    community_id: int
    access: str
    public: bool


class Near(NamedTuple):
    """An item that is close to another."""

    id: int
    title: str
    slug: str
    kind: str
    state: str
    replies: int

    @property
    def url(self) -> str:
        return addresses.of_item(self.kind, self.id, self.slug)


def close(viewer: Viewer, item_id: int) -> list[Near]:
    """The closest first."""
    found = [Near(*row[:6]) for row in _close(item=item_id) if may_read(viewer, Room(*row[6:]))]
    return [near for near in found if near.state not in PAST][:SHOWN]


def close_part(p: Parameters) -> Rows:
    """The same for what is read beside a practice, in its columns."""
    return items(Close.objects.filter(item_id=p("item")), "close", "to", order=F("place"))
