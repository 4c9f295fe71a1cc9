"""Keeping drafts: versions, conflicts, ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lorehall.content.rules.edit import Edit, edit
from lorehall.drafts import rules, tickets
from lorehall.drafts.models import Draft
from lorehall.drafts.rules import MOST, MOST_THROWN
from lorehall.drafts.tests.writing import keep, texts, ticket
from lorehall.drafts.tickets import NEW
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from tests.cast import Cast
from tests.making import opening, reply, talk
from tests.moments import MONDAY_MORNING, Clock


def test_what_is_written_is_kept_and_counted(cast: Cast) -> None:
    ada = cast.viewer("ada")
    first = keep(ada, "Proof", ticket(ada))
    second = keep(ada, "Proof it longer", first.ticket)
    assert (first.ticket.version, second.ticket.version) == (1, 2)
    assert texts(ada) == ["Proof it longer"]


def test_keeping_costs_three_statements_and_beginning_five(cast: Cast, queries: Any) -> None:
    ada = cast.viewer("ada")
    with queries.exactly(5):
        first = keep(ada, "Proof", ticket(ada))
    with queries.exactly(3):
        keep(ada, "Proof it longer", first.ticket)


def test_a_text_from_another_device_is_a_conflict_that_carries_both(cast: Cast) -> None:
    ada = cast.viewer("ada")
    begun = keep(ada, "At home", ticket(ada), token="desk").ticket
    keep(ada, "At home, and on the train", begun, token="phone")
    with pytest.raises(Conflict) as raised:
        keep(ada, "At home, in the evening", begun, token="desk-2")
    theirs = raised.value.theirs
    assert isinstance(theirs, Draft)
    assert theirs.fields["text"] == ["At home, and on the train"]
    assert texts(ada) == ["At home, and on the train"]


def test_both_of_two_drafts_can_stay(cast: Cast) -> None:
    ada = cast.viewer("ada")
    keep(ada, "Mine", ticket(ada))
    beside = keep(ada, "Mine as well", ticket(ada, number=NEW), token="form-2").ticket
    assert beside.number == 1
    assert texts(ada) == ["Mine", "Mine as well"]


def test_a_form_whose_answer_got_lost_finds_its_own_text_again(cast: Cast) -> None:
    ada = cast.viewer("ada")
    begun = ticket(ada)
    keep(ada, "Proof", begun)
    assert keep(ada, "Proof it", begun).ticket.version == 2


def test_the_same_words_from_two_devices_are_no_conflict(cast: Cast) -> None:
    ada = cast.viewer("ada")
    keep(ada, "Proof", ticket(ada), token="desk")
    assert keep(ada, "Proof", ticket(ada), token="phone").ticket.version == 1


def test_a_draft_that_is_emptied_is_gone(cast: Cast) -> None:
    ada = cast.viewer("ada")
    begun = keep(ada, "Proof", ticket(ada), version="1").ticket
    keep(ada, "  ", begun, version="1")
    assert texts(ada) == []


def test_a_draft_ends_with_what_was_sent_but_not_what_was_written_since(cast: Cast) -> None:
    ada = cast.viewer("ada")
    sent = keep(ada, "Proof", ticket(ada), token="desk").ticket
    keep(ada, "Proof it longer", sent, token="phone")
    rules.done(sent, "desk")
    assert texts(ada) == ["Proof it longer"]
    rules.done(sent._replace(version=2), "desk")
    assert texts(ada) == []


def test_a_last_save_does_not_bring_back_what_was_sent(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers)
    at = ticket(ada, "say", item.pk)
    reply(ada, item, "Sent.", submission="form-1")
    assert keep(ada, "Sent.", at).sent
    assert texts(ada) == []
    assert not keep(ada, "Another.", at, token="form-2").sent


def test_a_last_save_does_not_bring_back_a_change_that_was_made(cast: Cast) -> None:
    ada = cast.viewer("ada")
    post = opening(talk(ada, cast.bakers))
    at = ticket(ada, "edit", post.pk)
    edit(post.pk, Edit("Changed.", 1), by=ada)
    assert keep(ada, "Changed.", at, version="1").sent
    assert not keep(ada, "Changed again.", at, version="2").sent
    assert texts(ada) == ["Changed again."]


def test_nobody_keeps_a_draft_under_anothers_ticket(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        keep(cast.viewer("bo"), "Proof", ticket(cast.viewer("ada")))


def test_a_ticket_that_was_changed_is_none(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    written = str(ticket(ada))
    assert tickets.read(written) == ticket(ada)
    assert tickets.read(written.replace(f"/{ada.id}/", f"/{bo.id}/")) is None
    assert tickets.read(written.replace("answer:1.", "answer:2.")) is None
    assert tickets.read("answer:1.0/1/0/" + "0" * 32) is None
    assert tickets.read(None) is None


def test_what_is_thrown_away_can_be_brought_back_beside_what_came_since(cast: Cast) -> None:
    ada = cast.viewer("ada")
    keep(ada, "Proof", ticket(ada))
    draft = Draft.objects.get(person_id=ada.id)
    rules.throw_away(draft.pk, by=ada)
    keep(ada, "Begun anew", ticket(ada), token="form-2")
    assert rules.bring_back(draft.pk, by=ada).number == 1
    assert texts(ada) == ["Proof", "Begun anew"]


def test_a_form_that_one_thinks_better_of_can_be_brought_back_as_it_was(cast: Cast) -> None:
    ada = cast.viewer("ada")
    at = keep(ada, "Why", ticket(ada, "ask")).ticket
    rules.throw_form_away(at, rules.Writing({"text": ["Why is it so?"]}, "form-1"), by=ada)
    draft = Draft.objects.get(person_id=ada.id)
    assert draft.thrown_at is not None
    assert rules.bring_back(draft.pk, by=ada).number == 0
    assert texts(ada) == ["Why is it so?"]


def test_nobody_throws_away_what_is_not_theirs(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    keep(ada, "Proof", ticket(ada))
    draft = Draft.objects.get(person_id=ada.id)
    with pytest.raises(Hidden):
        rules.throw_away(draft.pk, by=bo)
    rules.throw_away(draft.pk, by=ada)
    with pytest.raises(Hidden):
        rules.bring_back(draft.pk, by=bo)


def test_drafts_last_half_a_year_and_those_thrown_away_a_week(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    ada = cast.viewer("ada")
    keep(ada, "Old", ticket(ada))
    clock.let_pass(timedelta(days=179))
    keep(ada, "Thrown", ticket(ada, target=2))
    rules.throw_away(Draft.objects.get(target=2).pk, by=ada)
    assert rules.sweep() == 0
    clock.let_pass(timedelta(days=2))
    assert rules.sweep() == 1
    clock.let_pass(timedelta(days=6))
    assert rules.sweep() == 1
    assert texts(ada) == []


def test_there_is_an_end_to_how_many_are_kept(cast: Cast) -> None:
    ada = cast.viewer("ada")
    now = keep(ada, "One", ticket(ada)).at
    Draft.objects.bulk_create(
        [Draft(person_id=ada.id, verb="answer", target=n, fields={}, saved_at=now) for n in range(2, MOST + 1)]
    )
    with pytest.raises(Refused):
        keep(ada, "One too many", ticket(ada, target=MOST + 1))
    assert keep(ada, "One, longer", ticket(ada, version=1)).ticket.version == 2


def test_keeping_and_throwing_away_by_turns_fills_no_disk(cast: Cast) -> None:
    ada = cast.viewer("ada")
    for n in range(MOST_THROWN + 3):
        keep(ada, f"Draft {n}", ticket(ada))
        rules.throw_away(Draft.objects.get(thrown_at=None).pk, by=ada)
    assert texts(ada) == [f"Draft {n}" for n in range(3, MOST_THROWN + 3)]
