"""The search page as a browser without JavaScript asks for it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from lorehall.questions.rules.ask import Asking, ask
from tests.cast import Cast
from tests.counting import Queries
from tests.making import talk

pytestmark = pytest.mark.django_db


def client_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def question(cast: Cast, title: str, *, by: str = "ada", text: str = "It is.", **more: Any) -> Any:
    community = more.pop("community", cast.bakers)
    return ask(community.pk, Asking(title, text, **more), by=cast.viewer(by))


def page(client: Client, q: str = "", **more: Any) -> str:
    response = client.get("/search", {"q": q, **more})
    assert response.status_code == 200
    return response.content.decode()


def titles(body: str) -> list[str]:
    """The titles of the results, without their marks."""
    found = re.findall(r'<article class="row result".*?<h2><a href="[^"]*">(.*?)</a>', body, re.DOTALL)
    return [unescape(re.sub(r"</?mark>", "", title)) for title in found]


def words_of(body: str) -> str:
    body = re.sub(r"</?mark>", "", body)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_what_was_asked_a_moment_ago_is_found(cast: Cast) -> None:
    question(cast, "Why is the crumb dense?", text="Ninety minutes of proof.")
    body = page(client_of(cast, "ada"), "crumb")
    assert titles(body) == ["Why is the crumb dense?"]
    assert "1 found" in words_of(body)


def test_a_visitor_finds_what_is_public_and_nothing_else(cast: Cast) -> None:
    question(cast, "Why is the crumb dense?")
    question(cast, "The crumb of the vault", community=cast.vault)
    question(cast, "The crumb of the kitchen", room_id=cast.kitchen.pk)
    assert titles(page(Client(), "crumb")) == ["Why is the crumb dense?"]
    assert len(titles(page(client_of(cast, "ada"), "crumb"))) == 3


def test_every_filter_is_a_link_with_the_search_in_it(cast: Cast) -> None:
    question(cast, "Why is the crumb dense?", tags="rye")
    body = page(client_of(cast, "ada"), "crumb tag:rye")
    asked = {parse_qs(urlsplit(unescape(link)).query)["q"][0] for link in re.findall(r'href="(/search\?[^"]+)"', body)}
    assert "crumb tag:rye is:open".replace("tag:rye is:open", "is:open tag:rye") in asked
    assert "crumb kind:conversation tag:rye" in asked
    assert "crumb" in asked  # without the tag
    assert "crumb in:the-bakers tag:rye" in asked


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("crumb is:opne", "is:open"),
        ("crumb tga:rye", "tag:rye"),
        ("crumb before:tomorrow", "names no date"),
        ("crumb by:nobody-at-all", "Nobody that you can see is called “nobody-at-all”."),
        ("crumb in:nowhere", "No place that you can see is called “nowhere”."),
        ("crumb tag:nosuch", "No tag that you can see is called “nosuch”."),
    ],
)
def test_a_slip_is_explained_beside_what_was_found(cast: Cast, typed: str, told: str) -> None:
    question(cast, "Why is the crumb dense?")
    body = page(client_of(cast, "ada"), typed)
    assert told in words_of(body)
    assert titles(body) == ["Why is the crumb dense?"]


def test_what_is_hidden_and_what_is_missing_are_answered_alike(cast: Cast) -> None:
    question(cast, "Secret", community=cast.vault, tags="hush")
    question(cast, "Kitchen", room_id=cast.kitchen.pk, tags="knives")
    di = client_of(cast, "di")

    def told(typed: str, name: str) -> str:
        body = words_of(page(di, typed))
        return re.sub(re.escape(name), "X", body)

    assert told("in:the-vault", "the-vault") == told("in:the-cellar", "the-cellar")
    assert told("in:the-bakers/kitchen", "kitchen") == told("in:the-bakers/pantryx", "pantryx")
    assert told("tag:hush", "hush") == told("tag:rush", "rush")
    assert told("tag:knives", "knives") == told("tag:spoons", "spoons")


def test_a_visitor_is_told_to_sign_in_for_what_is_theirs(cast: Cast) -> None:
    assert "Sign in to look for what is yours" in words_of(page(Client(), "crumb is:mine"))


def test_by_kind_tag_state_person_and_time(cast: Cast) -> None:
    question(cast, "Why is the crumb dense?", tags="rye")
    question(cast, "Is the crumb dry?", by="di")
    talk(cast.viewer("ada"), cast.bakers, "Crumbs that we remember")
    ada = client_of(cast, "ada")
    assert titles(page(ada, "crumb kind:conversation")) == ["Crumbs that we remember"]
    assert titles(page(ada, "crumb tag:RYE")) == ["Why is the crumb dense?"]
    assert titles(page(ada, "crumb by:@di")) == ["Is the crumb dry?"]
    assert titles(page(ada, "dense by:me is:open")) == ["Why is the crumb dense?"]
    assert titles(page(ada, "crumb before:2020")) == []
    assert len(titles(page(ada, "crumb after:2020"))) == 3


def test_nothing_found_says_what_to_do_and_offers_to_ask(cast: Cast) -> None:
    body = page(client_of(cast, "ada"), "zeppelin is:open", **{"in": "the-bakers"})
    assert "Nothing was found for “zeppelin”." in words_of(body)
    assert 'href="/c/the-bakers/questions/ask?title=zeppelin"' in body
    assert "/questions/ask" not in page(Client(), "zeppelin in:the-bakers")


def test_the_place_of_the_box_is_looked_in_unless_another_is_named(cast: Cast) -> None:
    question(cast, "Why is the crumb dense?")
    question(cast, "The crumb of the vault", community=cast.vault)
    ada = client_of(cast, "ada")
    assert titles(page(ada, "crumb", **{"in": "the-vault"})) == ["The crumb of the vault"]
    assert titles(page(ada, "crumb in:the-bakers", **{"in": "the-vault"})) == ["Why is the crumb dense?"]


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 10_000,
        "word " * 10_000,
        '"',
        '"" -"" *',
        "NEAR(a b, 2)",
        "a OR b AND NOT c",
        "col:x",
        "'; --",
        "%_\\",
        "(",
        "-",
        "^a",
        "日本語の検索",
    ],
)
def test_no_search_is_an_error_page(cast: Cast, typed: str) -> None:
    question(cast, "Why is the crumb dense?")
    page(client_of(cast, "ada"), typed)
    assert client_of(cast, "ada").get("/search/suggest", {"q": typed}).status_code == 200


def test_a_page_of_results_costs_the_same_for_2_and_20(cast: Cast, queries: Queries) -> None:
    ada = client_of(cast, "ada")
    counted = []
    for number in range(20):
        question(cast, f"Crumb number {number}", tags="rye")
        if number in {1, 19}:
            with queries.at_most(9) as spent:
                page(ada, "crumb tag:rye by:me in:the-bakers")
            counted.append(len(spent))
            with queries.at_most(9) as spent:
                page(ada, "crumb in:the-bakers")
            counted.append(len(spent))
    assert counted[:2] == counted[2:]


def test_suggestions_are_options_and_are_kept_nowhere(cast: Cast) -> None:
    question(cast, "Why is the crumb dense?", tags="crumbs")
    response = client_of(cast, "ada").get("/search/suggest", {"q": "why cru", "in": "the-bakers"})
    assert response["Cache-Control"] == "no-store"
    body = response.content.decode()
    assert 'role="option"' in body
    assert "Why is the crumb dense?" in words_of(body)
    assert (
        "Why is the crumb dense?"
        not in client_of(cast, "ada").get("/search/suggest", {"q": "why cru", "in": "the-vault"}).content.decode()
    )


def test_what_goes_behind_an_operator_is_offered(cast: Cast) -> None:
    body = Client().get("/search/suggest", {"q": "crumb is:o"}).content.decode()
    assert 'data-fill="crumb is:open "' in body
    assert "is:mine" not in body
