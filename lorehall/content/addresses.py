"""Addresses of items and posts. Lists print hundreds, so they are put together here; a test holds them against the
routes of their kinds.
"""

from __future__ import annotations

from lorehall.content.models import ItemKind

QUESTION_VERBS = frozenset(
    {"answer", "confirm", "detail", "duplicate", "edit", "have-too", "log", "reopen", "withdraw"}
)
"""What stands in the place of the title in the addresses of acts. A question of just that title goes without."""
_PREFIX = {ItemKind.QUESTION: "/q", ItemKind.CONVERSATION: "/t", ItemKind.PRACTICE: "/practice"}


def of_item(kind: str, item_id: int, slug: str) -> str:
    """Where an item is read."""
    if slug in QUESTION_VERBS and kind == ItemKind.QUESTION:
        return f"/q/{item_id}"
    return f"{_PREFIX[ItemKind(kind)]}/{item_id}/{slug}"


def of_post(kind: str, item_id: int, slug: str, post_id: int, number: int) -> str:
    """Where a post is read: in its item, with an anchor. Conversations are paged by number, so theirs names it."""
    item = of_item(kind, item_id, slug)
    if number == 1:
        return item
    if kind == ItemKind.CONVERSATION:
        return f"{item}/{number}#p{post_id}"
    return f"{item}?post={post_id}#p{post_id}"
