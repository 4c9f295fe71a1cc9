"""A suggestion beside what stands now: put together, as far as that goes."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.kernel.text.merge import Conflict, merge
from lorehall.practice.models import Suggestion


@dataclass(frozen=True, slots=True)
class Rebased:
    """What stands with what was suggested in it. `stale` says that the text was changed since it was suggested;
    `conflicts` are the places where both changed the same words.
    """

    title: str
    source: str
    stale: bool
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        return not self.conflicts


def rebase(suggestion: Suggestion, title: str, source: str) -> Rebased:
    """The suggestion on top of the title and text that stand."""
    stale = (title, source) != (suggestion.before_title, suggestion.before_source)
    if not stale:
        return Rebased(suggestion.title, suggestion.source, stale=False)
    merged = merge(suggestion.before_source, suggestion.source, source)
    retitled = suggestion.title if suggestion.title != suggestion.before_title else title
    return Rebased(retitled, merged.text, stale=True, conflicts=merged.conflicts)
