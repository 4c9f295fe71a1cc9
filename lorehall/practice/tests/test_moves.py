"""Who may move what from which to which: the whole table, and that asking about one agrees with listing all."""

from __future__ import annotations

import itertools

import pytest

from lorehall.communities import rules as communities
from lorehall.content.models import Item
from lorehall.content.rules.delete import delete
from lorehall.people.viewer import VISITOR, Viewer
from lorehall.practice.models import PracticeDraft, Reviewers, Stage, State
from lorehall.practice.moves import MOVES, STAGES, Who, may_move, may_move_draft, offered, offered_for_draft
from lorehall.practice.rules.customs import Ways, set_ways
from lorehall.practice.rules.draft import Beginning, begin
from tests.cast import NAMES, Cast
from tests.making import opening, practice


def everybody(cast: Cast) -> dict[str, Viewer]:
    return {name: cast.viewer(name) for name in NAMES} | {"visitor": VISITOR}


def in_state(item: Item, state: str) -> Item:
    Item.objects.filter(pk=item.pk).update(state=state, waiting=state == State.REVIEW_DUE)
    return Item.objects.select_related("room", "community", "practice").get(pk=item.pk)


@pytest.mark.parametrize("gone", [False, True])
def test_asking_about_one_move_and_listing_all_agree_for_everybody(cast: Cast, gone: bool) -> None:
    communities.change_role(cast.bakers.pk, cast.person("di").pk, "steward", by=cast.viewer("bo"))
    items = [practice(cast.viewer("ada"), cast.bakers), practice(cast.viewer("bo"), cast.vault, "Another way of it")]
    for item in items:
        if gone:
            delete(opening(item).pk, by=cast.viewer("bo"))
    for item, was in itertools.product(items, State):
        stands = in_state(item, was)
        for name, viewer in everybody(cast).items():
            may = {to for to in State if may_move(viewer, stands, to) is None}
            assert set(offered(viewer, stands)) == may, (name, was)
            assert may <= {to for (at, to) in MOVES if at == was}


def test_the_table_says_who_moves_a_practice(cast: Cast) -> None:
    item = practice(cast.viewer("ada"), cast.bakers)
    moved = {
        (was, to): {
            name for name, viewer in everybody(cast).items() if may_move(viewer, in_state(item, was), to) is None
        }
        for was, to in itertools.product(State, State)
    }
    for (was, to), who in moved.items():
        whose = MOVES.get((was, to), frozenset())
        # Ada keeps it and is no steward of the community; Bo coordinates.
        assert ("ada" in who) == (Who.KEEPERS in whose), (was, to)
        assert ("bo" in who) == bool(whose & {Who.KEEPERS, Who.STEWARDS}), (was, to)
        assert who <= {"ada", "bo"}


def test_what_is_retired_or_superseded_only_stewards_bring_back(cast: Cast) -> None:
    item = practice(cast.viewer("ada"), cast.bakers)
    for state in (State.RETIRED, State.SUPERSEDED):
        no = may_move(cast.viewer("ada"), in_state(item, state), State.CURRENT)
        assert no is not None
        assert no.code == "stewards_only"
        assert may_move(cast.viewer("bo"), in_state(item, state), State.CURRENT) is None


def test_no_state_leads_nowhere_and_none_is_unreachable() -> None:
    assert {was for was, _to in MOVES} == set(State)
    assert {to for _was, to in MOVES} == set(State)
    assert {was for was, _to in STAGES} == set(Stage) - {Stage.PUBLISHED}
    assert {to for _was, to in STAGES} == set(Stage)


@pytest.mark.parametrize("reviewers", Reviewers.values)
def test_asking_and_listing_agree_for_drafts_too(cast: Cast, reviewers: str) -> None:
    set_ways(cast.bakers.pk, Ways(reviewers, 12), by=cast.viewer("bo"))
    draft = begin(cast.bakers.pk, Beginning("Rest the dough", "Wait."), by=cast.viewer("ada"))
    for stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.DROPPED):
        PracticeDraft.objects.filter(pk=draft.pk).update(stage=stage)
        stands = PracticeDraft.objects.select_related("room", "community").get(pk=draft.pk)
        for name, viewer in everybody(cast).items():
            may = {to for to in Stage if may_move_draft(viewer, stands, to) is None}
            assert set(offered_for_draft(viewer, stands)) == may, (name, stage)
            assert may <= {to for was, to in STAGES if was == stage}
            assert name in {"ada", "bo"} or not may
