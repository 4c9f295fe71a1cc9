"""What happened to items and posts."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class ItemFact(Fact):
    """Something about one item; the order of its facts is kept."""

    item_id: int
    by_id: int

    @property
    def subject(self) -> str:
        return f"item:{self.item_id}"


@dataclass(frozen=True, slots=True)
class PostFact(ItemFact):
    post_id: int


class ItemStarted(ItemFact):
    name = "content.item_started"


class ItemMoved(ItemFact):
    name = "content.item_moved"


class ItemLocked(ItemFact):
    name = "content.item_locked"


class ItemUnlocked(ItemFact):
    name = "content.item_unlocked"


class ItemRetagged(ItemFact):
    name = "content.item_retagged"


class ItemDeleted(ItemFact):
    name = "content.item_deleted"


class ItemRestored(ItemFact):
    name = "content.item_restored"


class PostAdded(PostFact):
    name = "content.post_added"


class PostEdited(PostFact):
    name = "content.post_edited"


class PostDeleted(PostFact):
    name = "content.post_deleted"


class PostRestored(PostFact):
    name = "content.post_restored"


class PostMarkedUseful(PostFact):
    name = "content.post_marked_useful"
