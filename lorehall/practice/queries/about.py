"""What the form of an act needs to know of its practice. Two statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lorehall.communities.places import Place, place
from lorehall.content import addresses
from lorehall.content.models import Item, Post
from lorehall.kernel import policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.practice.find import find_practice
from lorehall.practice.models import Practice


@dataclass(frozen=True, slots=True)
class About:
    """A practice as the page of an act names it."""

    practice: Practice
    item: Item
    place: Place

    @property
    def id(self) -> int:
        return self.item.pk

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def url(self) -> str:
        return addresses.of_item(self.item.kind, self.item.pk, self.item.slug)

    @property
    def act(self) -> str:
        return f"/i/{self.item.pk}"

    @property
    def opening(self) -> Post:
        """Its text as it stands; asks for it each time."""
        return Post.objects.select_related("item__room", "item__community").get(item=self.item, number=1)


def about(viewer: Viewer, item_id: int, permission: Permission | None = None, subject: Any = None) -> About:
    """The practice, if the viewer may do this with it; raises `Hidden` and `Forbidden`."""
    practice = find_practice(item_id, viewer)
    if permission is not None:
        policy.require(permission, viewer, subject or practice.item)
    return About(practice, practice.item, place(viewer, community_id=practice.item.community_id))
