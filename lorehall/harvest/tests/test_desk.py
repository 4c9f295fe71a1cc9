"""The harvest page over HTTP: taking, writing at once, and who sees what."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lorehall.content.models import Citation, Item, Post
from lorehall.harvest.models import Harvest
from lorehall.harvest.rules.begin import begin_from, take_from
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.practice.models import Customs, DraftSource, PracticeDraft, Stage
from lorehall.practice.rules.save import Change, save
from lorehall.practice.rules.write_together import let_write
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asking, ask
from tests.cast import Cast
from tests.counting import Queries
from tests.making import long_talk, opening, practice, reply, talk

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def client_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def thread(cast: Cast) -> Item:
    """Ada's conversation with a reply of Di's."""
    item = talk(cast.viewer("ada"), cast.bakers, "How long the dough may rest", tags="dough")
    reply(cast.viewer("di"), item, "Twelve hours, in the cold.")
    return item


@pytest.fixture
def draft(cast: Cast, thread: Item) -> PracticeDraft:
    return begin_from(thread.pk, by=cast.viewer("ada"))


def said(thread: Item, number: int = 2) -> Post:
    return Post.objects.get(item=thread, number=number)


def stands(draft: PracticeDraft) -> PracticeDraft:
    return PracticeDraft.objects.get(pk=draft.pk)


def form(draft: PracticeDraft, **more: Any) -> dict[str, Any]:
    now = stands(draft)
    typed = {"title": now.title, "text": now.source, "tags": now.tags, "shape": now.shape, "version": now.version}
    return {**typed, **more}


def test_the_button_begins_a_draft_in_the_threads_room_and_then_goes_on_with_it(cast: Cast, thread: Item) -> None:
    ada = client_of(cast, "ada")
    first = ada.post(f"/i/{thread.pk}/harvest", {"post": said(thread).pk})
    draft = PracticeDraft.objects.get()
    assert first["Location"] == f"/harvest/{draft.pk}?from={thread.pk}#s{said(thread).pk}"
    assert (draft.title, draft.tags, draft.room_id) == (thread.title, "dough", thread.room_id)
    assert "## Steps" in draft.source
    assert ada.post(f"/i/{thread.pk}/harvest")["Location"] == f"/harvest/{draft.pk}?from={thread.pk}"
    assert ada.post(f"/i/{thread.pk}/harvest", {"draft": "new"}).status_code == 302
    assert PracticeDraft.objects.count() == 2


def test_another_member_begins_a_draft_of_their_own(cast: Cast, thread: Item, draft: PracticeDraft) -> None:
    assert begin_from(thread.pk, by=cast.viewer("di")).pk != draft.pk
    assert begin_from(thread.pk, by=cast.viewer("bo")).pk in set(Harvest.objects.values_list("draft_id", flat=True))


def test_a_draft_takes_from_more_than_one_thread(cast: Cast, draft: PracticeDraft) -> None:
    other = talk(cast.viewer("ada"), cast.bakers, "Where the starter lives")
    take_from(draft.pk, other.pk, by=cast.viewer("ada"))
    body = client_of(cast, "ada").get(f"/harvest/{draft.pk}?from={other.pk}").content.decode()
    assert "How long the dough may rest</button>" in body
    assert "Where the starter lives</a></h2>" in body


def test_a_practice_is_no_thread(cast: Cast) -> None:
    item = practice(cast.viewer("ada"), cast.bakers)
    with pytest.raises(Refused, match="questions and conversations"):
        begin_from(item.pk, by=cast.viewer("ada"))


def test_who_may_not_write_does_not_harvest(cast: Cast, thread: Item) -> None:
    for name in ("sam", "cy", "eve"):
        with pytest.raises(Forbidden):
            begin_from(thread.pk, by=cast.viewer(name))


def test_a_closed_rooms_thread_is_hidden_from_who_does_not_read_it(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers, room_id=cast.kitchen.pk)
    with pytest.raises(Hidden):
        begin_from(item.pk, by=cast.viewer("di"))
    assert begin_from(item.pk, by=cast.viewer("bo")).room_id == cast.kitchen.pk


def test_without_script_a_post_becomes_the_next_step_and_what_was_typed_is_kept(
    cast: Cast, thread: Item, draft: PracticeDraft
) -> None:
    post = said(thread)
    steps = re.search(r'<option value="(\d+)" selected>Steps', page(cast, draft, thread))
    assert steps
    typed = form(draft, text=stands(draft).source + "\nTyped just now.\n", take=post.pk, section=steps[1])
    answered = client_of(cast, "ada").post(f"/harvest/{draft.pk}?from={thread.pk}", typed)
    assert answered["Location"] == f"/harvest/{draft.pk}?from={thread.pk}&section={steps[1]}#s{post.pk}"
    assert f"1. Twelve hours, in the cold. [^p{post.pk}]" in stands(draft).source
    assert "Typed just now." in stands(draft).source


def page(cast: Cast, draft: PracticeDraft, thread: Item, name: str = "ada") -> str:
    response = client_of(cast, name).get(f"/harvest/{draft.pk}?from={thread.pk}")
    assert response.status_code == 200
    return response.content.decode()


def test_several_are_taken_at_once_and_listed_as_sources(cast: Cast, thread: Item, draft: PracticeDraft) -> None:
    posts = [said(thread, 1).pk, said(thread).pk]
    client_of(cast, "ada").post(f"/harvest/{draft.pk}", form(draft, several="1", chosen=posts, section="0"))
    assert set(DraftSource.objects.values_list("post_id", flat=True)) == set(posts)
    body = page(cast, draft, thread)
    assert body.count("data-taken>") == 2
    assert body.index("Ada, #1") < body.index("Di, #2")


def test_a_source_moves_up(cast: Cast, thread: Item, draft: PracticeDraft) -> None:
    text = f"One.\n\nTwo. [^p{said(thread).pk}]\n"
    client_of(cast, "ada").post(f"/harvest/{draft.pk}", form(draft, text=text, up=said(thread).pk))
    assert stands(draft).source == f"Two. [^p{said(thread).pk}]\n\nOne.\n"


def test_a_script_gets_the_passage_to_put_where_the_caret_stands(
    cast: Cast, thread: Item, draft: PracticeDraft
) -> None:
    asked = form(draft, take=said(thread).pk, at_caret="1", passage="<p>in the <b>cold</b></p>")
    got = client_of(cast, "ada").post(f"/harvest/{draft.pk}", asked, headers=JSON)
    assert json.loads(got.content)["insert"] == f"in the **cold** [^p{said(thread).pk}]"
    assert stands(draft).version == 1


def test_two_who_write_at_once_lose_nothing_and_see_one_another(cast: Cast, draft: PracticeDraft) -> None:
    ada, bo = client_of(cast, "ada"), client_of(cast, "bo")
    begun = form(draft)
    first = ada.post(f"/harvest/{draft.pk}", {**begun, "text": "By Ada.\n\n" + begun["text"]}, headers=JSON)
    second = bo.post(f"/harvest/{draft.pk}", {**begun, "text": begun["text"] + "\nBy Bo.\n"}, headers=JSON).json()
    assert first.json()["others"] == ""
    assert second["others"] == "Ada is writing here too."
    assert second["text"].startswith("By Ada.")
    assert second["text"].endswith("By Bo.\n")
    later = ada.post(
        f"/harvest/{draft.pk}",
        {**begun, "text": first.json()["text"], "version": first.json()["version"]},
        headers=JSON,
    ).json()
    assert later["text"] == second["text"]
    assert later["version"] == second["version"]


def test_both_texts_of_a_conflict_are_shown(cast: Cast, draft: PracticeDraft) -> None:
    begun = form(draft, text="Rest it for long.")
    save(draft.pk, Change("Rest it for long.", 1), by=cast.viewer("ada"))
    begun["version"] = 2
    client_of(cast, "ada").post(f"/harvest/{draft.pk}", {**begun, "text": "Rest it for ten hours."}, headers=JSON)
    got = client_of(cast, "bo").post(f"/harvest/{draft.pk}", {**begun, "text": "Rest it for days."}, headers=JSON)
    assert got.json()["marked"]
    assert "Rest it for ten hours." in got.json()["text"]
    assert "Rest it for days." in got.json()["text"]


def test_what_can_not_be_saved_is_said_and_kept_in_the_form(cast: Cast, thread: Item, draft: PracticeDraft) -> None:
    ada, long = client_of(cast, "ada"), "word " * 41_000
    got = ada.post(f"/harvest/{draft.pk}", form(draft, text=long), headers=JSON)
    assert (got.status_code, "over the limit" in got.json()["error"]) == (422, True)
    got = ada.post(f"/harvest/{draft.pk}", form(draft, text=long))
    assert got.status_code == 422
    assert "word word word" in got.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 19, "1" * 9])
def test_a_version_may_be_anything(cast: Cast, draft: PracticeDraft, version: str) -> None:
    got = client_of(cast, "ada").post(f"/harvest/{draft.pk}", form(draft, version=version))
    assert got.status_code in {302, 422}


@pytest.mark.parametrize("number", ["0", "-3", "x", "9" * 18, "9" * 30, "%00", "²"])
def test_numbers_may_be_anything(cast: Cast, thread: Item, draft: PracticeDraft, number: str) -> None:
    ada = client_of(cast, "ada")
    for query in (f"from={number}", f"from={thread.pk}&after={number}", f"section={number}"):
        assert ada.get(f"/harvest/{draft.pk}?{query}").status_code in {200, 400, 404}
    for name in ("take", "up", "down", "section", "after", "from", "chosen"):
        typed = form(draft, several="1", **{name: number})
        assert ada.post(f"/harvest/{draft.pk}", typed).status_code in {302, 404}
    for name in ("draft", "post"):
        assert ada.post(f"/i/{thread.pk}/harvest", {name: number}).status_code in {302, 404}
    assert ada.get(f"/c/the-bakers/harvest?after={number}.{number}&show={number}").status_code in {200, 400}


def test_what_not_all_readers_may_read_has_no_buttons_and_is_not_taken(cast: Cast, draft: PracticeDraft) -> None:
    hidden = talk(cast.viewer("ada"), cast.bakers, "Of the kitchen", room_id=cast.kitchen.pk)
    take_from(draft.pk, hidden.pk, by=cast.viewer("ada"))
    body = page(cast, draft, hidden)
    assert "can’t be cited there" in body
    assert "data-take>" not in body
    got = client_of(cast, "ada").post(f"/harvest/{draft.pk}", form(draft, take=opening(hidden).pk))
    assert got.status_code == 422
    assert not DraftSource.objects.exists()


def test_who_writes_a_draft_but_does_not_read_a_thread_sees_nothing_of_it(cast: Cast, draft: PracticeDraft) -> None:
    hidden = talk(cast.viewer("ada"), cast.bakers, "Of the kitchen", room_id=cast.kitchen.pk)
    take_from(draft.pk, hidden.pk, by=cast.viewer("ada"))
    let_write(draft.pk, "di", by=cast.viewer("ada"))
    di = client_of(cast, "di")
    assert "Of the kitchen" not in di.get(f"/harvest/{draft.pk}").content.decode()
    assert di.get(f"/harvest/{draft.pk}?from={hidden.pk}").status_code == 404


def test_publishing_cites_what_was_taken(cast: Cast, thread: Item, draft: PracticeDraft) -> None:
    text = f"Let it rest.\n\nTwelve hours. [^p{said(thread).pk}]\n"
    got = client_of(cast, "ada").post(f"/harvest/{draft.pk}", form(draft, title="Rest it", text=text, publish="1"))
    item = Item.objects.get(kind="practice")
    assert got["Location"] == f"/practice/{item.pk}/{item.slug}"
    assert Citation.objects.get(item=item).post_id == said(thread).pk
    assert client_of(cast, "ada").get(f"/harvest/{draft.pk}").status_code == 302


def test_where_reviewers_are_wanted_it_is_sent_to_them(cast: Cast, thread: Item, draft: PracticeDraft) -> None:
    Customs.objects.create(
        community=cast.bakers, reviewers="one", changed_by=cast.person("bo"), changed_at=cast.bakers.opened_at
    )
    assert 'name="publish"' not in page(cast, draft, thread)
    client_of(cast, "ada").post(f"/harvest/{draft.pk}", form(draft, review="1"))
    assert stands(draft).stage == Stage.IN_REVIEW


def test_a_long_thread_is_paged_and_the_page_goes_along_with_the_form(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = long_talk(ada, cast.bakers, posts=60, over=timedelta(days=9))
    draft = begin_from(item.pk, by=ada)
    body = page(cast, draft, item)
    assert body.count("data-post=") == 40
    got = client_of(cast, "ada").post(f"/harvest/{draft.pk}?from={item.pk}", form(draft, after="40"))
    assert got["Location"].endswith(f"?from={item.pk}&after=40")
    assert client_of(cast, "ada").get(got["Location"]).content.decode().count("data-post=") == 20


def test_the_page_costs_the_same_however_long_thread_and_draft(cast: Cast, queries: Queries) -> None:
    ada = cast.viewer("ada")
    item = ask(cast.bakers.pk, Asking("Why is the crumb dense?", "It is."), by=ada)
    draft = begin_from(item.pk, by=ada)
    client = client_of(cast, "ada")

    def grow(n: int) -> None:
        for _ in range(n):
            given = answer(item.pk, "Proof it longer.", by=cast.viewer("bo"))
            client.post(f"/harvest/{draft.pk}", form(draft, take=given.pk))

    queries.same_at(grow, lambda: client.get(f"/harvest/{draft.pk}?from={item.pk}"), at_most=12)
