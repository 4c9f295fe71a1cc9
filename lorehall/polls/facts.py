"""What happened to polls."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class PollFact(Fact):
    item_id: int
    post_id: int
    poll: str

    @property
    def subject(self) -> str:
        return f"item:{self.item_id}"


class VotesChanged(PollFact):
    """Somebody voted, changed or withdrew their vote. Who it was is not said, whatever kind of poll it is."""

    name = "polls.votes_changed"


@dataclass(frozen=True, slots=True)
class PollEnded(PollFact):
    by_id: int
    name = "polls.ended"


@dataclass(frozen=True, slots=True)
class PollOpenedAgain(PollFact):
    by_id: int
    name = "polls.opened_again"
