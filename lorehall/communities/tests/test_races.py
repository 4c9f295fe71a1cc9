"""Two people at once, on both engines: one wins, the other is told, and nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from lorehall.communities import rules
from lorehall.communities.models import CharterVersion, Community, Invitation, Membership, Role
from lorehall.communities.rules.charter import CharterText
from lorehall.kernel.errors import Conflict, Refused
from tests.cast import Cast, gather

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """Run them in threads that set off together; gives what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> object:
        try:
            barrier.wait(timeout=10)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[object]) -> list[Refused]:
    return [one for one in results if isinstance(one, Refused)]


def test_of_two_coordinators_who_leave_at_once_one_stays(cast: Cast) -> None:
    rules.change_role(cast.bakers.pk, cast.person("ada").pk, Role.COORDINATOR, by=cast.viewer("bo"))
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(lambda: rules.leave(cast.bakers.pk, by=ada), lambda: rules.leave(cast.bakers.pk, by=bo))
    assert [refusal.code for refusal in refusals(results)] == ["last_coordinator"]
    assert Membership.objects.filter(community=cast.bakers, role=Role.COORDINATOR).count() == 1


def test_of_two_coordinators_who_step_each_other_down_one_stays(cast: Cast) -> None:
    rules.change_role(cast.bakers.pk, cast.person("ada").pk, Role.COORDINATOR, by=cast.viewer("bo"))
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(
        lambda: rules.change_role(cast.bakers.pk, bo.person_id or 0, Role.MEMBER, by=ada),
        lambda: rules.suspend(cast.bakers.pk, ada.person_id or 0, "A quarrel.", by=bo),
    )
    assert len(refusals(results)) == 1
    left = Membership.objects.filter(community=cast.bakers, role=Role.COORDINATOR, suspended_at=None)
    assert left.count() == 1


def test_of_two_coordinators_who_decide_at_once_one_is_told(db: None) -> None:
    cast = gather(joining="by_request")
    rules.change_role(cast.bakers.pk, cast.person("ada").pk, Role.COORDINATOR, by=cast.viewer("bo"))
    request = rules.ask_to_join(cast.bakers.pk, by=cast.viewer("cy"))
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(lambda: rules.accept(request.pk, by=ada), lambda: rules.accept(request.pk, by=bo))
    assert [type(refusal) for refusal in refusals(results)] == [Conflict]
    assert Membership.objects.filter(community=cast.bakers, person=cast.person("cy")).count() == 1


def test_the_last_use_of_a_link_lets_one_of_two_in(cast: Cast) -> None:
    made = rules.make_link(cast.vault.pk, most_uses=1, by=cast.viewer("bo"))
    cy, di = cast.viewer("cy"), cast.viewer("di")
    results = at_once(
        lambda: rules.accept_invitation(made.token, by=cy), lambda: rules.accept_invitation(made.token, by=di)
    )
    assert [refusal.code for refusal in refusals(results)] == ["not_valid"]
    assert Invitation.objects.get(pk=made.invitation.pk).uses == 1
    assert Community.objects.get(pk=cast.vault.pk).members_count == 3


def test_two_communities_of_one_name_opened_at_once_get_two_addresses(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(
        lambda: rules.open_community(rules.Opening("Same Name"), by=ada),
        lambda: rules.open_community(rules.Opening("Same Name"), by=bo),
    )
    assert sorted(one.slug for one in results if isinstance(one, Community)) == ["same-name", "same-name-2"]


def test_a_draft_that_is_sent_twice_opens_one_community(cast: Cast) -> None:
    ada = cast.viewer("ada")
    rules.save_draft({"name": "Twice"}, step=5, by=ada)

    def opened() -> object:
        return rules.open_community(rules.Opening("Twice"), by=ada, from_draft=True)

    results = at_once(opened, opened)
    assert [type(refusal) for refusal in refusals(results)] == [Conflict]
    assert Community.objects.filter(name="Twice").count() == 1


def test_of_two_who_revise_the_charter_at_once_one_is_shown_the_others_text(cast: Cast) -> None:
    rules.change_role(cast.bakers.pk, cast.person("ada").pk, Role.COORDINATOR, by=cast.viewer("bo"))
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(
        lambda: rules.revise_charter(cast.bakers.pk, CharterText(about="Rye."), based_on=1, by=ada),
        lambda: rules.revise_charter(cast.bakers.pk, CharterText(about="Wheat."), based_on=1, by=bo),
    )
    (conflict,) = refusals(results)
    assert isinstance(conflict, Conflict)
    standing = CharterVersion.objects.get(community=cast.bakers, number=2)
    assert isinstance(conflict.theirs, CharterVersion)
    assert conflict.theirs.about == standing.about


def test_a_room_made_while_the_community_turns_secret_is_not_left_public(cast: Cast) -> None:
    bo = cast.viewer("bo")
    standing = rules.settings_of(Community.objects.get(pk=cast.bakers.pk))
    secret = replace(standing, visibility="secret", joining="by_invitation")
    at_once(
        lambda: rules.make_room(cast.bakers.pk, "Oven", by=bo),
        lambda: rules.change_settings(cast.bakers.pk, secret, by=bo),
    )
    assert not cast.bakers.rooms.filter(public=True).exists()


def test_a_person_who_joins_twice_at_once_is_counted_once(cast: Cast) -> None:
    cy = cast.viewer("cy")
    results = at_once(lambda: rules.join(cast.bakers.pk, by=cy), lambda: rules.join(cast.bakers.pk, by=cy))
    assert [refusal.code for refusal in refusals(results)] == ["already"]
    active = Membership.objects.filter(community=cast.bakers, suspended_at=None).count()
    assert Community.objects.get(pk=cast.bakers.pk).members_count == active
