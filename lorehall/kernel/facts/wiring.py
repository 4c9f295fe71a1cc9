"""Which reaction answers which fact: the table that `house/wiring.py` hands over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from lorehall.kernel.facts.fact import Fact

Reaction = Callable[[Any], None]
Kept = TypeVar("Kept")

_classes: dict[str, type[Fact]] = {}
_answers: dict[str, tuple[str, ...]] = {}
_reactions: dict[str, Reaction] = {}


def name_of(reaction: Reaction) -> str:
    """The name under which a reaction's deliveries are stored: `questions.reactions.greet`."""
    return f"{reaction.__module__}.{reaction.__qualname__}".removeprefix("lorehall.")


def connect(table: Mapping[type[Fact], Iterable[Reaction]]) -> None:
    """Take the whole table and forget the one before. Raises ValueError on a table that can't be meant."""
    classes: dict[str, type[Fact]] = {}
    answers: dict[str, tuple[str, ...]] = {}
    reactions: dict[str, Reaction] = {}
    for fact, wired in table.items():
        if not fact.name or fact.name in classes:
            raise ValueError(f"{fact.__qualname__} needs a name of its own, not {fact.name!r}")
        names = [name_of(reaction) for reaction in wired]
        if len(set(names)) != len(names):
            raise ValueError(f"{fact.name} is wired to the same reaction twice")
        classes[fact.name] = fact
        answers[fact.name] = tuple(names)
        reactions.update(zip(names, wired, strict=True))
    _replace(_classes, classes)
    _replace(_answers, answers)
    _replace(_reactions, reactions)


def _replace(kept: dict[str, Kept], new: dict[str, Kept]) -> None:
    kept.clear()
    kept.update(new)


def answering(fact_name: str) -> tuple[str, ...]:
    """The names of the reactions to a fact."""
    return _answers.get(fact_name, ())


def find(fact_name: str, reaction_name: str) -> tuple[type[Fact], Reaction]:
    """The class of a fact and a reaction, by their stored names; raises LookupError when they are wired no longer."""
    try:
        return _classes[fact_name], _reactions[reaction_name]
    except KeyError as error:
        raise LookupError(f"{reaction_name} is not wired to {fact_name} any more") from error
