"""What happened to practices."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.content.facts import ItemFact, PostFact
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


@dataclass(frozen=True, slots=True)
class DraftMoved(DraftFact):
    """To review or back, dropped or taken up again."""

    was: str
    now: str
    name = "practice.draft_moved"


@dataclass(frozen=True, slots=True)
class DraftJudged(DraftFact):
    """A reviewer found it good, or said what should change first."""

    good: bool
    name = "practice.draft_judged"


class Published(ItemFact):
    """A practice stands in the library for the first time."""

    name = "practice.published"


class Revised(ItemFact):
    """A practice has a new version."""

    name = "practice.revised"


class Discussed(PostFact):
    """Somebody said something about a practice."""

    name = "practice.discussed"


@dataclass(frozen=True, slots=True)
class StateMoved(ItemFact):
    """`by_id` is 0 where a date did it."""

    was: str
    now: str
    name = "practice.state_moved"


class FoundRight(ItemFact):
    """Somebody who keeps it looked, and it is still right."""

    name = "practice.found_right"


@dataclass(frozen=True, slots=True)
class StewardChanged(ItemFact):
    """0 stands for nobody: `by_id` where a departure did it, `now_id` while it is offered around."""

    before_id: int
    now_id: int
    name = "practice.steward_changed"


@dataclass(frozen=True, slots=True)
class HandoverOffered(ItemFact):
    """`to_id` is 0 where it is offered to whoever takes it."""

    to_id: int
    name = "practice.handover_offered"


class HandoverEnded(ItemFact):
    """Declined, or called back."""

    name = "practice.handover_ended"


@dataclass(frozen=True, slots=True)
class SuggestionFact(ItemFact):
    suggestion_id: int


class EditSuggested(SuggestionFact):
    name = "practice.edit_suggested"


class SuggestionSeconded(SuggestionFact):
    """The first of two agrees, where a community wants two."""

    name = "practice.suggestion_seconded"


@dataclass(frozen=True, slots=True)
class SuggestionDecided(SuggestionFact):
    """`verdict` is one of `Suggestion.Verdict`; withdrawn by who suggested it."""

    verdict: str
    name = "practice.suggestion_decided"


class Dissented(PostFact):
    name = "practice.dissented"


@dataclass(frozen=True, slots=True)
class DissentSettled(PostFact):
    """Or not settled after all."""

    settled: bool
    name = "practice.dissent_settled"


class CreditChanged(ItemFact):
    """Somebody whose words it has is named on it from now on, or not any more."""

    name = "practice.credit_changed"


@dataclass(frozen=True, slots=True)
class CustomsChanged(Fact):
    """A community keeps its library another way: reviewers, months, or a template."""

    community_id: int
    by_id: int
    name = "practice.customs_changed"

    @property
    def subject(self) -> str:
        return f"community:{self.community_id}"
