"""The pages answer, to each of the cast what is theirs, in as many statements at 20 rows as at 2."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lorehall.communities import rules
from lorehall.communities.models import JoinRequest, Membership, Room
from lorehall.communities.places import place
from lorehall.communities.queries import joining, people, rooms
from lorehall.communities.queries.charter import versions
from lorehall.communities.queries.index import index
from lorehall.communities.rules.charter import CharterText
from lorehall.communities.viewers import viewer_of
from lorehall.people.rules import create_person
from lorehall.people.viewer import Viewer
from tests.cast import Cast, gather
from tests.counting import Queries

BACKEND = "django.contrib.auth.backends.ModelBackend"
KEEPING = ("launch", "requests", "invitations", "rooms", "settings", "charter_edit")
READING = ("charter", "charter_versions", "people", "welcome", "leave")


def client_of(cast: Cast, name: str) -> Client:
    """A browser in which one of the cast is signed in."""
    client = Client()
    client.force_login(cast.person(name), backend=BACKEND)
    return client


def at(name: str, cast: Cast, *args: object) -> str:
    return reverse(f"communities:{name}", args=[cast.bakers.slug, *args])


def newcomers(number: int) -> list[Viewer]:
    """So many more people."""
    before = Membership.objects.count() + JoinRequest.objects.count()
    return [viewer_of(create_person(f"New {before}-{one}", f"n{before}-{one}@example.org").pk) for one in range(number)]


@pytest.mark.parametrize("name", [*READING, *KEEPING])
def test_a_coordinator_reads_every_page_of_the_community(cast: Cast, name: str) -> None:
    assert client_of(cast, "bo").get(at(name, cast)).status_code == 200


@pytest.mark.parametrize("name", READING)
def test_a_member_reads_what_is_for_members(cast: Cast, name: str) -> None:
    assert client_of(cast, "ada").get(at(name, cast)).status_code == 200


@pytest.mark.parametrize("name", KEEPING)
def test_a_member_may_not_keep_what_coordinators_keep(cast: Cast, name: str) -> None:
    assert client_of(cast, "ada").get(at(name, cast)).status_code == 403


def post(client: Client, door: str, cast: Cast, *args: object, **typed: object) -> HttpResponse:
    return client.post(at(door, cast, *args), typed)


def test_a_coordinator_runs_the_community_by_forms_alone(cast: Cast) -> None:
    bo = client_of(cast, "bo")
    assert post(bo, "rooms", cast, name="Cellar", access="invited", about="").status_code == 302
    assert post(bo, "room", cast, "cellar", name="Deep cellar", access="invited", about="").status_code == 302
    assert post(bo, "let_in", cast, "cellar", person="@di").status_code == 302
    assert post(bo, "let_out", cast, "cellar", cast.person("di").pk).status_code == 302
    assert post(bo, "change_role", cast, "ada", role="steward").status_code == 302
    assert post(bo, "suspend", cast, "di", reason="A quarrel.").status_code == 302
    assert post(bo, "reinstate", cast, "di").status_code == 302
    assert post(bo, "remove", cast, "di", reason="They asked for it.").status_code == 302
    assert post(bo, "launch", cast, note="12 May").status_code == 302
    assert post(bo, "send_letters", cast, invite="x@example.org", note="").status_code == 302
    assert Room.objects.get(slug="cellar").name == "Deep cellar"
    assert cast.viewer("ada").role_in(cast.bakers.pk) == "steward"
    assert cast.viewer("di").role_in(cast.bakers.pk) is None


def test_a_link_is_shown_once_when_it_is_made(cast: Cast) -> None:
    bo = client_of(cast, "bo")
    made = post(bo, "make_link", cast, most_uses=3, days=7)
    assert "/invite/" in made.content.decode()
    assert "/invite/" not in bo.get(at("invitations", cast)).content.decode()


@pytest.mark.parametrize(
    ("name", "args", "typed", "kept"),
    [
        ("rooms", (), {"name": "", "about": "For the cold days.", "access": "whole"}, "For the cold days."),
        ("let_in", ("kitchen",), {"person": "nobody-here"}, "nobody-here"),
        ("suspend", ("ada",), {"reason": ""}, "Suspend"),
        ("send_letters", (), {"invite": "no-address", "note": "Come along."}, "Come along."),
        ("make_link", (), {"most_uses": "0", "days": "7"}, 'value="0"'),
        ("launch", (), {"note": ""}, "When and what"),
        ("leave", (), {}, "Choose among the people"),
        ("remove", ("bo",), {"reason": "I have to go."}, "needs a coordinator"),
    ],
)
def test_a_refused_form_keeps_its_text(
    cast: Cast, name: str, args: tuple[str, ...], typed: dict[str, str], kept: str
) -> None:
    response = client_of(cast, "bo").post(at(name, cast, *args), typed)
    assert response.status_code == 422
    assert kept in response.content.decode()


def test_one_asks_and_is_answered_by_forms_alone(db: None) -> None:
    cast = gather(joining="by_request")
    cy, bo = client_of(cast, "cy"), client_of(cast, "bo")
    assert post(cy, "join", cast, message="I bake.").status_code == 302
    assert "I bake." in bo.get(at("requests", cast)).content.decode()
    request = JoinRequest.objects.get()
    assert post(bo, "decline", cast, request.pk, reason="").status_code == 422
    assert post(bo, "decline", cast, request.pk, reason="Full until May.").status_code == 302
    assert "Full until May." in cy.get(at("join", cast)).content.decode()
    post(cy, "join", cast, message="It is May.")
    assert post(bo, "accept", cast, JoinRequest.objects.latest("pk").pk).status_code == 302
    assert cast.viewer("cy").role_in(cast.bakers.pk) == "member"
    assert post(cy, "leave", cast).status_code == 302


def test_who_is_suspended_reads_so_at_the_door(cast: Cast) -> None:
    said = client_of(cast, "eve").get(at("join", cast)).content.decode()
    assert "Your membership is suspended" in said
    assert "Sold ovens to everybody." in said
    assert 'class="btn primary"' not in said


def test_a_visitor_who_presses_join_is_asked_to_sign_in(cast: Cast) -> None:
    response = Client().post(at("join", cast))
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_members_are_found_by_the_beginning_of_any_word(cast: Cast) -> None:
    viewer = viewer_of(create_person("Zoë van den Berg", "zoe@example.org").pk)
    rules.join(cast.bakers.pk, by=viewer)
    here = place(cast.viewer("ada"), slug=cast.bakers.slug)
    for typed in ("zoe", "Zoë", "ber", "van b", "  BERG "):
        assert [row.name for row in people.members(here, find=typed, order="name").rows] == ["Zoë van den Berg"]
    assert not people.members(here, find="erg").rows
    assert not people.members(here, find="%").rows


@pytest.mark.parametrize("order", people.ORDERS)
def test_paging_by_key_shows_every_member_once(cast: Cast, order: str) -> None:
    for viewer in newcomers(65):
        rules.join(cast.bakers.pk, by=viewer)
    here = place(cast.viewer("ada"), slug=cast.bakers.slug)
    seen: list[int] = []
    after = ""
    while True:
        page = people.members(here, order=order, after=after)
        seen += [row.id for row in page.rows]
        if not (after := page.older):
            break
    assert len(seen) == len(set(seen)) == 69


@pytest.mark.parametrize("after", ["x", "-1", "1", "9" * 30 + ".a", "\0", "5.\0"])
def test_a_key_that_nobody_made_breaks_nothing(cast: Cast, after: str) -> None:
    for name in ("people", "requests"):
        assert client_of(cast, "bo").get(at(name, cast), {"after": after}).status_code in {200, 400, 404}
    assert Client().get(reverse("communities:index"), {"after": after}).status_code in {200, 400, 404}


def test_lists_cost_the_same_with_few_rows_and_with_many(cast: Cast, queries: Queries) -> None:
    bo = cast.viewer("bo")

    def grow(number: int) -> None:
        for one, viewer in enumerate(newcomers(number)):
            rules.join(cast.bakers.pk, by=viewer)
            rules.let_in(cast.kitchen.pk, viewer.person_id or 0, by=bo)
            rules.make_link(cast.bakers.pk, by=bo)
            rules.make_room(cast.bakers.pk, f"Room {number}-{one}", by=bo)
            rules.open_community(rules.Opening(f"Place {number}-{one}", joining="by_request"), by=viewer)

    def act() -> None:
        here = place(bo, slug=cast.bakers.slug)
        people.members(here)
        people.members(here, order="name", find="new")
        joining.invitations(here)
        rooms.rooms(here)
        rooms.inside(next(room for room in here.known_rooms if room.slug == "kitchen"))
        index(bo)

    queries.same_at(grow, act, at_most=8)


def test_requests_and_versions_cost_the_same_with_few_rows_and_with_many(db: None, queries: Queries) -> None:
    cast = gather(joining="by_request")
    bo = cast.viewer("bo")

    def grow(number: int) -> None:
        for viewer in newcomers(number):
            rules.ask_to_join(cast.bakers.pk, by=viewer)
            decided = rules.ask_to_join(cast.bakers.pk, by=newcomers(1)[0])
            rules.accept(decided.pk, by=bo)
            number = place(bo, slug=cast.bakers.slug).charter_number
            text = CharterText(about=f"Version {number}")
            rules.revise_charter(cast.bakers.pk, text, based_on=number, by=bo)

    def act() -> None:
        here = place(bo, slug=cast.bakers.slug)
        joining.waiting(here)
        joining.decided(here)
        versions(here)

    queries.same_at(grow, act, at_most=4)


def test_a_page_of_members_keeps_its_budget(cast: Cast, queries: Queries) -> None:
    client = client_of(cast, "ada")
    client.get(at("people", cast))
    with queries.at_most(4):  # session, place, counts of the frame, members
        client.get(at("people", cast))
