"""What happened to reports of use, and to what they bear out."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.content.facts import ItemFact, PostFact


class Reported(PostFact):
    """Somebody reports that they used a practice."""

    name = "reports.reported"


class ReportAmended(PostFact):
    name = "reports.amended"


class ReportConfirmed(PostFact):
    name = "reports.confirmed"


class ReportConfirmationWithdrawn(PostFact):
    name = "reports.confirmation_withdrawn"


class FailureAddressed(PostFact):
    """The practice says where it does not fit, and this failure is why."""

    name = "reports.failure_addressed"


class FailureOpenedAgain(PostFact):
    name = "reports.failure_opened_again"


@dataclass(frozen=True, slots=True)
class LevelMoved(ItemFact):
    """`by_id` is 0 where time did it, or another threshold."""

    was: str
    now: str
    name = "reports.level_moved"


class StandardDecided(ItemFact):
    name = "reports.standard_decided"


class StandardEnded(ItemFact):
    name = "reports.standard_ended"


class WillTry(ItemFact):
    """Somebody says that they will try a practice."""

    name = "reports.will_try"
