"""Who may move a practice, or the draft of one, from which state to which: one table, read by policy and by pages.

`may_move` asks about one move and `offered` lists all of them, for a practice; `may_move_draft` and `offered_for_draft`
do so for a draft. A property test holds each pair together.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from lorehall.communities.policy import keeps
from lorehall.content.models import Item
from lorehall.content.policy import DELETED, takes_part
from lorehall.kernel import policy
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.kernel.policy import HIDDEN, Denial, Permission
from lorehall.people.viewer import Viewer
from lorehall.practice.models import PracticeDraft, Stage, State
from lorehall.practice.policy import KEEPERS_ONLY, STEWARDS_ONLY


class Who(StrEnum):
    """Those whom the table names."""

    KEEPERS = "keepers"
    """Its steward, and the stewards and coordinators of its community."""
    STEWARDS = "stewards"
    """The stewards and coordinators of its community; its own steward only as one of them."""
    DATE = "date"
    """Nobody: its review date does it."""
    WRITERS = "writers"
    """Those who write a draft, and the stewards and coordinators who see it."""
    REVIEWERS = "reviewers"
    """A steward or coordinator other than who began the draft."""
    PUBLISHERS = "publishers"
    """Whoever writes it, once as many reviewers found it good as the community wants."""


CURRENT, DUE, OUTDATED = State.CURRENT, State.REVIEW_DUE, State.OUTDATED
SUPERSEDED, RETIRED = State.SUPERSEDED, State.RETIRED

MOVES: Mapping[tuple[str, str], frozenset[Who]] = {
    (CURRENT, DUE): frozenset({Who.DATE, Who.KEEPERS}),
    (CURRENT, OUTDATED): frozenset({Who.KEEPERS}),
    (CURRENT, SUPERSEDED): frozenset({Who.KEEPERS}),
    (CURRENT, RETIRED): frozenset({Who.KEEPERS}),
    (DUE, CURRENT): frozenset({Who.KEEPERS}),
    (DUE, OUTDATED): frozenset({Who.KEEPERS}),
    (DUE, SUPERSEDED): frozenset({Who.KEEPERS}),
    (DUE, RETIRED): frozenset({Who.KEEPERS}),
    (OUTDATED, CURRENT): frozenset({Who.KEEPERS}),
    (OUTDATED, SUPERSEDED): frozenset({Who.KEEPERS}),
    (OUTDATED, RETIRED): frozenset({Who.KEEPERS}),
    (SUPERSEDED, CURRENT): frozenset({Who.STEWARDS}),
    (SUPERSEDED, RETIRED): frozenset({Who.KEEPERS}),
    (RETIRED, CURRENT): frozenset({Who.STEWARDS}),
}
"""From which state to which; what is not in it, nobody may."""

STAGES: Mapping[tuple[str, str], frozenset[Who]] = {
    (Stage.DRAFT, Stage.IN_REVIEW): frozenset({Who.WRITERS}),
    (Stage.IN_REVIEW, Stage.DRAFT): frozenset({Who.WRITERS, Who.REVIEWERS}),
    (Stage.DRAFT, Stage.PUBLISHED): frozenset({Who.PUBLISHERS}),
    (Stage.IN_REVIEW, Stage.PUBLISHED): frozenset({Who.PUBLISHERS}),
    (Stage.DRAFT, Stage.DROPPED): frozenset({Who.WRITERS}),
    (Stage.IN_REVIEW, Stage.DROPPED): frozenset({Who.WRITERS}),
    (Stage.DROPPED, Stage.DRAFT): frozenset({Who.WRITERS}),
}
"""The same for drafts. What is published stays published: from there on `MOVES` speaks."""

NO_SUCH_MOVE = Denial("no_such_move", _("That does not lead on from where it stands."))


def may_move(viewer: Viewer, item: Item, to: str) -> Denial | None:
    """Why the viewer may not move this practice to the state; None for who may."""
    if no := takes_part(viewer, item):
        return no
    if item.deleted_at is not None:
        return DELETED
    whose = MOVES.get((item.state, to), frozenset())
    if not whose:
        return NO_SUCH_MOVE
    if keeps(viewer, item.community_id) and whose & {Who.KEEPERS, Who.STEWARDS}:
        return None
    if Who.KEEPERS in whose:
        return None if item.practice.steward_id == viewer.id else KEEPERS_ONLY
    return STEWARDS_ONLY


def require(viewer: Viewer, item: Item, to: str) -> None:
    """Raise `Hidden` or `Forbidden` (with the reason) where the viewer may not."""
    no = may_move(viewer, item, to)
    if no is HIDDEN:
        raise Hidden
    if no is not None:
        raise Forbidden(no.code, str(no.message))


def offered(viewer: Viewer, item: Item) -> tuple[State, ...]:
    """The states that the viewer may move this practice to: `may_move` to the letter."""
    if takes_part(viewer, item) is not None or item.deleted_at is not None:
        return ()
    mine = set()
    if keeps(viewer, item.community_id):
        mine = {Who.KEEPERS, Who.STEWARDS}
    elif item.practice.steward_id == viewer.id:
        mine = {Who.KEEPERS}
    return tuple(to for to in State if mine & MOVES.get((item.state, to), frozenset()))


def may_move_draft(viewer: Viewer, draft: PracticeDraft, to: str) -> Denial | None:
    """The same for a draft."""
    if no := policy.denial(Permission.SEE_DRAFT, viewer, draft):
        return no
    whose = STAGES.get((draft.stage, to), frozenset())
    if not whose:
        return NO_SUCH_MOVE
    if Who.PUBLISHERS in whose:
        return policy.denial(Permission.PUBLISH, viewer, draft)
    if Who.REVIEWERS in whose and policy.allows(Permission.APPROVE_DRAFT, viewer, draft):
        return None
    asked = Permission.DROP_DRAFT if draft.stage == Stage.DROPPED else Permission.WRITE_DRAFT
    return policy.denial(asked, viewer, draft)


def offered_for_draft(viewer: Viewer, draft: PracticeDraft) -> tuple[Stage, ...]:
    """The stages that the viewer may move this draft to: `may_move_draft` to the letter."""
    known = [to for was, to in STAGES if was == draft.stage]
    return tuple(Stage(to) for to in known if may_move_draft(viewer, draft, to) is None)
