"""A person's page shows what they did, and nothing that the reader may not know."""

from __future__ import annotations

import pytest
from django.test import Client

from lorehall.content.rules.delete import delete
from lorehall.pages.queries.profile import deeds
from lorehall.people.viewer import VISITOR
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.confirm import confirm, withdraw
from tests.cast import Cast
from tests.making import opening, talk


def helped(cast: Cast, place: object) -> object:
    item = ask(place.pk, Asking("Which flour is it?", "This.", tags="flour"), by=cast.viewer("bo"))
    given = answer(item.pk, "Rye.", by=cast.viewer("ada"))
    confirm(given.pk, by=cast.viewer("bo"))
    return item


@pytest.mark.parametrize("name", ["di", "cy", ""])
def test_a_secret_community_and_what_was_said_in_it_never_show(cast: Cast, name: str) -> None:
    helped(cast, cast.vault)
    talk(cast.viewer("ada"), cast.vault, title="Behind the door")
    talk(cast.viewer("ada"), cast.bakers, title="In the kitchen", room_id=cast.kitchen.pk)
    delete(opening(talk(cast.viewer("ada"), cast.bakers, title="Taken back")).pk, by=cast.viewer("ada"))
    found = deeds(cast.viewer(name) if name else VISITOR, cast.person("ada").pk)
    assert found.known_for == []
    assert found.latest == []
    assert [one.name for one in found.communities] == (["The Bakers"] if name == "di" else [])


def test_what_worked_shows_where_it_may_be_read(cast: Cast) -> None:
    item = helped(cast, cast.bakers)
    found = deeds(VISITOR, cast.person("ada").pk)
    assert [(one.tag, one.confirmed) for one in found.known_for] == [("flour", 1)]
    assert [(one.role, one.confirmed) for one in found.latest] == [("answer", True)]
    withdraw(item.pk, by=cast.viewer("bo"))
    again = deeds(VISITOR, cast.person("ada").pk)
    assert again.known_for == []
    assert [one.confirmed for one in again.latest] == [False]


def test_an_item_stands_once_among_the_latest_by_what_was_confirmed(cast: Cast) -> None:
    item = helped(cast, cast.bakers)
    answer(item.pk, "Or spelt.", by=cast.viewer("ada"))
    found = deeds(cast.viewer("ada"), cast.person("ada").pk)
    assert [(one.role, one.confirmed) for one in found.latest] == [("answer", True)]
    assert found.own


def test_a_persons_page_costs_the_same_at_two_posts_and_at_twenty(cast: Cast, client: Client, queries: object) -> None:
    client.force_login(cast.person("di"))
    ada = cast.viewer("ada")
    queries.same_at(  # type: ignore[attr-defined]
        lambda n: [talk(ada, cast.bakers) for _ in range(n)],
        lambda: client.get("/people/ada"),
        at_most=6,
    )


def test_the_page_prints_what_they_did(cast: Cast, client: Client) -> None:
    helped(cast, cast.bakers)
    client.force_login(cast.person("di"))
    page = client.get("/people/ada").content.decode()
    assert "Which flour is it?" in page
    assert "1 confirmed answer" in page
    assert "The Bakers" in page
    assert "The Vault" not in page
