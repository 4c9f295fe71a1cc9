"""Rooms, and the settings that decide who reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lorehall.communities import rules
from lorehall.communities.jobs import recount
from lorehall.communities.models import Community, LaunchMark, Room, RoomMember
from lorehall.communities.reactions import keep_name
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.people.facts import ProfileEdited
from lorehall.people.rules import edit_profile
from tests.cast import Cast
from tests.recorded import Facts


def settings(cast: Cast, **changed: object) -> Community:
    standing = rules.settings_of(Community.objects.get(pk=cast.bakers.pk))
    return rules.change_settings(cast.bakers.pk, replace(standing, **changed), by=cast.viewer("bo"))


def test_whoever_makes_a_private_room_is_the_first_in_it(cast: Cast, facts: Facts) -> None:
    facts.forget()
    room = rules.make_room(cast.bakers.pk, "Cellar", access="invited", by=cast.viewer("bo"))
    assert facts == ["communities.room_made", "communities.room_entered"]
    assert room.pk in cast.viewer("bo").rooms
    assert not room.public


def test_rooms_of_one_name_have_addresses_of_their_own(cast: Cast) -> None:
    slugs = [rules.make_room(cast.bakers.pk, "Öfen & Öl", by=cast.viewer("bo")).slug for _ in range(3)]
    assert slugs == ["ofen-ol", "ofen-ol-2", "ofen-ol-3"]


def test_a_name_in_any_script_becomes_an_address(cast: Cast) -> None:
    for name in ("パン屋", "Хлеб", "خبز", "🥖 Baguette", "Brot\u202eekuL"):
        room = rules.make_room(cast.bakers.pk, name, by=cast.viewer("bo"))
        assert room.slug.isascii()
        assert "\u202e" not in room.name


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "—", "x" * 61])
def test_a_room_needs_a_name_that_one_can_say(cast: Cast, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.make_room(cast.bakers.pk, name, by=cast.viewer("bo"))
    assert refusal.value.field == "name"


def test_only_members_are_let_into_a_room(cast: Cast) -> None:
    for name in ("cy", "eve"):
        with pytest.raises(Refused):
            rules.let_in(cast.kitchen.pk, cast.person(name).pk, by=cast.viewer("bo"))


def test_letting_in_twice_is_letting_in_once(cast: Cast, facts: Facts) -> None:
    facts.forget()
    for _ in range(2):
        rules.let_in(cast.kitchen.pk, cast.person("di").pk, by=cast.viewer("bo"))
    assert facts == ["communities.room_entered"]


def test_a_member_leaves_a_room_by_themselves_and_takes_nobody_along(cast: Cast) -> None:
    ada = cast.viewer("ada")
    with pytest.raises(Forbidden):
        rules.let_out(cast.kitchen.pk, cast.person("bo").pk, by=ada)
    rules.let_out(cast.kitchen.pk, ada.person_id or 0, by=ada)
    assert RoomMember.objects.filter(room=cast.kitchen).count() == 1


def test_when_no_coordinator_is_left_in_a_room_any_coordinator_lets_in(cast: Cast) -> None:
    rules.change_role(cast.bakers.pk, cast.person("di").pk, "coordinator", by=cast.viewer("bo"))
    rules.let_out(cast.kitchen.pk, cast.person("bo").pk, by=cast.viewer("bo"))
    rules.let_in(cast.kitchen.pk, cast.person("di").pk, by=cast.viewer("di"))
    assert cast.kitchen.pk in cast.viewer("di").rooms


def test_a_coordinator_outside_a_room_takes_nobody_out_to_get_in(cast: Cast) -> None:
    rules.change_role(cast.bakers.pk, cast.person("di").pk, "coordinator", by=cast.viewer("bo"))
    for name in ("ada", "bo"):
        with pytest.raises(Forbidden):
            rules.let_out(cast.kitchen.pk, cast.person(name).pk, by=cast.viewer("di"))
    assert RoomMember.objects.filter(room=cast.kitchen).count() == 2


def test_a_private_room_does_not_exist_for_whom_it_is_not(cast: Cast) -> None:
    with pytest.raises(Hidden):
        rules.let_out(cast.kitchen.pk, cast.person("di").pk, by=cast.viewer("di"))


def test_the_first_room_stays_open_to_the_whole_community(cast: Cast) -> None:
    first = Room.objects.get(community=cast.bakers, is_first=True)
    with pytest.raises(Refused) as refusal:
        rules.change_room(first.pk, name="Commons", access="invited", by=cast.viewer("bo"))
    assert refusal.value.field == "access"


def test_rooms_are_as_public_as_their_community_in_the_same_moment(cast: Cast, facts: Facts) -> None:
    facts.forget()
    settings(cast, visibility="listed")
    assert facts == ["communities.changed", "communities.visibility_changed"]
    assert not Room.objects.filter(community=cast.bakers, public=True).exists()
    settings(cast, visibility="public")
    assert not Room.objects.get(pk=cast.kitchen.pk).public
    assert Room.objects.get(community=cast.bakers, is_first=True).public


def test_a_secret_community_is_joined_by_invitation_only(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        settings(cast, visibility="secret")
    assert refusal.value.field == "joining"


def test_saving_what_stands_changes_nothing_and_says_nothing(cast: Cast, facts: Facts) -> None:
    facts.forget()
    settings(cast)
    assert facts == []


@pytest.mark.parametrize(("field", "value"), [("hue", 36), ("stage", "gone"), ("language", "tlh"), ("name", " ")])
def test_a_setting_that_can_not_be_is_refused_at_its_field(cast: Cast, field: str, value: object) -> None:
    with pytest.raises(Refused) as refusal:
        settings(cast, **{field: value})
    assert refusal.value.field == field


def test_the_nightly_recount_mends_and_reports_what_drifted(cast: Cast) -> None:
    assert recount() == []
    Community.objects.filter(pk=cast.bakers.pk).update(members_count=99)
    assert [(drift.community_id, drift.kept, drift.counted) for drift in recount()] == [(cast.bakers.pk, 99, 4)]
    assert recount() == []


def test_members_are_found_by_the_name_they_go_by_now(cast: Cast) -> None:
    edit_profile(cast.person("ada").pk, by=cast.viewer("ada"), name="Éowyn Żak")
    for _ in range(2):
        keep_name(ProfileEdited(person_id=cast.person("ada").pk))
    assert cast.bakers.memberships.get(person=cast.person("ada")).name_key == " eowyn zak"


def test_a_gathering_is_marked_with_who_and_when(cast: Cast, facts: Facts) -> None:
    facts.forget()
    for note in ("12 May", "13 May"):
        rules.mark_step(cast.bakers.pk, "gathering", note, by=cast.viewer("bo"))
    assert facts == ["communities.launch_step_marked"]
    assert LaunchMark.objects.get(community=cast.bakers).note == "13 May"
    rules.unmark_step(cast.bakers.pk, "gathering", by=cast.viewer("bo"))
    assert not LaunchMark.objects.filter(community=cast.bakers).exists()
