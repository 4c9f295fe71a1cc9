"""Confirm, move, withdraw; and what people are known for by it."""

from __future__ import annotations

import pytest

from lorehall.content.models import Item
from lorehall.content.rules.delete import delete, restore
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.questions.models import Confirmation, Helped, HelpedOn, State
from lorehall.questions.rules.answer import reply
from lorehall.questions.rules.confirm import confirm, withdraw
from lorehall.questions.tests.asking import answer, ask, opening, state
from tests.cast import Cast
from tests.recorded import Facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast: Cast) -> Item:
    """Ada asks, tagged rye."""
    return ask(cast.viewer("ada"), cast.bakers, tags="rye")


def helped(cast: Cast, name: str) -> int:
    found = Helped.objects.filter(person=cast.person(name), community=cast.bakers)
    return found.values_list("confirmed", flat=True).first() or 0


def test_the_asker_confirms_without_a_reason(cast: Cast, item: Item, facts: Facts) -> None:
    given = answer(cast.viewer("di"), item)
    facts.forget()
    confirm(given.pk, by=cast.viewer("ada"))
    assert facts == ["questions.confirmed"]
    assert facts.rows()[0].subject == f"item:{item.pk}"
    assert state(item) == State.CONFIRMED
    assert helped(cast, "di") == 1
    assert HelpedOn.objects.get(tag__slug="rye").confirmed == 1


def test_confirming_the_same_answer_again_changes_nothing(cast: Cast, item: Item, facts: Facts) -> None:
    given = answer(cast.viewer("di"), item)
    first = confirm(given.pk, by=cast.viewer("ada"))
    facts.forget()
    assert confirm(given.pk, by=cast.viewer("ada"), instead_of=None).pk == first.pk
    assert facts == []
    assert helped(cast, "di") == 1


def test_a_coordinator_says_why(cast: Cast, item: Item) -> None:
    given = answer(cast.viewer("di"), item)
    with pytest.raises(Refused) as no:
        confirm(given.pk, by=cast.viewer("bo"), reason="  ")
    assert no.value.field == "reason"
    assert confirm(given.pk, by=cast.viewer("bo"), reason="Baked it twice.").reason == "Baked it twice."


@pytest.mark.parametrize("name", ["di", "cy", "eve", "sam"])
def test_a_newcomer_may_not_confirm_someone_elses_answer_and_nor_may_others(cast: Cast, item: Item, name: str) -> None:
    given = answer(cast.viewer("di"), item)
    with pytest.raises(Forbidden):
        confirm(given.pk, by=cast.viewer(name), reason="I say so.")


def test_what_is_hidden_can_not_be_confirmed(cast: Cast) -> None:
    hidden = ask(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    given = answer(cast.viewer("bo"), hidden)
    with pytest.raises(Hidden):
        confirm(given.pk, by=cast.viewer("di"))


def test_only_an_answer_that_stands_can_be_confirmed(cast: Cast, item: Item) -> None:
    given = answer(cast.viewer("di"), item)
    under = reply(given.pk, "Really?", by=cast.viewer("ada"))
    delete(given.pk, by=cast.viewer("di"))
    for post in (given, under, opening(item)):
        with pytest.raises(Refused):
            confirm(post.pk, by=cast.viewer("ada"))


def test_a_confirmation_moves_only_from_the_answer_that_was_seen(cast: Cast, item: Item, facts: Facts) -> None:
    first, second = answer(cast.viewer("di"), item), answer(cast.viewer("bo"), item)
    confirm(first.pk, by=cast.viewer("ada"))
    with pytest.raises(Conflict):
        confirm(second.pk, by=cast.viewer("ada"), instead_of=None)
    facts.forget()
    confirm(second.pk, by=cast.viewer("ada"), instead_of=first.pk)
    assert facts == ["questions.confirmed"]
    assert (helped(cast, "di"), helped(cast, "bo")) == (0, 1)
    assert Confirmation.objects.filter(question_id=item.pk).count() == 2


def test_withdrawing_leaves_the_record_and_the_question_waits_again(cast: Cast, item: Item, facts: Facts) -> None:
    given = answer(cast.viewer("di"), item)
    confirm(given.pk, by=cast.viewer("ada"))
    facts.forget()
    withdraw(item.pk, by=cast.viewer("ada"))
    assert facts == ["questions.confirmation_withdrawn"]
    assert state(item) == State.ANSWERED
    assert helped(cast, "di") == 0
    assert Confirmation.objects.get().ended_by == cast.person("ada")
    with pytest.raises(Conflict):
        withdraw(item.pk, by=cast.viewer("ada"))


def test_nobody_is_known_for_helping_themselves(cast: Cast, item: Item) -> None:
    confirm(answer(cast.viewer("ada"), item).pk, by=cast.viewer("ada"))
    assert state(item) == State.CONFIRMED
    assert helped(cast, "ada") == 0


def test_deleting_the_confirmed_answer_unsettles_the_question_until_it_is_restored(
    cast: Cast, item: Item, facts: Facts
) -> None:
    given = answer(cast.viewer("di"), item)
    confirm(given.pk, by=cast.viewer("ada"))
    delete(given.pk, by=cast.viewer("di"))
    facts.deliver()
    assert state(item) == State.OPEN
    other = answer(cast.viewer("bo"), item)
    assert state(item) == State.ANSWERED
    confirm(other.pk, by=cast.viewer("ada"), instead_of=given.pk)
    restore(given.pk, by=cast.viewer("di"))
    facts.deliver()
    assert state(item) == State.CONFIRMED
    assert Confirmation.objects.get(ended_at=None).post_id == other.pk
