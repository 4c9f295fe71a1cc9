"""Conversations: pages with stable addresses, replies, what each of the cast can do."""

from __future__ import annotations

import pytest
from django.test import Client

from lorehall.content.models import Item, Post
from lorehall.content.rules.delete import delete
from lorehall.conversations.queries import conversation_page
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.people.viewer import VISITOR
from tests.cast import Cast
from tests.making import reply, talk


@pytest.fixture
def as_ada(cast: Cast, client: Client) -> Client:
    client.force_login(cast.person("ada"))
    return client


def test_starting_and_replying_say_so(cast: Cast, facts: object) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    reply(cast.viewer("di"), item)
    assert facts == [  # type: ignore[comparison-overlap]
        "content.item_started",
        "conversations.started",
        "content.post_added",
        "conversations.replied",
    ]


def test_a_post_keeps_its_page_when_others_are_deleted(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers)
    posts = [reply(ada, item, f"Reply {n}.") for n in range(30)]
    delete(posts[3].pk, by=ada)
    page = conversation_page(VISITOR, item.pk, posts[25].number)
    assert page.page == 2
    assert [line.number for line in page.lines] == list(range(21, 32))
    first = conversation_page(VISITOR, item.pk, 1)
    gone = next(line for line in first.lines if line.number == posts[3].number)
    assert gone.deleted
    assert gone.html == ""


def test_a_page_costs_the_same_at_two_posts_and_at_twenty(cast: Cast, queries: object) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers, tags="bread, rest")
    queries.same_at(  # type: ignore[attr-defined]
        lambda n: [reply(ada, item) for _ in range(n)],
        lambda: conversation_page(ada, item.pk),
        at_most=5,
    )


def test_outsiders_and_the_suspended_cannot_write(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    for name in ("cy", "eve", "sam"):
        with pytest.raises(Forbidden):
            reply(cast.viewer(name), item)
    with pytest.raises(Hidden):
        reply(cast.viewer("di"), talk(cast.viewer("ada"), cast.vault))


def test_one_starts_and_replies_by_plain_forms(as_ada: Client, cast: Cast) -> None:
    start = f"/c/{cast.bakers.slug}/conversations/start"
    room = cast.bakers.rooms.get(is_first=True).pk
    typed = {"title": "Ålesund: <b>bread</b> & salt", "text": "**Salt** first.", "tags": "salt", "room": room}
    answer = as_ada.post(start, {**typed, "form_token": "t"})
    item = Item.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/t/{item.pk}/{item.slug}"
    shown = as_ada.get(answer["Location"])
    assert b"&lt;b&gt;bread&lt;/b&gt; &amp; salt" in shown.content
    assert b"<strong>Salt</strong>" in shown.content
    as_ada.post(start, {**typed, "form_token": "t"})
    assert Item.objects.count() == 1
    said = as_ada.post(f"/i/{item.pk}/reply", {"text": "Then water.", "form_token": "u"})
    assert said["Location"].endswith(f"/2#p{Post.objects.get(number=2).pk}")


def test_a_refused_form_keeps_what_was_typed(as_ada: Client, cast: Cast) -> None:
    start = f"/c/{cast.bakers.slug}/conversations/start"
    room = cast.bakers.rooms.get(is_first=True).pk
    answer = as_ada.post(start, {"title": "Hm", "text": "A long thought.", "room": room})
    assert answer.status_code == 422
    assert b"A long thought." in answer.content
    item = talk(cast.viewer("ada"), cast.bakers)
    refused = as_ada.post(f"/i/{item.pk}/reply", {"text": "x" * 200_001})
    assert refused.status_code == 422
    assert b"x" * 1000 in refused.content


def test_an_old_or_wrong_slug_leads_to_the_right_address(as_ada: Client, cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    answer = as_ada.get(f"/t/{item.pk}/something-else/1")
    assert answer.status_code == 301
    assert answer["Location"] == f"/t/{item.pk}/{item.slug}"


def test_an_edit_conflict_shows_both_texts(as_ada: Client, cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    post = reply(cast.viewer("ada"), item, "First words.")
    as_ada.post(f"/p/{post.pk}/edit", {"text": "Their words.", "version": 1})
    answer = as_ada.post(f"/p/{post.pk}/edit", {"text": "My words.", "version": 1})
    assert answer.status_code == 409
    assert b"Their words." in answer.content
    assert b"My words." in answer.content
    saved = as_ada.post(f"/p/{post.pk}/edit", {"text": "Both.", "version": 2})
    assert saved.status_code == 302
    assert Post.objects.get(pk=post.pk).source == "Both."


def test_a_conversation_called_reply_is_read_at_its_address(as_ada: Client, cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, title="Reply")
    assert as_ada.get(f"/t/{item.pk}/{item.slug}").status_code == 200
