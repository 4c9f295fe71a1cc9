"""What happened to practices."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.content.facts import ItemFact
from lorehall.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class DraftFact(Fact):
    """Something about one draft; the order of its facts is kept."""

    draft_id: int
    by_id: int

    @property
    def subject(self) -> str:
        return f"practice_draft:{self.draft_id}"


class DraftBegun(DraftFact):
    name = "practice.draft_begun"


@dataclass(frozen=True, slots=True)
class DraftShared(DraftFact):
    """Somebody else may write the draft too."""

    person_id: int
    name = "practice.draft_shared"


class Published(ItemFact):
    """A practice stands in the library for the first time."""

    name = "practice.published"


class Revised(ItemFact):
    """A practice has a new version."""

    name = "practice.revised"


@dataclass(frozen=True, slots=True)
class StateMoved(ItemFact):
    """`by_id` is 0 where a date did it."""

    was: str
    now: str
    name = "practice.state_moved"
