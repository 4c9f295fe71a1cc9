"""Write the index of words anew, part by part, while others write."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lorehall.content import index
from lorehall.content.models import Item, ItemWords, Post, PostWords
from lorehall.content.rules.hold import hold

AT_ONCE = 20
"""Items in one transaction."""


def _items(community_id: int | None, after: int) -> QuerySet[Item]:
    items = Item.objects.filter(deleted_at=None, pk__gt=after)
    return items if community_id is None else items.filter(community_id=community_id)


def count(community_id: int | None = None, *, after: int = 0) -> int:
    """How many items there are to walk through."""
    return _items(community_id, after).count()


def walk(community_id: int | None = None, *, after: int = 0) -> Iterator[tuple[int, int]]:
    """Write the rows of all live items, in the order of their ids; after each part (last id, items in it)."""
    while ids := list(_items(community_id, after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            hold(*ids)
            long = {item: rest for item in ids if (rest := index.rewrite(item)) is not None}
        for item, rest in long.items():
            _rest(item, rest)
        after = ids[-1]
        yield after, len(ids)


def _rest(item_id: int, after: int | None) -> None:
    while after is not None:
        with transaction.atomic():
            hold(item_id)
            after = index.rewrite(item_id, after=after)


def finish() -> int:
    """Take out the rows of what is deleted or gone, count how often words stand; returns how many rows those were."""
    live_posts = Post.objects.filter(pk=OuterRef("post_id"), deleted_at=None, item__deleted_at=None)
    live_items = Item.objects.filter(pk=OuterRef("item_id"), deleted_at=None)
    posts = list(PostWords.objects.filter(~Exists(live_posts)).values_list("post_id", flat=True))
    items = list(ItemWords.objects.filter(~Exists(live_items)).values_list("item_id", flat=True))
    with transaction.atomic():
        index.POSTS.drop(posts)
        index.ITEMS.drop(items)
    for table in (index.POSTS, index.ITEMS):
        table.take_stock()
    return len(posts) + len(items)


def lacking() -> bool:
    """Whether a live post has no row."""
    indexed = PostWords.objects.filter(post_id=OuterRef("pk"))
    live = Post.objects.filter(Q(item__deleted_at=None), deleted_at=None)
    return live.filter(~Exists(indexed)).exists()
