"""What happened in finding."""

from __future__ import annotations

from lorehall.content.facts import ItemFact


class Spared(ItemFact):
    """Somebody was about to ask, and this item answered it."""

    name = "search.spared"
