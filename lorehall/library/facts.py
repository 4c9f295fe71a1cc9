"""What happened in a library."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.content.facts import ItemFact
from lorehall.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class LibraryFact(Fact):
    """Something about a community's library; the order of its facts is kept."""

    community_id: int
    by_id: int

    @property
    def subject(self) -> str:
        return f"library:{self.community_id}"


class MapArranged(LibraryFact):
    """Topics were made, renamed, moved or taken out."""

    name = "library.map_arranged"


@dataclass(frozen=True, slots=True)
class CollectionChanged(LibraryFact):
    """A collection was made, changed, put in another order, or taken out."""

    collection_id: int
    name = "library.collection_changed"


class Placed(ItemFact):
    """A practice stands at another place of the map, or at none."""

    name = "library.placed"
