"""Joining, leaving, roles: what the rules allow, and the facts that they record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lorehall.communities import rules
from lorehall.communities.models import Community, JoinRequest, Membership, RoomMember
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from tests.cast import Cast, gather
from tests.recorded import Facts


def members(cast: Cast) -> int:
    return Community.objects.get(pk=cast.bakers.pk).members_count


@pytest.fixture
def asking(db: None) -> Cast:
    """The cast, where one asks before one joins."""
    return gather(joining="by_request")


def test_anyone_signed_in_joins_an_open_community_at_once(cast: Cast, facts: Facts) -> None:
    facts.forget()
    before = members(cast)
    rules.join(cast.bakers.pk, by=cast.viewer("cy"))
    assert facts == ["communities.member_joined"]
    assert members(cast) == before + 1
    assert cast.viewer("cy").role_in(cast.bakers.pk) == "member"


def test_joining_twice_is_refused_and_counted_once(cast: Cast) -> None:
    stale = cast.viewer("cy")
    rules.join(cast.bakers.pk, by=stale)
    before = members(cast)
    with pytest.raises(Refused) as refusal:
        rules.join(cast.bakers.pk, by=stale)
    assert refusal.value.code == "already"
    assert members(cast) == before


def test_who_is_suspended_does_not_come_back_by_joining(cast: Cast) -> None:
    with pytest.raises(Forbidden) as refusal:
        rules.join(cast.bakers.pk, by=cast.viewer("eve"))
    assert refusal.value.code == "suspended"
    assert cast.viewer("eve").role_in(cast.bakers.pk) is None


def test_who_is_suspended_does_not_come_back_by_an_invitation(cast: Cast) -> None:
    token = rules.make_link(cast.bakers.pk, by=cast.viewer("bo")).token
    with pytest.raises(Forbidden):
        rules.accept_invitation(token, by=cast.viewer("eve"))


def test_nobody_joins_what_they_may_not_know_of(cast: Cast) -> None:
    with pytest.raises(Hidden):
        rules.join(cast.vault.pk, by=cast.viewer("cy"))
    with pytest.raises(Hidden):
        rules.join(10_000_000, by=cast.viewer("cy"))


def test_nobody_joins_a_closed_community(cast: Cast) -> None:
    standing = rules.settings_of(Community.objects.get(pk=cast.bakers.pk))
    rules.change_settings(cast.bakers.pk, replace(standing, stage="closed"), by=cast.viewer("bo"))
    with pytest.raises(Forbidden) as refusal:
        rules.join(cast.bakers.pk, by=cast.viewer("cy"))
    assert refusal.value.code == "closed"


def test_a_request_is_kept_once_until_it_is_decided(asking: Cast, facts: Facts) -> None:
    facts.forget()
    first = rules.ask_to_join(asking.bakers.pk, "I bake.", by=asking.viewer("cy"))
    again = rules.ask_to_join(asking.bakers.pk, "I still bake.", by=asking.viewer("cy"))
    assert first.pk == again.pk
    assert facts == ["communities.join_requested"]


def test_an_accepted_request_makes_a_member(asking: Cast, facts: Facts) -> None:
    request = rules.ask_to_join(asking.bakers.pk, by=asking.viewer("cy"))
    facts.forget()
    rules.accept(request.pk, by=asking.viewer("bo"))
    assert facts == ["communities.member_joined", "communities.join_decided"]
    assert asking.viewer("cy").role_in(asking.bakers.pk) == "member"


def test_a_declined_request_keeps_its_reason_and_one_may_ask_again(asking: Cast) -> None:
    request = rules.ask_to_join(asking.bakers.pk, by=asking.viewer("cy"))
    with pytest.raises(Refused):
        rules.decline(request.pk, "  ", by=asking.viewer("bo"))
    rules.decline(request.pk, "We are full until May.", by=asking.viewer("bo"))
    row = JoinRequest.objects.get(pk=request.pk)
    assert (row.state, row.reason) == ("declined", "We are full until May.")
    assert rules.ask_to_join(asking.bakers.pk, by=asking.viewer("cy")).pk != request.pk


def test_the_second_who_decides_is_told_what_the_first_did(asking: Cast) -> None:
    request = rules.ask_to_join(asking.bakers.pk, by=asking.viewer("cy"))
    rules.accept(request.pk, by=asking.viewer("bo"))
    with pytest.raises(Conflict, match="Bo accepted this request already"):
        rules.decline(request.pk, "No.", by=asking.viewer("bo"))
    assert asking.viewer("cy").role_in(asking.bakers.pk) == "member"


def test_only_who_asked_takes_a_request_back(asking: Cast) -> None:
    request = rules.ask_to_join(asking.bakers.pk, by=asking.viewer("cy"))
    with pytest.raises(Hidden):
        rules.withdraw(request.pk, by=asking.viewer("ada"))
    rules.withdraw(request.pk, by=asking.viewer("cy"))
    with pytest.raises(Conflict):
        rules.accept(request.pk, by=asking.viewer("bo"))


def test_a_member_may_not_decide_requests(asking: Cast) -> None:
    request = rules.ask_to_join(asking.bakers.pk, by=asking.viewer("cy"))
    with pytest.raises(Forbidden):
        rules.accept(request.pk, by=asking.viewer("ada"))


def test_leaving_takes_one_out_of_every_room(cast: Cast, facts: Facts) -> None:
    facts.forget()
    before = members(cast)
    rules.leave(cast.bakers.pk, by=cast.viewer("ada"))
    assert facts == ["communities.member_left"]
    assert members(cast) == before - 1
    assert not RoomMember.objects.filter(person=cast.person("ada")).exists()


def test_the_last_coordinator_neither_leaves_nor_steps_down_nor_is_removed(cast: Cast) -> None:
    bo = cast.viewer("bo")
    for act in (
        lambda: rules.leave(cast.bakers.pk, by=bo),
        lambda: rules.change_role(cast.bakers.pk, cast.person("bo").pk, "member", by=bo),
        lambda: rules.remove(cast.bakers.pk, cast.person("bo").pk, by=bo),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "last_coordinator"


def test_a_coordinator_leaves_when_another_stays(cast: Cast) -> None:
    rules.change_role(cast.bakers.pk, cast.person("ada").pk, "coordinator", by=cast.viewer("bo"))
    rules.leave(cast.bakers.pk, by=cast.viewer("bo"))
    assert cast.viewer("bo").role_in(cast.bakers.pk) is None


def test_a_suspended_coordinator_does_not_count_as_one_who_stays(cast: Cast) -> None:
    rules.change_role(cast.bakers.pk, cast.person("ada").pk, "coordinator", by=cast.viewer("bo"))
    rules.suspend(cast.bakers.pk, cast.person("ada").pk, "A quarrel.", by=cast.viewer("bo"))
    with pytest.raises(Refused):
        rules.leave(cast.bakers.pk, by=cast.viewer("bo"))


def test_suspending_is_counted_and_undone_with_role_and_rooms_as_before(cast: Cast, facts: Facts) -> None:
    facts.forget()
    before = members(cast)
    ada = cast.person("ada").pk
    rules.suspend(cast.bakers.pk, ada, "A quarrel.", by=cast.viewer("bo"))
    rules.suspend(cast.bakers.pk, ada, "Another reason.", by=cast.viewer("bo"))
    assert Membership.objects.get(community=cast.bakers, person=ada).suspended_for == "A quarrel."
    assert members(cast) == before - 1
    rules.reinstate(cast.bakers.pk, ada, by=cast.viewer("bo"))
    assert facts == ["communities.member_suspended", "communities.member_reinstated"]
    assert members(cast) == before
    assert cast.kitchen.pk in cast.viewer("ada").rooms


def test_a_member_may_neither_change_roles_nor_suspend(cast: Cast) -> None:
    ada = cast.viewer("ada")
    with pytest.raises(Forbidden):
        rules.change_role(cast.bakers.pk, ada.person_id or 0, "coordinator", by=ada)
    with pytest.raises(Forbidden):
        rules.suspend(cast.bakers.pk, cast.person("di").pk, "Because.", by=ada)
