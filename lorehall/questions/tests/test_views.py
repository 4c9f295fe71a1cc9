"""The pages by plain requests, as a browser without JavaScript makes them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from lorehall.content.models import Follow, Item, ItemKind, Origin, Post, PostRole, Revision
from lorehall.content.rules.edit import Edit, edit
from lorehall.kernel.ui.forms import FORM_TOKEN
from lorehall.questions.models import Confirmation, Duplicate, HaveToo, LoggedAnswer, State
from lorehall.questions.tests.asking import answer, ask, opening, question, state
from tests.cast import Cast
from tests.counting import Queries

pytestmark = pytest.mark.django_db


def client_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(**change: Any) -> dict[str, Any]:
    return {"title": "Why is the crumb dense?", "text": "It is.", "tags": "rye", **change}


def said(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_member_asks_answers_and_confirms_with_plain_forms(cast: Cast) -> None:
    ada, di = client_of(cast, "ada"), client_of(cast, "di")
    base = f"/c/{cast.bakers.slug}/questions"
    assert 'name="tried"' in said(ada.get(f"{base}/ask"))
    asked = ada.post(f"{base}/ask", typed(tried="More yeast.", by_when="2026-05-01"))
    item = Item.objects.get()
    assert asked["Location"] == f"/q/{item.pk}/why-is-the-crumb-dense"
    page = said(di.get(asked["Location"]))
    assert f'action="/q/{item.pk}/answer"' in page
    answered = di.post(f"/q/{item.pk}/answer", {"text": "Proof it **longer**."})
    given = Post.objects.get(role=PostRole.ANSWER)
    assert answered["Location"].endswith(f"#p{given.pk}")
    button = f'formaction="/q/{item.pk}/confirm?instead_of=" name="post" value="{given.pk}"'
    assert button in said(ada.get(asked["Location"]))
    ada.post(f"/q/{item.pk}/confirm?instead_of=", {"post": given.pk})
    page = said(ada.get(asked["Location"]))
    assert "Ada confirmed that this worked" in page
    assert f'<article class="post answer confirmed" id="p{given.pk}"' in page
    ada.post(f"/q/{item.pk}/withdraw")
    assert state(item) == State.ANSWERED
    assert "Proof it" in said(Client().get(asked["Location"]))


def test_a_refused_question_keeps_every_word(cast: Cast) -> None:
    words = typed(title="Hm", text="A long text <b>", tried="Yeast & salt", tags="a b c")
    response = client_of(cast, "ada").post(f"/c/{cast.bakers.slug}/questions/ask", words)
    page = said(response)
    assert response.status_code == 422
    assert "five characters at least" in page
    for kept in ("A long text &lt;b&gt;", "Yeast &amp; salt", "a b c"):
        assert kept in page
    assert not Item.objects.exists()


@pytest.mark.parametrize("verb", ["answer", "detail", "log"])
def test_an_empty_text_is_refused_on_a_page_of_its_own(cast: Cast, verb: str) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    response = client_of(cast, "bo").post(f"/q/{item.pk}/{verb}", {"text": " \n ", "given_by": "Ines"})
    assert response.status_code == 422
    assert "aria-invalid" in said(response)
    assert Post.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_post_and_leads_to_it(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    di = client_of(cast, "di")
    form = {"text": "Longer.", FORM_TOKEN: "abc"}
    first, second = di.post(f"/q/{item.pk}/answer", form), di.post(f"/q/{item.pk}/answer", form)
    assert first["Location"] == second["Location"]
    assert Post.objects.filter(role=PostRole.ANSWER).count() == 1


def test_a_reply_shows_what_it_replies_to(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    given = answer(cast.viewer("bo"), item)
    di = client_of(cast, "di")
    assert "Proof it longer." in said(di.get(f"/p/{given.pk}/reply"))
    di.post(f"/p/{given.pk}/reply", {"text": "How long?"})
    assert Post.objects.get(role=PostRole.REPLY).parent_id == given.pk
    assert "How long?" in said(di.get(f"/q/{item.pk}/{item.slug}"))


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    page = said(Client().get(f"/q/{item.pk}/{item.slug}"))
    assert "Sign in to answer" in page
    assert 'form="act"' not in page
    sent = Client().get(f"/c/{cast.bakers.slug}/questions/ask?room=x")
    assert sent.status_code == 302
    assert sent["Location"].endswith(f"?next=%2Fc%2F{cast.bakers.slug}%2Fquestions%2Fask%3Froom%3Dx")
    assert Client().post(f"/q/{item.pk}/answer", {"text": "Longer."}).status_code == 403


def test_an_outsider_is_offered_to_join(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    assert "Join to answer" in said(client_of(cast, "cy").get(f"/q/{item.pk}/{item.slug}"))


def test_a_wrong_slug_leads_to_the_right_one_for_good(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    for path in (f"/q/{item.pk}", f"/q/{item.pk}/something-else"):
        response = Client().get(f"{path}?sort=newest")
        assert (response.status_code, response["Location"]) == (301, f"/q/{item.pk}/{item.slug}?sort=newest")


@pytest.mark.parametrize("title", ["Answer", "Confirm", "Have too", "Duplicate"])
def test_a_title_that_reads_like_an_act_does_not_become_one(cast: Cast, title: str) -> None:
    item = ask(cast.viewer("ada"), cast.bakers, title)
    response = client_of(cast, "di").get(f"/i/{item.pk}", follow=True)
    assert response.redirect_chain[-1][0] == f"/q/{item.pk}"
    assert f"<h1>{title}</h1>" in said(response)


def test_a_coordinator_gives_a_reason_on_a_page_of_its_own(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    given = answer(cast.viewer("di"), item)
    bo = client_of(cast, "bo")
    assert f"/q/{item.pk}/confirm?post={given.pk}&amp;instead_of=" in said(bo.get(f"/q/{item.pk}/{item.slug}"))
    assert bo.get(f"/q/{item.pk}/confirm?post={given.pk}&instead_of=").status_code == 200
    refused = bo.post(f"/q/{item.pk}/confirm", {"post": given.pk, "instead_of": "", "reason": " "})
    assert refused.status_code == 422
    bo.post(f"/q/{item.pk}/confirm", {"post": given.pk, "instead_of": "", "reason": "Baked it."})
    assert Confirmation.objects.get().reason == "Baked it."
    assert "Bo confirmed this for Ada" in said(Client().get(f"/q/{item.pk}/{item.slug}"))


def test_who_was_slower_is_told_and_nothing_changes(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    first, second = answer(cast.viewer("di"), item), answer(cast.viewer("di"), item)
    ada = client_of(cast, "ada")
    ada.post(f"/q/{item.pk}/confirm?instead_of=", {"post": first.pk})
    response = ada.post(f"/q/{item.pk}/confirm?instead_of=", {"post": second.pk}, follow=True)
    assert "confirmed meanwhile" in said(response)
    assert Confirmation.objects.get(ended_at=None).post_id == first.pk


def test_an_answer_of_another_question_is_not_confirmed_here(cast: Cast) -> None:
    one, two = ask(cast.viewer("ada"), cast.bakers), ask(cast.viewer("ada"), cast.bakers)
    given = answer(cast.viewer("di"), two)
    ada = client_of(cast, "ada")
    for post in (given.pk, "x", "", "9" * 30):
        assert ada.post(f"/q/{one.pk}/confirm", {"post": post}).status_code == 404


def test_have_too_and_its_quick_form(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    di = client_of(cast, "di")
    assert di.post(f"/q/{item.pk}/have-too", {"on": "1"}).status_code == 302
    assert HaveToo.objects.count() == Follow.objects.filter(person=cast.person("di")).count() == 1
    quick = di.post(f"/q/{item.pk}/have-too", {"on": "0"}, headers={"X-Requested-With": "fetch"})
    assert quick.status_code == 204
    assert not HaveToo.objects.exists()


def test_a_duplicate_is_chosen_by_address_number_or_words(cast: Cast) -> None:
    bo = client_of(cast, "bo")
    first = ask(cast.viewer("ada"), cast.bakers)
    for typed_in in (f"http://testserver/q/{first.pk}/why", f"#{first.pk}", str(first.pk)):
        again = ask(cast.viewer("di"), cast.bakers, "Dense once more")
        bo.post(f"/q/{again.pk}/duplicate", {"of": typed_in})
        assert Duplicate.objects.get(question_id=again.pk).of_id == first.pk
    again = ask(cast.viewer("di"), cast.bakers, "Dense for the last time")
    found = said(bo.post(f"/q/{again.pk}/duplicate", {"of": "crumb WHY"}))
    assert f'name="of" value="{first.pk}"' in found
    assert bo.post(f"/q/{again.pk}/duplicate", {"of": "nothing like it"}).status_code == 422
    page = said(Client().get(f"/q/{first.pk}/{first.slug}"))
    assert "Also asked as" in page
    bo.post(f"/q/{again.pk}/duplicate", {"of": first.pk})
    assert "This was asked before." in said(Client().get(f"/q/{again.pk}/{again.slug}"))
    bo.post(f"/q/{again.pk}/reopen")
    assert state(again) == State.OPEN


def test_words_never_find_questions_that_one_may_not_see(cast: Cast) -> None:
    ask(cast.viewer("ada"), cast.bakers, "Kitchen secrets of rye", room_id=cast.kitchen.pk)
    own = ask(cast.viewer("di"), cast.bakers)
    assert client_of(cast, "di").post(f"/q/{own.pk}/duplicate", {"of": "rye"}).status_code == 422


def test_a_coordinator_logs_an_answer(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    form = {"text": "Scald it.", "given_by": "Ines", "where": "At the market"}
    client_of(cast, "bo").post(f"/q/{item.pk}/log", form)
    assert LoggedAnswer.objects.get().given_by == "Ines"
    assert "Given by Ines · At the market" in said(Client().get(f"/q/{item.pk}/{item.slug}"))


def test_editing_begins_with_what_stands_and_keeps_a_revision(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers, tried="Yeast.", tags="rye")
    bo = client_of(cast, "bo")
    page = said(bo.get(f"/q/{item.pk}/edit"))
    assert "Yeast." in page
    assert 'value="rye"' in page
    form = typed(title="Why is rye dense?", tags="rye oats", reason="Said which", version=1)
    response = bo.post(f"/q/{item.pk}/edit", form)
    assert response["Location"] == f"/q/{item.pk}/why-is-rye-dense"
    assert question(item).tried_source == ""
    assert Revision.objects.count() == 2


def test_an_edit_conflict_shows_both_texts_and_saving_again_goes_through(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    post = opening(item)
    edit(post.pk, Edit("Theirs stands now.", post.version), by=cast.viewer("ada"))
    bo = client_of(cast, "bo")
    response = bo.post(f"/q/{item.pk}/edit", typed(text="Mine was slower.", version=post.version))
    page = said(response)
    assert response.status_code == 409
    assert "Theirs stands now." in page
    assert "Mine was slower." in page
    assert 'name="version" value="2"' in page
    assert Post.objects.get(pk=post.pk).source == "Theirs stands now."
    bo.post(f"/q/{item.pk}/edit", typed(text="Both together.", version=2))
    assert Post.objects.get(pk=post.pk).source == "Both together."


def test_what_is_hidden_answers_like_what_is_not_there(cast: Cast) -> None:
    hidden = ask(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    given = answer(cast.viewer("bo"), hidden)
    di = client_of(cast, "di")
    for path in ("", f"/{hidden.slug}", "/answer", "/edit", "/log", "/duplicate", f"/confirm?post={given.pk}"):
        there, nowhere = di.get(f"/q/{hidden.pk}{path}"), di.get(f"/q/999999{path}")
        assert there.status_code == nowhere.status_code == 404
        assert _words(there) == _words(nowhere)
    assert di.get(f"/p/{given.pk}/reply").status_code == 404


def _words(response: Any) -> str:
    """The page without what differs each time: its token and its own address."""
    page = said(response)
    return re.sub(r'value="[^"]*"|next=[^"]*', "", page)


def test_what_is_not_public_is_kept_out_of_search_engines(cast: Cast) -> None:
    public, kitchen = (
        ask(cast.viewer("ada"), cast.bakers),
        ask(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk),
    )
    ada = client_of(cast, "ada")
    shown = said(ada.get(f"/q/{public.pk}/{public.slug}"))
    assert f'<link rel="canonical" href="http://testserver/q/{public.pk}/{public.slug}">' in shown
    assert 'name="description"' in shown
    hidden = said(ada.get(f"/q/{kitchen.pk}/{kitchen.slug}"))
    assert '<meta name="robots" content="noindex">' in hidden
    assert "Question in Kitchen" in hidden


def test_the_list_walks_by_cursor_and_keeps_its_filters(cast: Cast) -> None:
    for n in range(23):
        ask(cast.viewer("ada"), cast.bakers, f"Question number {n}", tags="c++")
    page = said(Client().get(f"/c/{cast.bakers.slug}/questions?show=open&tag=c%2B%2B"))
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    assert "tag=c%2B%2B" in older[1]
    rest = said(Client().get(older[1].replace("&amp;", "&")))
    assert rest.count("data-row") == 3
    assert f"/c/{cast.bakers.slug}/tags/c%2B%2B" in rest


@pytest.mark.parametrize("name", ["ada", "visitor"])
def test_the_whole_request_keeps_its_budget(cast: Cast, queries: Queries, name: str) -> None:
    item = ask(cast.viewer("ada"), cast.bakers, tags="rye")
    client = Client() if name == "visitor" else client_of(cast, name)
    url = f"/q/{item.pk}/{item.slug}"

    def grow(rows: int) -> None:
        for n in range(rows):
            answer(cast.viewer("di"), item, f"Answer {n}")

    queries.same_at(grow, lambda: client.get(url), at_most=9)
    with queries.at_most(7):
        client.get(f"/c/{cast.bakers.slug}/questions")


def test_the_kinds_of_items_keep_apart(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    Item.objects.filter(pk=item.pk).update(kind=ItemKind.CONVERSATION)
    ada = client_of(cast, "ada")
    assert ada.post(f"/q/{item.pk}/answer", {"text": "Longer."}).status_code == 404
    assert ada.get(f"/p/{opening(item).pk}/reply").status_code == 404


def test_imported_posts_show_where_they_come_from_and_under_which_licence(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    given, bad = answer(cast.viewer("bo"), item), answer(cast.viewer("bo"), item)
    origin = {"source": "bread.example", "licence": "CC BY-SA 4.0"}
    Origin.objects.create(post=given, key="2", url="https://bread.example/a/2", **origin)
    Origin.objects.create(post=bad, key="3", url="javascript:alert(1)", **origin)
    page = said(Client().get(f"/q/{item.pk}/{item.slug}"))
    link = '<a href="https://bread.example/a/2" rel="nofollow noopener">bread.example</a> · CC BY-SA 4.0'
    assert page.count(link) == 1
    assert page.count("bread.example · CC BY-SA 4.0") == 1
    assert "javascript:" not in page
