"""Move a practice from one state to another: outdated, superseded, retired, looked at again, brought back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content.models import Item, ItemKind
from lorehall.content.policy import visible
from lorehall.content.rules.state import set_state
from lorehall.content.writing import open_to_readers
from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.text.fold import tidy_line
from lorehall.people.viewer import Viewer
from lorehall.practice import moves
from lorehall.practice.days import day_there
from lorehall.practice.facts import StateMoved
from lorehall.practice.find import find_practice
from lorehall.practice.models import REASON_LENGTH, Handover, Practice, State, StateChange
from lorehall.practice.rules.hold import hold
from lorehall.practice.rules.review import looked_at

STANDING = frozenset({State.CURRENT, State.REVIEW_DUE, State.OUTDATED})
"""What somebody still keeps."""
_NEEDS_REASON = frozenset({State.OUTDATED, State.RETIRED})
_ADDRESS = re.compile(r"(?:\S*/(?:practice|i)/|#)?(\d{1,18})(?:[/?#]\S*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Move:
    """Where to and why. `successor` is what supersedes it: its number, address or title."""

    to: str
    reason: str = ""
    successor: str = ""


def move(item_id: int, change: Move, *, by: Viewer) -> Practice:
    """Move it; raises `Forbidden` for what the table of moves does not give, `Conflict` when somebody was quicker."""
    practice = find_practice(item_id, by)
    moves.require(by, practice.item, change.to)
    reason = _reason(change)
    successor = find_successor(practice.item, change.successor, by) if change.to == State.SUPERSEDED else None
    with transaction.atomic():
        held = hold(item_id, *([successor.pk] if successor else []))
        if held[item_id].item.state != practice.item.state:
            raise Conflict("moved_meanwhile", _("Somebody moved this meanwhile. Look again before you do."))
        if successor is not None:
            supersede(held[item_id], held[successor.pk], by=by, reason=reason)
        else:
            _move(held[item_id], State(change.to), reason, by)
    return held[item_id]


def _move(held: Practice, to: State, reason: str, by: Viewer) -> None:
    if to == State.CURRENT:
        _back(held, by)
    else:
        _away(held, to, by)
    put(held, to, by_id=by.id, reason=reason)


def _reason(change: Move) -> str:
    reason = tidy_line(change.reason)
    if not reason and change.to in _NEEDS_REASON:
        raise Refused("reason_needed", _("Say why, in a line. Readers see it."), "reason")
    if len(reason) > REASON_LENGTH:
        raise Refused("too_long", _("A line: %(most)d characters at most.") % {"most": REASON_LENGTH}, "reason")
    return reason


def find_successor(item: Item, said: str, by: Viewer) -> Item:
    """The practice that is meant; raises `Refused` where there is none that all readers of this one may read too."""
    said = tidy_line(said)
    if not said:
        raise Refused("which", _("Say which practice stands in its place."), "successor")
    open_ones = visible(by).filter(open_to_readers(item.room), kind=ItemKind.PRACTICE).exclude(pk=item.pk)
    address = _ADDRESS.fullmatch(said)
    found = list(open_ones.filter(pk=int(address[1]))) if address else []
    if not found:
        found = list(open_ones.filter(community_id=item.community_id, title__iexact=said)[:2])
    if not found:
        raise Refused("not_found", _("No practice is called that which all readers of this one may read."), "successor")
    if len(found) > 1:
        raise Refused("several", _("Several are called that. Say its number, or paste its address."), "successor")
    return found[0]


def supersede(held: Practice, successor: Practice, *, by: Viewer, reason: str = "") -> None:
    """Inside the caller's transaction, with both held. What supersedes stands itself, so they never go in a circle."""
    if successor.pk == held.pk or successor.item.state not in {State.CURRENT, State.REVIEW_DUE}:
        raise Refused("not_standing", _("Choose a practice that is current itself."), "successor")
    _away(held, State.SUPERSEDED, by)
    put(held, State.SUPERSEDED, by_id=by.id, reason=reason, successor=successor.item)


def put(held: Practice, to: State, *, by_id: int | None, reason: str = "", successor: Item | None = None) -> None:
    """Inside the caller's transaction, on a practice that is held. `by_id` None says that a date did it."""
    now, was = clock.now(), held.item.state
    held.state_at, held.state_reason, held.superseded_by = now, reason, successor
    if by_id is not None:
        held.state_by_id = by_id
    held.save(update_fields=["state_at", "state_by", "state_reason", "superseded_by"])
    StateChange.objects.create(practice=held, was=was, now=to, by_id=by_id, reason=reason, at=now)
    set_state(held.item, to, waiting=to == State.REVIEW_DUE)
    facts.record(StateMoved(item_id=held.pk, by_id=by_id or 0, was=was, now=to))


def _back(held: Practice, by: Viewer) -> None:
    """It is current again: somebody looked at it. Nobody kept what was gone, so who brings that back does."""
    looked_at(held, by=by)
    if held.item.state in {State.SUPERSEDED, State.RETIRED}:
        held.steward_id, held.stewarded_at = by.id, clock.now()
        held.save(update_fields=["steward", "stewarded_at"])


def _away(held: Practice, to: str, by: Viewer) -> None:
    """Whatever was asked about it is answered; what nobody keeps any more is not offered to anybody either."""
    now = clock.now()
    held.asked_at = held.told_at = None
    if to == State.REVIEW_DUE:
        held.review_on = day_there(now, by.timezone)
    held.save(update_fields=["asked_at", "told_at", "review_on"])
    if to not in STANDING:
        Handover.objects.filter(practice=held, ended_at=None).update(ended_at=now)
