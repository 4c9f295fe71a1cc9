"""What threads are worth follows what happens to them; what nobody says a fact of waits for the night."""

from __future__ import annotations

from lorehall.content.facts import ItemFact
from lorehall.harvest.reckon import reckon
from lorehall.questions.facts import ClosedAsDuplicate


def reckon_anew(fact: ItemFact) -> None:
    """Something happened to one thread, and to the one that it is a duplicate of."""
    reckon([fact.item_id, *([fact.of_id] if isinstance(fact, ClosedAsDuplicate) else [])])
