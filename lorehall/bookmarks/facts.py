"""What happened to bookmarks."""

from __future__ import annotations

from lorehall.content.facts import ItemFact


class Bookmarked(ItemFact):
    """Somebody put an item by, or a post of it."""

    name = "bookmarks.bookmarked"
