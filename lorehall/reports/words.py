"""Evidence in words: what was reported, and what the next level needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lorehall.practice.models import Level
from lorehall.reports.evidence import LADDER, Thresholds, Why, next_level


@dataclass(frozen=True, slots=True)
class Told:
    """A level in words. `rungs` says of each level's bar whether it is reached."""

    level: str
    words: str
    rungs: tuple[tuple[str, bool], ...]
    reported: str
    """Such as "3 reports from 3 teams, 1 of them a failure."."""
    needs: tuple[str, ...]
    """What the next level needs and has not; empty at the top."""
    old: str
    own: str
    decision: tuple[str, str] | None
    """Who decided on the standard, and on which day."""


def told(level: str, evidence: Mapping[str, Any]) -> Told:
    """What a practice's level and numbers say."""
    now, why = Level(level), Why.of(evidence)
    place = LADDER.index(now)
    decision = evidence.get("decision")
    return Told(
        level=level,
        words=str(now.label),
        rungs=tuple((str(rung.label), number <= place) for number, rung in enumerate(LADDER)),
        reported=_reported(why, by_team=bool(evidence.get("by_team", True))),
        needs=tuple(_needs(now, why, Thresholds.of(evidence.get("asks", {})))),
        old=_old(why),
        own=_own(why),
        decision=(decision[0], decision[1]) if decision else None,
    )


def _reported(why: Why, *, by_team: bool) -> str:
    if not why.reports:
        return _("Nobody has reported a use yet.")
    counted = ngettext("%(num)s report", "%(num)s reports", why.reports) % {"num": why.reports}
    if why.contexts:
        counted = _("%(reports)s from %(contexts)s") % {"reports": counted, "contexts": _places(why, by_team=by_team)}
    if not why.failed:
        return f"{counted}."
    if why.failed == why.reports == 1:
        return _("%(reports)s, of a failure.") % {"reports": counted}
    failed = ngettext("%(num)s of them a failure", "%(num)s of them failures", why.failed) % {"num": why.failed}
    return f"{counted}, {failed}."


def _places(why: Why, *, by_team: bool) -> str:
    number = {"num": why.contexts}
    if by_team:
        return ngettext("%(num)s team", "%(num)s teams", why.contexts) % number
    return ngettext("%(num)s context", "%(num)s contexts", why.contexts) % number


def _needs(level: Level, why: Why, asks: Thresholds) -> list[str]:
    """All that keeps it from the next level."""
    match next_level(level):
        case Level.TRIED:
            return [_("Tried needs one report that it worked.")]
        case Level.PROMISING:
            return _contexts(Level.PROMISING, why, asks.promising) or [
                _("Promising needs more contexts that it worked in than it fails in; it has %(worked)s and %(open)s.")
                % {"worked": why.worked, "open": why.open}
            ]
        case Level.PROVEN:
            return [*_contexts(Level.PROVEN, why, asks.proven), *_confirmed(why, asks), *_open(why)]
        case Level.STANDARD:
            return [_("Standard needs a decision that a coordinator records.")]
    return []


def _contexts(level: Level, why: Why, needed: int) -> list[str]:
    if why.worked >= needed:
        return []
    words = ngettext(
        "%(level)s needs a report from %(num)s context that it worked in; it has %(has)s.",
        "%(level)s needs reports from %(num)s contexts that it worked in; it has %(has)s.",
        needed,
    )
    return [words % {"level": level.label, "num": needed, "has": why.worked}]


def _confirmed(why: Why, asks: Thresholds) -> list[str]:
    if why.confirmed >= asks.confirmed:
        return []
    words = ngettext(
        "Proven needs %(num)s of them confirmed by a second member; it has %(has)s.",
        "Proven needs %(num)s of them confirmed by a second member; it has %(has)s.",
        asks.confirmed,
    )
    return [words % {"num": asks.confirmed, "has": why.confirmed}]


def _open(why: Why) -> list[str]:
    if not why.open:
        return []
    words = ngettext(
        "Proven needs its failure in %(num)s context addressed.",
        "Proven needs its failures in %(num)s contexts addressed.",
        why.open,
    )
    return [words % {"num": why.open}]


def _old(why: Why) -> str:
    if not why.old:
        return ""
    words = ngettext("%(num)s report is too old to lift it.", "%(num)s reports are too old to lift it.", why.old)
    return words % {"num": why.old}


def _own(why: Why) -> str:
    if not why.own:
        return ""
    words = ngettext(
        "%(num)s report is by somebody who wrote or keeps it, and lifts it to tried at most.",
        "%(num)s reports are by people who wrote or keep it, and lift it to tried at most.",
        why.own,
    )
    return words % {"num": why.own}
