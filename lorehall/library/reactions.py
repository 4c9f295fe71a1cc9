"""What the library does about what happened to practices."""

from __future__ import annotations

from lorehall.content.facts import ItemFact
from lorehall.library.rules.explain import explain


def read_term(fact: ItemFact) -> None:
    """A practice was published or reads otherwise."""
    explain(fact.item_id)
