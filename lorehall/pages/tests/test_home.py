"""The home: for members, newcomers, outsiders and visitors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from lorehall.communities import rules
from lorehall.communities.places import place
from lorehall.kernel import clock
from lorehall.pages.models import Visit
from lorehall.pages.queries.home import home
from lorehall.pages.rules import visit
from lorehall.people.viewer import VISITOR
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.confirm import confirm
from tests.cast import Cast, gather
from tests.making import talk


def asked(cast: Cast, name: str, title: str = "Why does the crust split?", tags: str = "") -> object:
    return ask(cast.bakers.pk, Asking(title, "It does.", tags=tags), by=cast.viewer(name))


def home_for(cast: Cast, name: str) -> object:
    viewer = cast.viewer(name) if name else VISITOR
    return home(viewer, place(viewer, community_id=cast.bakers.pk))


def test_what_could_use_you_begins_with_what_you_are_known_for(cast: Cast) -> None:
    first = asked(cast, "di", "Which flour is it?", "flour")
    given = answer(first.pk, "Rye.", by=cast.viewer("ada"))
    confirm(given.pk, by=cast.viewer("di"))
    asked(cast, "di", "An older question on ovens", "ovens")
    with clock.at(clock.now() + timedelta(hours=1)):
        asked(cast, "di", "A newer one on flour", "flour")
        found = home_for(cast, "ada").could_use
    assert [(one.row.title, one.confirmed) for one in found] == [
        ("A newer one on flour", 1),
        ("An older question on ovens", 0),
    ]


def test_your_own_answered_question_waits_for_your_word(cast: Cast) -> None:
    mine = asked(cast, "ada")
    answer(mine.pk, "Score it deeper.", by=cast.viewer("bo"))
    found = home_for(cast, "ada").could_use
    assert [(one.row.id, one.own) for one in found] == [(mine.pk, True)]
    assert home_for(cast, "di").could_use == []


def test_who_helped_whom_is_said(cast: Cast) -> None:
    item = asked(cast, "di")
    confirm(answer(item.pk, "Steam.", by=cast.viewer("ada")).pk, by=cast.viewer("di"))
    assert home_for(cast, "bo").fresh[0].helper == "Ada"


def test_a_visitor_sees_what_is_public_and_no_members(cast: Cast) -> None:
    asked(cast, "di")
    talk(cast.viewer("ada"), cast.bakers, title="In the kitchen", room_id=cast.kitchen.pk)
    found = home_for(cast, "")
    assert [one.row.title for one in found.fresh] == ["Why does the crust split?"]
    assert found.newcomers == ()
    assert found.could_use == []


def test_coordinators_see_that_somebody_asks_to_join(db: None, client: Client) -> None:
    cast = gather(joining="by_request")
    rules.ask_to_join(cast.bakers.pk, "I bake.", by=cast.viewer("cy"))
    assert [home_for(cast, name).asking for name in ("bo", "ada", "cy")] == [1, 0, 0]
    client.force_login(cast.person("bo"))
    assert "1 person asks to join" in client.get(f"/c/{cast.bakers.slug}").content.decode()


def test_since_counts_what_one_may_see_since_the_visit_before(cast: Cast) -> None:
    viewer = cast.viewer("di")
    with clock.at(clock.now() - timedelta(days=4)):
        visit(cast.bakers.pk, viewer.id)
    with clock.at(clock.now() - timedelta(days=1)):
        asked(cast, "ada")
        ask(cast.bakers.pk, Asking("Hidden from Di", "x", room_id=cast.kitchen.pk), by=cast.viewer("ada"))
    visit(cast.bakers.pk, viewer.id)
    found = home_for(cast, "di").since
    assert (found.questions, found.answered) == (1, 0)
    visit(cast.bakers.pk, viewer.id)  # the same visit
    assert Visit.objects.get().before < clock.now() - timedelta(days=3)


def test_the_home_costs_the_same_at_two_rows_and_at_twenty(cast: Cast, client: Client, queries: object) -> None:
    client.force_login(cast.person("di"))
    client.get(f"/c/{cast.bakers.slug}")
    queries.same_at(  # type: ignore[attr-defined]
        lambda n: [asked(cast, "ada", f"Question {i}", f"tag{i}") for i in range(n)],
        lambda: client.get(f"/c/{cast.bakers.slug}"),
        at_most=9,
    )


@pytest.mark.parametrize("name", ["ada", "bo", "cy", "di", "eve", "sam", ""])
def test_the_home_of_a_public_community_opens_for_everybody(cast: Cast, client: Client, name: str) -> None:
    asked(cast, "ada", "<script>alert(1)</script> & co")
    if name:
        client.force_login(cast.person(name))
    answer_page = client.get(f"/c/{cast.bakers.slug}")
    assert answer_page.status_code == 200
    assert b"<script>alert" not in answer_page.content
    secret = client.get(f"/c/{cast.vault.slug}")
    assert secret.status_code == (200 if name in {"ada", "bo"} else 404)


def test_a_member_goes_on_where_they_were_last(cast: Cast, client: Client) -> None:
    client.force_login(cast.person("ada"))
    client.get(f"/c/{cast.vault.slug}")
    assert client.get("/")["Location"] == f"/c/{cast.vault.slug}"
    client.force_login(cast.person("cy"))
    assert client.get("/")["Location"] == "/communities"


def test_outsiders_of_a_listed_community_read_no_more_of_its_charter_than_on_the_charter(cast: Cast) -> None:
    charter = rules.CharterText(about="Milling.", agenda=("How do we keep the stones secret?",))
    millers = rules.open_community(rules.Opening("The Millers", charter=charter), by=cast.viewer("bo"))
    for name, reads in (("bo", True), ("cy", False), ("", False)):
        viewer = cast.viewer(name) if name else VISITOR
        assert bool(home(viewer, place(viewer, community_id=millers.pk)).agenda) is reads
    assert "the stones secret" not in Client().get(f"/c/{millers.slug}").content.decode()
