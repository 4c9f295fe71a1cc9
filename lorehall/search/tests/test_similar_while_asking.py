"""What is like a title that is being written: shown below it, read in place, and counted when it answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lorehall.content.models import Item
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.people.viewer import VISITOR
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.confirm import confirm
from lorehall.search.models import Spared
from lorehall.search.rules.spare import spare
from lorehall.search.tests.test_page import client_of, question, words_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TITLE = "Why is my crumb so dense?"


@pytest.fixture
def settled(cast: Cast) -> Item:
    """A question of Ada's with an answer of Bo's that she confirmed."""
    item: Item = question(cast, "Why is the crumb so dense?", text="Forty minutes.")
    post = answer(item.pk, "Proof it **longer** at 26 degrees.", by=cast.viewer("bo"))
    confirm(post.pk, by=cast.viewer("ada"))
    return item


def test_the_confirmed_answer_is_read_in_place(cast: Cast, settled: Item) -> None:
    body = client_of(cast, "di").get("/c/the-bakers/similar", {"title": TITLE}).content.decode()
    assert "<details>" in body
    assert "Proof it <strong>longer</strong>" in body
    assert "What worked, by Bo" in words_of(body)


@pytest.mark.parametrize("title", ["", "Why", "Why is it", " " * 40])
def test_below_ten_characters_nothing_is_looked_for(cast: Cast, settled: Item, title: str) -> None:
    assert "details" not in client_of(cast, "di").get("/c/the-bakers/similar", {"title": title}).content.decode()


def test_without_a_script_a_button_looks_and_keeps_what_was_typed(cast: Cast, settled: Item) -> None:
    client = client_of(cast, "di")
    for path in ("/c/the-bakers/questions/ask", "/c/the-bakers/conversations/start"):
        sent = {"title": TITLE, "text": "Mine is dense.", "look": "similar"}
        response = client.post(path, sent)
        body = response.content.decode()
        assert response.status_code == 200
        assert "Why is the crumb so dense?" in words_of(body)
        assert 'value="Why is my crumb so dense?"' in body
        assert "Mine is dense." in body
        assert "to put right" not in body
    assert Item.objects.count() == 1


def test_nothing_like_it_is_said(cast: Cast) -> None:
    body = (
        client_of(cast, "di").post("/c/the-bakers/questions/ask", {"title": TITLE, "look": "similar"}).content.decode()
    )
    assert "Nothing like this is here yet." in words_of(body)


def test_what_one_may_not_see_is_like_nothing(cast: Cast) -> None:
    question(cast, "Why is the crumb so dense?", room_id=cast.kitchen.pk)
    di = client_of(cast, "di")
    assert "crumb so dense" not in di.get("/c/the-bakers/similar", {"title": TITLE}).content.decode()
    assert di.get("/c/the-vault/similar", {"title": TITLE}).status_code == 404


def test_this_answers_it_is_counted_once_and_leads_there(cast: Cast, settled: Item, facts: Any) -> None:
    di = client_of(cast, "di")
    sent = {"title": TITLE, "text": "Private thoughts.", "form_token": "a-token"}
    for _ in range(2):
        response = di.post(f"/i/{settled.pk}/spared", sent)
        assert response["Location"].startswith(f"/q/{settled.pk}/")
    assert list(Spared.objects.values_list("item_id", flat=True)) == [settled.pk]
    assert Item.objects.count() == 1
    assert "thank you for looking" in words_of(di.get(response["Location"]).content.decode())


def test_the_draft_goes_with_it(cast: Cast, settled: Item) -> None:
    from lorehall.drafts.models import Draft

    di = client_of(cast, "di")
    form = di.get("/c/the-bakers/questions/ask").content.decode()
    ticket = form.split('name="draft" value="')[1].split('"')[0]
    di.post("/drafts/keep", {"title": TITLE, "text": "Mine is dense.", "draft": ticket, "form_token": "one"})
    assert Draft.objects.count() == 1
    di.post(f"/i/{settled.pk}/spared", {"title": TITLE, "draft": ticket, "form_token": "one"})
    assert "Mine is dense." not in di.get("/c/the-bakers/questions/ask").content.decode()


def test_only_who_sees_the_item_and_is_signed_in_can_say_so(cast: Cast, settled: Item) -> None:
    secret = question(cast, "Secret", community=cast.vault)
    with pytest.raises(Hidden):
        spare(secret.pk, by=cast.viewer("di"))
    assert Client().post(f"/i/{settled.pk}/spared").status_code == 403
    with pytest.raises(Forbidden):
        spare(settled.pk, by=VISITOR)
