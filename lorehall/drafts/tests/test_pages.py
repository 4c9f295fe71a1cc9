"""The pages around drafts: forms that begin with one, sessions that end, the list."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from lorehall.communities import rules as communities
from lorehall.content.models import Post
from lorehall.content.rules.edit import Edit, edit
from lorehall.drafts import tickets
from lorehall.drafts.kinds import KINDS, address
from lorehall.drafts.models import Draft
from lorehall.drafts.queries import own_drafts, uploads_named
from lorehall.drafts.tests.writing import keep, texts, ticket
from lorehall.drafts.tickets import Ticket
from lorehall.drafts.unsent import MOST_AN_HOUR
from lorehall.people.models import Session
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asking, ask
from tests.cast import Cast
from tests.making import opening, talk


@pytest.fixture
def as_ada(cast: Cast, client: Client) -> Client:
    client.force_login(cast.person("ada"))
    return client


def ticket_of(page: str) -> Ticket:
    """The ticket of the one form on a page."""
    (written,) = re.findall(r'name="draft" value="([^"]+)"', page)
    found = tickets.read(written)
    assert found is not None
    return found


def get(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response
    return response.content.decode()


def send(client: Client, path: str, at: Ticket, token: str = "form-1", **form: str) -> str:
    """Send a form; where it leads."""
    response = client.post(path, {"draft": str(at), "form_token": token, **form})
    assert response.status_code == 302, response.content
    return str(response["Location"])


def test_every_form_begins_with_its_draft_and_ends_it(cast: Cast, as_ada: Client) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    question = ask(cast.bakers.pk, Asking("Why is the crumb dense?", "It is."), by=bo)
    answered = answer(question.pk, "Proof it.", by=bo)
    conversation = talk(ada, cast.bakers)
    mine = opening(conversation)
    base = f"/c/{cast.bakers.slug}"
    written = {
        ("ask", cast.bakers.pk): (f"{base}/questions/ask", {"title": "Kept title", "text": "Kept words"}),
        ("talk", cast.bakers.pk): (f"{base}/conversations/start", {"title": "Kept title", "text": "Kept words"}),
        ("answer", question.pk): (f"/q/{question.pk}/answer", {"text": "Kept words"}),
        ("reply", answered.pk): (f"/p/{answered.pk}/reply", {"text": "Kept words"}),
        ("edit", mine.pk): (f"/p/{mine.pk}/edit", {"title": "Kept title", "text": "Kept words", "version": "1"}),
    }
    for (verb, target), (path, form) in written.items():
        assert ticket_of(get(as_ada, path)) == Ticket(verb, target, ada.id)
        keep(ada, at=Ticket(verb, target, ada.id), token=verb, **form)
        page = get(as_ada, path)
        assert all(value in page for value in form.values()), verb
        assert ticket_of(page).version == 1
        room = str(cast.bakers.rooms.get(is_first=True).pk)
        send(as_ada, path, ticket_of(page), verb, room=room, **form)
        assert not Draft.objects.filter(verb=verb).exists(), verb


def test_the_box_under_a_question_and_a_conversation_begins_with_a_draft(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    question = ask(cast.bakers.pk, Asking("Why is the crumb dense?", "It is."), by=cast.viewer("bo"))
    conversation = talk(ada, cast.bakers)
    for verb, item in (("answer", question), ("say", conversation)):
        path = as_ada.get(f"/i/{item.pk}")["Location"]
        assert ticket_of(get(as_ada, path)) == Ticket(verb, item.pk, ada.id)
        keep(ada, "Kept words", Ticket(verb, item.pk, ada.id))
        assert "Kept words" in get(as_ada, path)
        assert "Kept words" not in Client().get(path).content.decode()


def test_a_draft_costs_a_question_one_statement_and_none_without(cast: Cast, as_ada: Client, queries: object) -> None:
    question = ask(cast.bakers.pk, Asking("Why is the crumb dense?", "It is."), by=cast.viewer("bo"))
    path = as_ada.get(f"/i/{question.pk}")["Location"]
    get(as_ada, path)
    with queries.at_most(9) as without:  # type: ignore[attr-defined]
        get(as_ada, path)
    keep(cast.viewer("ada"), "Kept", ticket(cast.viewer("ada"), "answer", question.pk))
    with queries.exactly(len(without) + 1):  # type: ignore[attr-defined]
        get(as_ada, path)


def test_a_refused_form_keeps_its_draft(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    path = f"/c/{cast.bakers.slug}/questions/ask"
    at = keep(ada, "Kept words", ticket(ada, "ask", cast.bakers.pk)).ticket
    response = as_ada.post(path, {"draft": str(at), "form_token": "form-1", "title": "", "text": "Kept words, more"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Kept words, more" in page
    assert "data-unsaved" in page
    assert ticket_of(page) == at
    assert texts(ada) == ["Kept words"]


def test_the_button_keeps_a_form_without_scripts(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    at = ticket(ada, "ask", cast.bakers.pk)
    assert send(as_ada, "/drafts/keep", at, title="Half a title", text="") == "/drafts"
    assert "Half a title" in get(as_ada, "/drafts")
    assert "Half a title" in get(as_ada, f"/c/{cast.bakers.slug}/questions/ask")


def test_without_scripts_a_conflict_shows_both_and_both_can_stay(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    at = ticket(ada, "ask", cast.bakers.pk)
    keep(ada, "From the phone", at, token="phone")
    form = {"draft": str(at), "form_token": "desk", "text": "From the desk"}
    response = as_ada.post("/drafts/keep", form)
    assert response.status_code == 409
    assert "From the phone" in response.content.decode()
    assert "From the desk" in response.content.decode()
    as_ada.post("/drafts/keep", {**form, "choice": "both"})
    assert texts(ada) == ["From the phone", "From the desk"]
    instead = str(at._replace(version=1))
    as_ada.post("/drafts/keep", {**form, "choice": "mine", "instead": instead})
    assert texts(ada) == ["From the desk", "From the desk"]


def test_a_script_is_told_of_a_conflict_with_the_other_text(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    at = ticket(ada, "ask", cast.bakers.pk)
    keep(ada, "From the phone", at, token="phone")
    form = {"draft": str(at), "form_token": "desk", "text": "From the desk"}
    response = as_ada.post("/drafts/keep", form, headers={"Accept": "application/json"})
    assert response.status_code == 409
    said = response.json()
    assert said["fields"] == {"text": ["From the phone"]}
    again = as_ada.post("/drafts/keep", {**form, "draft": said["draft"]}, headers={"Accept": "application/json"})
    assert tickets.read(again.json()["draft"]) == at._replace(version=2)


def test_what_is_sent_without_a_session_is_there_after_signing_in(cast: Cast, as_ada: Client) -> None:
    question = ask(cast.vault.pk, Asking("What is in the vault?", "It hums."), by=cast.viewer("bo"))
    path = as_ada.get(f"/i/{question.pk}")["Location"]
    at = ticket_of(get(as_ada, path))
    Session.objects.all().delete()
    where = send(as_ada, f"/q/{question.pk}/answer", at, text="It is the fridge.")
    assert where == "/account/login?next=/drafts/unsent".replace("=/drafts/", "=%2Fdrafts%2F")
    as_ada.force_login(cast.person("ada"))
    response = as_ada.get("/drafts/unsent", follow=True)
    assert response.redirect_chain[0][0] == f"/q/{question.pk}/answer"
    page = response.content.decode()
    assert "It is the fridge." in page
    assert "It is not sent yet" in page
    send(as_ada, f"/q/{question.pk}/answer", ticket_of(page), "form-2", text="It is the fridge.")
    assert Post.objects.filter(item=question, source="It is the fridge.").count() == 1
    assert texts(cast.viewer("ada")) == []


def test_what_somebody_sent_without_a_session_is_not_given_to_who_signs_in_next(cast: Cast, as_ada: Client) -> None:
    at = ticket_of(get(as_ada, f"/c/{cast.bakers.slug}/questions/ask"))
    Session.objects.all().delete()
    send(as_ada, f"/c/{cast.bakers.slug}/questions/ask", at, title="Mine", text="Mine alone")
    as_ada.force_login(cast.person("bo"))
    assert as_ada.get("/drafts/unsent")["Location"] == "/"
    assert "Mine" not in get(as_ada, "/drafts")
    assert not Draft.objects.exists()


def test_a_visitor_without_a_ticket_fills_no_session(cast: Cast) -> None:
    visitor = Client()
    forged = f"ask:{cast.bakers.pk}.0/{cast.person('ada').pk}/0/{'0' * 32}"
    response = visitor.post(f"/c/{cast.bakers.slug}/questions/ask", {"draft": forged, "title": "x", "text": "y"})
    assert response.status_code == 403
    assert not Session.objects.exists()


def test_a_ticket_of_ones_own_does_not_fill_the_sessions(cast: Cast, as_ada: Client) -> None:
    at = ticket_of(get(as_ada, f"/c/{cast.bakers.slug}/questions/ask"))
    Session.objects.all().delete()
    for _ in range(MOST_AN_HOUR + 3):
        send(Client(), f"/c/{cast.bakers.slug}/questions/ask", at, title="Mine", text="Mine alone")
    assert Session.objects.count() == MOST_AN_HOUR


def test_a_form_of_another_account_is_not_sent(cast: Cast, as_ada: Client) -> None:
    at = ticket_of(get(as_ada, f"/c/{cast.bakers.slug}/questions/ask"))
    as_ada.force_login(cast.person("bo"))
    form = {"draft": str(at), "form_token": "t", "title": "Why is it so?", "text": "As Ada I say that it is."}
    response = as_ada.post(f"/c/{cast.bakers.slug}/questions/ask", form, headers={"Origin": "http://testserver"})
    assert response.status_code == 409
    assert "As Ada I say that it is." in response.content.decode()
    assert not Post.objects.exists()


def test_a_form_with_a_stale_token_is_kept_and_opened_again(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.person("ada"))
    path = f"/c/{cast.bakers.slug}/questions/ask"
    at = ticket_of(get(client, path))
    form = {"draft": str(at), "form_token": "old", "title": "Kept title", "text": "x", "csrfmiddlewaretoken": "z" * 64}
    response = client.post(path, form, headers={"Origin": "http://testserver"}, follow=True)
    page = response.content.decode()
    assert "Kept title" in page
    assert "It is not sent yet" in page
    assert not Post.objects.exists()
    elsewhere = client.post(path, form, headers={"Origin": "http://elsewhere.example"})
    assert elsewhere.status_code == 403


def test_the_list_says_nothing_of_what_one_may_no_longer_see(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    item = talk(cast.viewer("bo"), cast.vault, "The secret recipe")
    keep(ada, "My own words", ticket(ada, "say", item.pk))
    (row,) = own_drafts(ada)
    assert row.about == "The secret recipe"
    communities.leave(cast.vault.pk, by=ada)
    (row,) = own_drafts(cast.viewer("ada"))
    assert (row.title, row.about, row.url) == ("My own words", "", "")
    page = get(as_ada, "/drafts")
    assert "The secret recipe" not in page
    draft = Draft.objects.get()
    assert "My own words" in get(as_ada, f"/drafts/{draft.pk}")
    assert as_ada.get("/drafts").status_code == 200
    as_ada.force_login(cast.person("bo"))
    assert as_ada.get(f"/drafts/{draft.pk}").status_code == 404


def test_the_list_costs_the_same_at_two_drafts_and_at_twenty(cast: Cast, queries: object) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers)
    post = opening(item)

    def fill(count: int) -> None:
        for n in range(count):
            at = Ticket(("say", "edit", "ask")[n % 3], (item.pk, post.pk, cast.bakers.pk)[n % 3], ada.id, n)
            keep(ada, f"Words {n}", at, token=f"{n}")

    fill(3)
    with queries.at_most(4) as few:  # type: ignore[attr-defined]
        own_drafts(ada)
    fill(20)
    with queries.exactly(len(few)):  # type: ignore[attr-defined]
        assert len(own_drafts(ada)) == 20


def test_a_draft_is_thrown_away_and_brought_back_from_the_list(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    keep(ada, "Proof it", ticket(ada, "ask", cast.bakers.pk))
    draft = Draft.objects.get()
    as_ada.post(f"/drafts/{draft.pk}/throw-away")
    assert "Bring back" in get(as_ada, "/drafts")
    assert "Proof it" not in get(as_ada, f"/c/{cast.bakers.slug}/questions/ask")
    as_ada.post(f"/drafts/{draft.pk}/bring-back")
    assert "Proof it" in get(as_ada, f"/c/{cast.bakers.slug}/questions/ask")


def test_another_draft_is_begun_beside_the_first(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    path = f"/c/{cast.bakers.slug}/questions/ask"
    keep(ada, "First", ticket(ada, "ask", cast.bakers.pk))
    page = get(as_ada, f"{path}?draft=new")
    assert "First" not in page
    keep(ada, "Second", ticket_of(page), token="form-2")
    assert "Second" in get(as_ada, f"{path}?draft=1")
    assert "First" in get(as_ada, path)


def test_an_editors_draft_of_an_older_text_ends_in_the_page_that_shows_both(cast: Cast, as_ada: Client) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    post = opening(talk(ada, cast.bakers))
    path = f"/p/{post.pk}/edit"
    keep(ada, "Mine", ticket(ada, "edit", post.pk), version="1", title="Kept title")
    edit(post.pk, Edit("Bo’s words", 1), by=bo)
    page = get(as_ada, path)
    form = {"draft": str(ticket_of(page)), "title": "Kept title", "text": "Mine", "version": "1"}
    response = as_ada.post(path, form)
    assert response.status_code == 409
    assert "Bo’s words" in response.content.decode()
    assert texts(ada) == ["Mine"]


def test_the_addresses_of_forms_are_those_of_their_routes() -> None:
    routes = {
        "ask": "questions:ask",
        "talk": "conversations:start",
        "answer": "questions:answer",
        "detail": "questions:detail",
        "log": "questions:log",
        "say": "conversations:at",
        "reply": "questions:reply",
        "edit": "content:edit",
        "report": "reports:report",
        "discuss": "practice:discuss",
        "revise": "practice:revise",
        "suggest": "practice:suggest",
        "dissent": "practice:dissent",
    }
    assert set(routes) == set(KINDS)
    for verb, name in routes.items():
        path = address(KINDS[verb], 7, slug="bread", last=3, number=2)
        assert resolve(path.partition("?")[0]).view_name == name
        assert "?draft=2" in path


def test_uploads_in_a_draft_are_named(cast: Cast) -> None:
    ada = cast.viewer("ada")
    keep(ada, "![](/files/abc/640.webp)", ticket(ada))
    keep(ada, "None here", ticket(ada, target=2))
    assert list(uploads_named()) == ["![](/files/abc/640.webp)"]


def test_too_much_is_refused_and_said(cast: Cast, as_ada: Client) -> None:
    at = ticket(cast.viewer("ada"), "ask", cast.bakers.pk)
    form = {"draft": str(at), "form_token": "t", "text": "x" * 400_001}
    response = as_ada.post(reverse("drafts:keep"), form, headers={"Accept": "application/json"})
    assert response.status_code == 422
