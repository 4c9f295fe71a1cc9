"""Ask, answer, reply, have it too, log an answer that was given elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lorehall.content.models import Follow, Item, Post, RoomCount
from lorehall.content.rules.delete import delete, restore
from lorehall.content.rules.move import lock, move
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.people.viewer import VISITOR
from lorehall.questions.models import Helped, State
from lorehall.questions.rules.answer import Given, log_answer, reply
from lorehall.questions.rules.clarify import ask_for_detail
from lorehall.questions.rules.confirm import confirm
from lorehall.questions.rules.have_too import have_not, have_too
from lorehall.questions.tests.asking import answer, ask, opening, question, state
from tests.cast import Cast
from tests.moments import Clock
from tests.recorded import Facts

pytestmark = pytest.mark.django_db


def test_a_question_starts_open_and_is_said(cast: Cast, facts: Facts) -> None:
    item = ask(cast.viewer("ada"), cast.bakers, tried="More yeast.", deciding="Which flour.", tags="rye, crumb")
    assert facts == ["content.item_started", "questions.asked"]
    assert (item.state, item.waiting, question(item).tried_source) == (State.OPEN, True, "More yeast.")
    assert Follow.objects.filter(item=item, person=cast.person("ada")).exists()


@pytest.mark.parametrize("name", ["cy", "eve", "sam"])
def test_only_who_takes_part_may_ask(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        ask(cast.viewer(name), cast.bakers)


def test_a_visitor_is_asked_to_sign_in_and_an_outsider_finds_no_secret_place(cast: Cast) -> None:
    with pytest.raises(Forbidden) as no:
        ask(VISITOR, cast.bakers)
    assert no.value.code == "sign_in"
    with pytest.raises(Hidden):
        ask(cast.viewer("di"), cast.vault)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Hm"}, "title"),
        ({"text": "  \n"}, "text"),
        ({"tags": "a b c d e f g"}, "tags"),
        ({"room_id": 0}, "room"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(cast: Cast, change: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as no:
        ask(cast.viewer("ada"), cast.bakers, **change)
    assert no.value.field == field
    assert not Item.objects.exists()


def test_the_same_form_sent_twice_asks_once_and_answers_once(cast: Cast, facts: Facts) -> None:
    ada, di = cast.viewer("ada"), cast.viewer("di")
    first = ask(ada, cast.bakers, submission="once")
    assert ask(ada, cast.bakers, submission="once").pk == first.pk
    given = answer(di, first, submission="twice")
    assert answer(di, first, submission="twice").pk == given.pk
    assert list(facts).count("questions.asked") == list(facts).count("questions.answered") == 1
    first.refresh_from_db()
    assert first.replies_count == 1


def test_an_answer_settles_the_question_and_its_time_is_kept(cast: Cast, clock: Clock, facts: Facts) -> None:
    asked = clock.let_pass(timedelta())
    item = ask(cast.viewer("ada"), cast.bakers)
    clock.let_pass(timedelta(hours=2, minutes=10))
    facts.forget()
    answer(cast.viewer("di"), item)
    clock.let_pass(timedelta(hours=1))
    answer(cast.viewer("bo"), item)
    assert facts.of("questions.answered")[0]["by_id"] == cast.person("di").pk
    assert state(item) == State.ANSWERED
    assert question(item).first_answer_at == asked + timedelta(hours=2, minutes=10)


def test_a_reply_to_a_reply_stands_under_the_same_answer(cast: Cast, facts: Facts) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    given = answer(cast.viewer("bo"), item)
    first = reply(given.pk, "How long?", by=cast.viewer("ada"))
    facts.forget()
    second = reply(first.pk, "Six hours.", by=cast.viewer("bo"))
    assert facts == ["content.post_added", "questions.replied"]
    assert (first.parent_id, second.parent_id) == (given.pk, given.pk)
    item.refresh_from_db()
    assert item.replies_count == 1


def test_nobody_answers_a_locked_question_but_coordinators(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    lock(item.pk, by=cast.viewer("bo"))
    with pytest.raises(Forbidden):
        answer(cast.viewer("di"), item)
    assert answer(cast.viewer("bo"), item).number == 2


def test_a_deleted_answer_opens_the_question_again_and_restoring_it_settles_it(cast: Cast, facts: Facts) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    given = answer(cast.viewer("di"), item)
    delete(given.pk, by=cast.viewer("di"))
    facts.deliver()
    assert state(item) == State.OPEN
    restore(given.pk, by=cast.viewer("di"))
    facts.deliver()
    assert state(item) == State.ANSWERED


def test_asking_for_detail_lasts_until_the_asker_replies(cast: Cast, facts: Facts) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    facts.forget()
    ask_for_detail(item.pk, "Which flour?", by=cast.viewer("di"))
    assert "questions.detail_asked" in facts
    assert state(item) == State.CLARIFYING
    reply(opening(item).pk, "I wonder too.", by=cast.viewer("bo"))
    assert state(item) == State.CLARIFYING
    reply(opening(item).pk, "Rye.", by=cast.viewer("ada"))
    assert state(item) == State.OPEN


def test_the_asker_does_not_ask_for_detail(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    with pytest.raises(Forbidden):
        ask_for_detail(item.pk, "Which flour?", by=cast.viewer("ada"))


def test_having_it_too_is_said_once_and_taken_back(cast: Cast, facts: Facts) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    facts.forget()
    di = cast.viewer("di")
    have_too(item.pk, by=di)
    have_too(item.pk, by=di)
    assert facts == ["questions.had_too"]
    assert question(item).too_count == 1
    assert Follow.objects.filter(item=item, person_id=di.person_id).exists()
    have_not(item.pk, by=di)
    have_not(item.pk, by=di)
    assert question(item).too_count == 0
    with pytest.raises(Forbidden):
        have_too(item.pk, by=cast.viewer("ada"))


def test_a_coordinator_logs_an_answer_with_who_gave_it(cast: Cast, facts: Facts) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    with pytest.raises(Forbidden):
        log_answer(item.pk, Given("Scald the flour.", "Ines"), by=cast.viewer("di"))
    with pytest.raises(Refused) as no:
        log_answer(item.pk, Given("Scald the flour.", " "), by=cast.viewer("bo"))
    assert no.value.field == "given_by"
    facts.forget()
    post = log_answer(item.pk, Given("Scald the flour.", "Ines", "At the market"), by=cast.viewer("bo"))
    assert facts == ["content.post_added", "questions.answer_logged"]
    assert state(item) == State.ANSWERED
    confirm(post.pk, by=cast.viewer("ada"))
    assert not Helped.objects.filter(confirmed__gt=0).exists(), "Bo wrote it down, and did not give it"


def test_counts_of_invited_rooms_stay_in_them(cast: Cast) -> None:
    ask(cast.viewer("ada"), cast.bakers)
    hidden = ask(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    given = answer(cast.viewer("bo"), hidden)
    confirm(given.pk, by=cast.viewer("ada"))
    first = cast.bakers.rooms.get(is_first=True)
    assert dict(RoomCount.objects.values_list("room_id", "total")) == {first.pk: 1, cast.kitchen.pk: 1}
    assert not Helped.objects.filter(confirmed__gt=0).exists()
    move(hidden.pk, first.pk, by=cast.viewer("bo"))
    counted = {
        room: (total, waiting) for room, total, waiting in RoomCount.objects.values_list("room_id", "total", "open")
    }
    assert counted == {first.pk: (2, 1), cast.kitchen.pk: (0, 0)}


def test_hostile_and_foreign_texts_stand_as_they_were_typed(cast: Cast) -> None:
    title = "<script>alert(1)</script> & „パンの耳“"
    item = ask(cast.viewer("ada"), cast.bakers, title, text="<img src=x onerror=alert(1)> **rye** 🥖", tags="ünï c++")
    assert item.title == title
    html = Post.objects.get(item=item).html
    assert "onerror" not in html
    assert "<strong>rye</strong>" in html
