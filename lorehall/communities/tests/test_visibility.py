"""The one visibility rule: both halves agree for everybody, in every state."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lorehall.communities import rules
from lorehall.communities.models import Community, Joining, Room, Stage, Visibility
from lorehall.communities.places import place
from lorehall.communities.policy import (
    as_reader,
    knowable,
    may_know,
    may_know_room,
    may_read,
    readable,
    reading_as,
)
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.people.viewer import VISITOR, Viewer
from tests.cast import Cast, gather
from tests.counting import Queries

READ = prepare(lambda p: Room.objects.filter(reading_as(p)).values_list("pk", flat=True))
BACKEND = "django.contrib.auth.backends.ModelBackend"


def everybody(cast: Cast) -> list[Viewer]:
    """The whole cast, a visitor, and who was let into a room and then left or was suspended."""
    return [*(cast.viewer(name) for name in cast.people), VISITOR]


def turn(cast: Cast, visibility: str, stage: str) -> None:
    standing = rules.settings_of(Community.objects.get(pk=cast.bakers.pk))
    joining = Joining.BY_INVITATION if visibility == Visibility.SECRET else standing.joining
    changed = replace(standing, visibility=visibility, joining=joining, stage=stage)
    rules.change_settings(cast.bakers.pk, changed, by=cast.viewer("bo"))


def agree(viewer: Viewer) -> None:
    known = {community.pk for community in Community.objects.all() if may_know(viewer, community)}
    assert known == set(knowable(viewer).values_list("pk", flat=True))
    read = {room.pk for room in Room.objects.all() if may_read(viewer, room)}
    assert read == set(readable(viewer).values_list("pk", flat=True)) == set(READ(**as_reader(viewer)))
    for community in Community.objects.all():
        if community.pk not in known:
            with pytest.raises(Hidden):
                place(viewer, slug=community.slug)
            assert not read & set(community.rooms.values_list("pk", flat=True))
            continue
        here = place(viewer, slug=community.slug)
        assert set(here.room_ids) == read & set(community.rooms.values_list("pk", flat=True))
        assert {room.id for room in here.known_rooms} == {
            room.pk for room in community.rooms.all() if may_know_room(viewer, room)
        }


@pytest.mark.parametrize("stage", [Stage.MATURING, Stage.CLOSED])
@pytest.mark.parametrize("visibility", Visibility.values)
def test_may_see_one_and_may_list_many_agree_for_the_whole_cast(cast: Cast, visibility: str, stage: str) -> None:
    rules.make_room(cast.bakers.pk, "Cellar", access="invited", by=cast.viewer("bo"))
    rules.make_room(cast.bakers.pk, "Shop", by=cast.viewer("bo"))
    for name in ("di", "sam"):
        rules.let_in(cast.kitchen.pk, cast.person(name).pk, by=cast.viewer("bo"))
    rules.suspend(cast.bakers.pk, cast.person("di").pk, "A quarrel.", by=cast.viewer("bo"))
    turn(cast, visibility, stage)
    for viewer in everybody(cast):
        agree(viewer)


@pytest.mark.parametrize("access", ["whole", "invited"])
def test_a_room_whose_access_changes_is_read_by_whom_it_says(cast: Cast, access: str) -> None:
    bo = cast.viewer("bo")
    room = rules.make_room(cast.bakers.pk, "Shop", access="invited" if access == "whole" else "whole", by=bo)
    rules.change_room(room.pk, name="Shop", access=access, by=cast.viewer("bo"))
    for viewer in everybody(cast):
        agree(viewer)
    read_by_cy = Room.objects.get(pk=room.pk) in readable(cast.viewer("cy"))
    assert read_by_cy == (access == "whole")


def test_who_leaves_reads_no_room_even_if_they_had_been_let_in(cast: Cast) -> None:
    rules.leave(cast.bakers.pk, by=cast.viewer("ada"))
    assert not may_read(cast.viewer("ada"), cast.kitchen)
    rules.join(cast.bakers.pk, by=cast.viewer("ada"))
    assert not may_read(cast.viewer("ada"), cast.kitchen)


def test_a_coordinator_outside_a_private_room_keeps_it_without_reading_it(cast: Cast) -> None:
    rules.change_role(cast.bakers.pk, cast.person("di").pk, "coordinator", by=cast.viewer("bo"))
    di = cast.viewer("di")
    assert may_know_room(di, cast.kitchen)
    assert not may_read(di, cast.kitchen)
    for act in (
        lambda: rules.let_in(cast.kitchen.pk, di.person_id or 0, by=di),
        lambda: rules.change_room(cast.kitchen.pk, name="Kitchen", access="whole", by=di),
    ):
        with pytest.raises(Forbidden):
            act()


PATHS = (
    "charter", "charter_versions", "charter_edit", "join", "people", "welcome", "leave", "requests",
    "invitations", "rooms", "settings", "launch",
)  # fmt: skip


def words(response: HttpResponse) -> str:
    """A page without its token against forgery, which is another one each time."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())


@pytest.mark.parametrize("name", PATHS)
def test_what_is_secret_is_answered_as_what_does_not_exist(cast: Cast, name: str) -> None:
    client = Client()
    client.force_login(cast.person("cy"), backend=BACKEND)
    secret = client.get(reverse(f"communities:{name}", args=["the-vault"]))
    missing = client.get(reverse(f"communities:{name}", args=["the-vaulx"]))
    assert secret.status_code == missing.status_code == 404
    assert words(secret).replace("the-vault", "the-vaulx") == words(missing)


def test_a_secret_community_costs_as_many_statements_as_none(cast: Cast, queries: Queries) -> None:
    client = Client()
    client.force_login(cast.person("cy"), backend=BACKEND)
    with queries.counted() as secret:
        client.get(reverse("communities:people", args=["the-vault"]))
    with queries.exactly(len(secret)):
        client.get(reverse("communities:people", args=["no-such-place"]))


def test_a_secret_community_is_in_no_list_of_an_outsider(cast: Cast) -> None:
    client = Client()
    for name in ("cy", "di"):
        client.force_login(cast.person(name), backend=BACKEND)
        assert "Vault" not in client.get(reverse("communities:index")).content.decode()


def test_an_outsider_of_a_listed_community_reads_what_it_is_about_and_no_more(db: None) -> None:
    cast = gather(visibility="listed", joining="by_request")
    text = rules.CharterText(about="Bread.", for_whom="Bakers.", norms="Our norms.", agenda=("Why does it fail?",))
    rules.revise_charter(cast.bakers.pk, text, based_on=1, by=cast.viewer("bo"))
    client = Client()
    client.force_login(cast.person("cy"), backend=BACKEND)
    for name in ("charter", "join"):
        page = client.get(reverse(f"communities:{name}", args=["the-bakers"])).content.decode()
        assert "Bread." in page
        assert "Bakers." in page
        assert "Our norms." not in page
        assert "Why does it fail?" not in page
    assert client.get(reverse("communities:charter_versions", args=["the-bakers"])).status_code == 403
    assert client.get(reverse("communities:people", args=["the-bakers"])).status_code == 403
