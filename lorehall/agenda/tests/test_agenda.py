"""The learning agenda follows the charter; things belong to its questions; closing one asks what was learned."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lorehall.agenda import queries
from lorehall.agenda.models import AgendaQuestion, Attached
from lorehall.agenda.reactions import take_over_questions
from lorehall.agenda.rules.attach import attach, detach
from lorehall.agenda.rules.close import Closing, close, reopen
from lorehall.agenda.rules.follow_charter import follow_charter, in_step
from lorehall.communities.facts import CharterRevised
from lorehall.communities.places import place
from lorehall.communities.rules.charter import CharterText, revise_charter
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from tests.cast import Cast, gather
from tests.making import practice, talk

FIRST, SECOND = "How long may the dough rest?", "Which ovens keep the heat?"


def ask(cast: Cast, *questions: str, community: Any = None) -> list[AgendaQuestion]:
    """The charter asks these from now on, and the agenda follows."""
    community = community or cast.bakers
    community.refresh_from_db()
    text = CharterText(about="Bread.", agenda=questions)
    revise_charter(community.pk, text, based_on=community.charter_number, reason="We ask.", by=cast.viewer("bo"))
    follow_charter(community.pk)
    rows = AgendaQuestion.objects.filter(community=community, gone_at=None)
    return list(rows.order_by("position"))


def seen(cast: Cast, who: str) -> queries.Agenda:
    viewer = cast.viewer(who)
    return queries.agenda(viewer, place(viewer, slug=cast.bakers.slug))


def test_the_agenda_has_the_questions_of_the_charter_in_their_order(cast: Cast) -> None:
    assert [one.text for one in ask(cast, FIRST, SECOND)] == [FIRST, SECOND]
    assert [one.text for one in seen(cast, "ada").asked] == [FIRST, SECOND]
    assert [one.text for one in ask(cast, SECOND, FIRST)] == [SECOND, FIRST]
    assert in_step(cast.bakers.pk)


def test_following_the_charter_twice_changes_nothing(cast: Cast) -> None:
    ask(cast, FIRST, SECOND)
    before = list(AgendaQuestion.objects.order_by("pk").values())
    fact = CharterRevised(community_id=cast.bakers.pk, by_id=0, number=2)
    take_over_questions(fact)
    take_over_questions(fact)
    assert list(AgendaQuestion.objects.order_by("pk").values()) == before


def test_a_question_in_other_words_keeps_what_belongs_to_it(cast: Cast) -> None:
    question = ask(cast, FIRST, SECOND)[0]
    attach(question.pk, talk(cast.viewer("ada"), cast.bakers).pk, by=cast.viewer("ada"))
    again = ask(cast, "How long may the wet dough rest?", "What do others bake?")
    assert again[0].pk == question.pk
    assert again[1].pk != question.pk
    assert AgendaQuestion.objects.get(text=SECOND).gone_at is not None


def test_a_question_that_is_asked_no_more_rests_and_comes_back(cast: Cast) -> None:
    question = ask(cast, FIRST)[0]
    close(question.pk, Closing("A night."), by=cast.viewer("bo"))
    ask(cast, SECOND)
    assert [one.text for one in seen(cast, "ada").before] == [FIRST]
    assert ask(cast, FIRST)[0].pk == question.pk
    assert seen(cast, "ada").asked[0].learned == "A night."


def test_members_attach_and_the_page_shows_what_each_may_read(cast: Cast) -> None:
    question = ask(cast, FIRST)[0]
    ada = cast.viewer("ada")
    attach(question.pk, talk(ada, cast.bakers, "In the open").pk, by=ada)
    attach(question.pk, talk(ada, cast.bakers, "In the kitchen", room_id=cast.kitchen.pk).pk, by=ada)
    assert {item.title for item in seen(cast, "bo").asked[0].items} == {"In the open", "In the kitchen"}
    for who in ("di", "cy"):
        assert [item.title for item in seen(cast, who).asked[0].items] == ["In the open"]


def test_what_one_may_not_see_can_be_neither_attached_nor_taken_off(cast: Cast) -> None:
    question = ask(cast, FIRST)[0]
    hidden = talk(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    elsewhere = talk(cast.viewer("ada"), cast.vault)
    for act in (attach, detach):
        with pytest.raises(Hidden):
            act(question.pk, hidden.pk, by=cast.viewer("di"))
    with pytest.raises(Hidden):
        attach(question.pk, elsewhere.pk, by=cast.viewer("ada"))


def test_the_same_thing_is_attached_once_and_taken_off_by_who_did_it(cast: Cast) -> None:
    question = ask(cast, FIRST)[0]
    item = talk(cast.viewer("ada"), cast.bakers)
    for _ in range(2):
        attach(question.pk, item.pk, by=cast.viewer("ada"))
    assert Attached.objects.count() == 1
    with pytest.raises(Forbidden):
        detach(question.pk, item.pk, by=cast.viewer("di"))
    detach(question.pk, item.pk, by=cast.viewer("ada"))
    detach(question.pk, item.pk, by=cast.viewer("ada"))
    assert not Attached.objects.exists()


def test_closing_asks_what_was_learned_and_for_the_practice(cast: Cast, facts: Any) -> None:
    question = ask(cast, FIRST)[0]
    says = practice(cast.viewer("ada"), cast.bakers, "Rest the dough overnight")
    bo = cast.viewer("bo")
    with pytest.raises(Forbidden):
        close(question.pk, Closing("A night."), by=cast.viewer("ada"))
    with pytest.raises(Refused, match="sentence"):
        close(question.pk, Closing(" "), by=bo)
    with pytest.raises(Refused, match="No practice"):
        close(question.pk, Closing("A night.", "Nothing like it"), by=bo)
    for said in ("rest the dough overnight", str(says.pk), f"https://example.org/practice/{says.pk}/rest?x#y"):
        close(question.pk, Closing("A night.", said), by=bo)
    found = seen(cast, "cy").asked[0]
    assert (found.learned, found.practice and found.practice.title) == ("A night.", "Rest the dough overnight")
    with pytest.raises(Refused, match="closed"):
        attach(question.pk, says.pk, by=cast.viewer("ada"))


def test_of_two_who_close_at_once_the_second_reads_the_firsts_words_before_theirs_stand(cast: Cast) -> None:
    question = ask(cast, FIRST)[0]
    client = Client()
    client.force_login(cast.person("bo"))
    path = f"/c/{cast.bakers.slug}/agenda/{question.pk}/close"
    assert 'name="before"' in client.get(path).content.decode()
    close(question.pk, Closing("A night."), by=cast.viewer("bo"))
    form = {"learned": "Twelve hours.", "practice": "", "before": ""}
    late = client.post(path, form)
    assert late.status_code == 422
    body = late.content.decode()
    assert "“A night.”" in body
    assert "Twelve hours.</textarea>" in body
    assert 'name="before" value="A night."' in body
    assert client.post(path, {**form, "learned": " "}).status_code == 422
    assert seen(cast, "ada").asked[0].learned == "A night."
    assert client.post(path, {**form, "before": "A night."}).status_code == 302
    assert seen(cast, "ada").asked[0].learned == "Twelve hours."


def test_a_practice_in_a_closed_room_is_not_told_to_others(cast: Cast) -> None:
    question = ask(cast, FIRST)[0]
    says = practice(cast.viewer("ada"), cast.bakers, "Our secret crumb", room_id=cast.kitchen.pk)
    close(question.pk, Closing("A night.", str(says.pk)), by=cast.viewer("bo"))
    assert seen(cast, "di").asked[0].practice is None
    practice_there = seen(cast, "ada").asked[0].practice
    assert practice_there is not None
    assert practice_there.title == "Our secret crumb"


def test_a_question_is_opened_again_once(cast: Cast) -> None:
    question = ask(cast, FIRST)[0]
    close(question.pk, Closing("A night."), by=cast.viewer("bo"))
    reopen(question.pk, by=cast.viewer("bo"))
    with pytest.raises(Conflict):
        reopen(question.pk, by=cast.viewer("bo"))
    assert AgendaQuestion.objects.get(pk=question.pk).learned == "A night."


def test_outsiders_of_a_listed_community_read_no_agenda(db: None) -> None:
    cast = gather(visibility="listed")
    ask(cast, FIRST)
    with pytest.raises(Forbidden):
        seen(cast, "cy")
    assert seen(cast, "di").asked


def test_the_page_catches_up_where_the_worker_is_behind(cast: Cast, client: Client) -> None:
    cast.bakers.refresh_from_db()
    text = CharterText(about="Bread.", agenda=(FIRST,))
    revise_charter(cast.bakers.pk, text, based_on=cast.bakers.charter_number, reason="We ask.", by=cast.viewer("bo"))
    assert FIRST in client.get(f"/c/{cast.bakers.slug}/agenda").content.decode()


@pytest.mark.parametrize("said", ["", "0", "-1", "9" * 30, "\0", "x"])
def test_nonsense_in_a_form_is_no_fault(said: str, cast: Cast, client: Client) -> None:
    question = ask(cast, FIRST)[0]
    client.force_login(cast.person("bo"))
    at = f"/c/{cast.bakers.slug}/agenda/{question.pk}"
    assert client.post(at, {"item": said}).status_code in {302, 422}
    assert client.post(f"{at}/detach", {"item": said}).status_code in {302, 404}
    assert client.get(f"/c/{cast.bakers.slug}/agenda/{'9' * 30}").status_code == 404
    item = talk(cast.viewer("ada"), cast.bakers)
    assert client.post(f"/i/{item.pk}/agenda", {"questions": said}).status_code in {302, 422}


def test_the_agenda_costs_the_same_for_two_things_and_for_twenty(cast: Cast, queries: Any) -> None:
    from lorehall.agenda.queries import agenda

    question = ask(cast, FIRST, SECOND)[0]
    ada = cast.viewer("ada")
    here = place(ada, slug=cast.bakers.slug)
    for _ in range(2):
        for number in range(2 if not Attached.objects.exists() else 18):
            attach(question.pk, talk(ada, cast.bakers, f"Number {number} of them").pk, by=ada)
        with queries.exactly(3):
            agenda(ada, here)
