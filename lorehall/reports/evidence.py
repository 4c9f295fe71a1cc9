"""How well a practice is borne out: the rule, as pure functions of its reports, the moment and the thresholds.

**Idea.** Nobody reports that it worked.
**Tried.** Somebody does; it may be who wrote it, and long ago.
**Promising.** It worked for others in 2 contexts, and in more contexts than it fails in.
**Proven.** It worked for others in 3 contexts, a second member confirmed 1 of these, and no failure is open.
**Standard.** Proven, and a coordinator recorded who decided so.

"For others" leaves out who had written or kept the text when they reported. Each counted context has a person of its
own: the same person does not count twice, nor does the same context, and all that name none are one. A report counts
for two years. A failure is open until the steward says in which version the text says where it does not fit, or until
a later report from the same, named context says that it worked for others; a failure never grows old, so that time
alone lifts nothing. The numbers are a community's own (`Thresholds`); nobody can type a level in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from lorehall.practice.models import Level
from lorehall.reports.models import WORKED, Outcome

LADDER: tuple[Level, ...] = (Level.IDEA, Level.TRIED, Level.PROMISING, Level.PROVEN, Level.STANDARD)
MOST = 99
"""Contexts beyond these are not counted: no threshold asks for more."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a community asks for."""

    promising: int = 2
    """Contexts that it worked in."""
    proven: int = 3
    confirmed: int = 1
    """How many of the proving reports a second member confirmed."""
    days: int = 730
    """So long a report counts."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Thresholds:
        """As they were kept; what is missing is as usual."""
        return cls(**{name: kept[name] for name in cls.__slots__ if isinstance(kept.get(name), int)})


USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class Plain:
    """A report as the rule sees it."""

    person: int
    outcome: str
    context: str
    at: datetime
    own: bool = False
    confirmed: bool = False
    addressed: bool = False

    @property
    def worked(self) -> bool:
        return self.outcome in WORKED

    @property
    def failed(self) -> bool:
        return self.outcome == Outcome.DID_NOT_WORK


@dataclass(frozen=True, slots=True)
class Why:
    """The numbers that a level was computed from."""

    reports: int = 0
    people: int = 0
    contexts: int = 0
    """How many different ones are named."""
    succeeded: int = 0
    failed: int = 0
    worked: int = 0
    """Contexts that it worked in for others, each with a person of its own, of late."""
    confirmed: int = 0
    """How many of these a second member confirmed."""
    open: int = 0
    """Contexts that it fails in."""
    old: int = 0
    own: int = 0
    decided: bool = False

    def kept(self) -> dict[str, Any]:
        """As the practice keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Why:
        return cls(**{name: kept[name] for name in cls.__slots__ if name in kept})


def weigh(
    reports: Iterable[Plain], now: datetime, thresholds: Thresholds = USUAL, *, decided: bool = False
) -> tuple[Level, Why]:
    """The level that the reports bear out, and the numbers behind it. `decided` says that a decision stands."""
    all_of_them = tuple(reports)
    since = now - timedelta(days=thresholds.days)
    fresh = [report for report in all_of_them if report.worked and not report.own and report.at > since]
    why = Why(
        reports=len(all_of_them),
        people=len({report.person for report in all_of_them}),
        contexts=len({report.context for report in all_of_them} - {""}),
        succeeded=sum(report.worked for report in all_of_them),
        failed=sum(report.failed for report in all_of_them),
        worked=pairs(fresh),
        confirmed=pairs([report for report in fresh if report.confirmed]),
        open=len(open_contexts(all_of_them)),
        old=sum(report.worked and report.at <= since for report in all_of_them),
        own=sum(report.worked and report.own for report in all_of_them),
        decided=decided,
    )
    return level(why, thresholds), why


def level(why: Why, thresholds: Thresholds = USUAL) -> Level:
    """The level that such numbers reach."""
    if not why.succeeded:
        return Level.IDEA
    if why.worked < thresholds.promising or why.worked <= why.open:
        return Level.TRIED
    if why.worked < thresholds.proven or why.confirmed < thresholds.confirmed or why.open:
        return Level.PROMISING
    return Level.STANDARD if why.decided else Level.PROVEN


def pairs(reports: Sequence[Plain]) -> int:
    """The most contexts that can each be given a person of its own, out of those who report from it."""
    people: dict[str, list[int]] = {}
    for report in reports:
        people.setdefault(report.context, []).append(report.person)
    taken: dict[int, str] = {}

    def find(context: str, tried: set[int]) -> bool:
        """Give this context a person, and whoever had that person another one."""
        for person in people[context]:
            if person not in tried:
                tried.add(person)
                if person not in taken or find(taken[person], tried):
                    taken[person] = context
                    return True
        return False

    found = 0
    for context in people:
        found += find(context, set())
        if found == MOST:
            break
    return found


def open_contexts(reports: Sequence[Plain]) -> set[str]:
    """The contexts with a failure that was neither addressed nor followed by a success for others there."""
    last: dict[str, datetime] = {}
    for report in reports:
        if report.context and report.worked and not report.own:
            last[report.context] = max(report.at, last.get(report.context, report.at))
    return {
        report.context
        for report in reports
        if report.failed and not report.addressed and report.at >= last.get(report.context, report.at)
    }


def next_level(now: Level) -> Level | None:
    """The one above, where reports lead; None at the top."""
    place = LADDER.index(now) + 1
    return LADDER[place] if place < len(LADDER) else None
