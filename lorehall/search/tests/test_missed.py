"""Searches that found nothing are counted for coordinators: words alone, and nobody's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.search.models import Missed
from lorehall.search.rules import miss
from lorehall.search.syntax import parse
from lorehall.search.tests.test_page import client_of, page, question, words_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted(db: None) -> None:
    cache.clear()


def counted() -> list[tuple[str, int]]:
    return list(Missed.objects.order_by("words").values_list("words", "times"))


def test_a_members_search_of_the_community_is_counted_once_an_hour(cast: Cast) -> None:
    ada = client_of(cast, "ada")
    page(ada, "Sourdough ZÉPPELIN in:the-bakers")
    page(ada, "sourdough zeppelin in:the-bakers")
    page(client_of(cast, "di"), "sourdough zeppelin", **{"in": "the-bakers"})
    assert counted() == [("sourdough zeppelin", 2)]


@pytest.mark.parametrize(
    "typed",
    [
        "zeppelin",  # everywhere: whose would it be?
        "zeppelin in:the-bakers is:open",
        "zeppelin in:the-bakers tag:none",
        "zeppelin in:the-bakers/kitchen",
        "zeppelin -rye in:the-bakers",
        "zeppelin in:the-bakers in:the-vault",
        "ada@example.org 0171234567 in:the-bakers",
        "z in:the-bakers",
        f"{' '.join(f'zeppelin{n}' for n in range(12))} in:the-bakers",
        "in:the-bakers",
    ],
)
def test_only_words_alone_in_one_community_are_counted(cast: Cast, typed: str) -> None:
    page(client_of(cast, "ada"), typed)
    assert counted() == []


def test_neither_outsiders_nor_visitors_nor_what_was_found_are_counted(cast: Cast) -> None:
    question(cast, "Why is the crumb dense?")
    for client in (Client(), client_of(cast, "cy"), client_of(cast, "eve")):
        page(client, "zeppelin in:the-bakers")
    page(client_of(cast, "ada"), "crumb in:the-bakers")
    client_of(cast, "ada").get("/search/suggest", {"q": "zeppelin", "in": "the-bakers"})
    assert counted() == []


def test_one_viewer_adds_little_an_hour(cast: Cast) -> None:
    ada = cast.viewer("ada")
    for number in range(40):
        miss.count(parse(f"zeppelin{number} in:the-bakers").asked, cast.bakers.pk, by=ada)
    assert Missed.objects.count() == miss.MOST_AN_HOUR


def test_a_community_keeps_a_bounded_number(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miss, "MOST_ROWS", 3)
    ada = cast.viewer("ada")
    for words in ("one", "two", "three", "four"):
        miss.count(parse(f"{words} in:the-bakers").asked, cast.bakers.pk, by=ada)
    assert [words for words, _times in counted()] == ["four", "three", "two"]


def test_coordinators_read_dismiss_put_back_and_ask(cast: Cast) -> None:
    page(client_of(cast, "ada"), "zeppelin in:the-bakers")
    bo = client_of(cast, "bo")
    line = Missed.objects.get()
    assert "zeppelin 1 time" in words_of(bo.get("/c/the-bakers/searches").content.decode())
    bo.post("/c/the-bakers/searches", {"missed": line.pk, "verb": "dismissed"})
    body = words_of(bo.get("/c/the-bakers/searches").content.decode())
    assert "dismissed by Bo" in body
    bo.post("/c/the-bakers/searches", {"missed": line.pk, "verb": "put_back"})
    asked = bo.post("/c/the-bakers/searches", {"missed": line.pk, "verb": "asked"})
    assert asked["Location"] == "/c/the-bakers/questions/ask?title=zeppelin"
    assert Missed.objects.get().settled_how == "asked"


def test_nobody_else_reads_or_settles_them(cast: Cast) -> None:
    miss.count(parse("zeppelin in:the-vault").asked, cast.vault.pk, by=cast.viewer("ada"))
    line = Missed.objects.get()
    with pytest.raises(Forbidden):
        miss.settle(cast.vault.pk, line.pk, "dismissed", by=cast.viewer("ada"))
    for act in (
        lambda by: miss.settle(cast.vault.pk, line.pk, "dismissed", by=by),
        lambda by: miss.put_back(cast.vault.pk, line.pk, by=by),
    ):
        with pytest.raises(Hidden):
            act(cast.viewer("cy"))
    with pytest.raises(Hidden):  # another community's coordinator may not reach it through theirs
        miss.settle(cast.bakers.pk, line.pk, "dismissed", by=cast.viewer("bo"))


def test_what_nobody_looked_for_in_a_year_is_forgotten(cast: Cast, clock: Any) -> None:
    miss.count(parse("zeppelin in:the-bakers").asked, cast.bakers.pk, by=cast.viewer("ada"))
    assert miss.forget() == 0
    Missed.objects.update(last_at=Missed.objects.get().last_at - miss.KEPT - timedelta(days=1))
    assert miss.forget() == 1
