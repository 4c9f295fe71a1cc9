"""Close as a duplicate, which gathers both; reopen."""

from __future__ import annotations

import pytest

from lorehall.content.models import ItemLink
from lorehall.kernel.errors import Conflict, Forbidden, Refused
from lorehall.questions.models import Duplicate, State
from lorehall.questions.queries.page import question_page
from lorehall.questions.rules.duplicate import close_as_duplicate, reopen
from lorehall.questions.tests.asking import ask, state
from tests.cast import Cast
from tests.recorded import Facts

pytestmark = pytest.mark.django_db


def test_a_duplicate_leads_to_the_one_that_gathers_both(cast: Cast, facts: Facts) -> None:
    first = ask(cast.viewer("ada"), cast.bakers)
    again = ask(cast.viewer("di"), cast.bakers, "Dense crumb once more")
    facts.forget()
    close_as_duplicate(again.pk, first.pk, by=cast.viewer("di"))
    assert facts.of("questions.closed_as_duplicate")[0]["of_id"] == first.pk
    assert state(again) == State.DUPLICATE
    di = cast.viewer("di")
    assert [near.id for near in question_page(di, first.pk).ties.gathered] == [again.pk]
    assert [near.id for near in question_page(di, again.pk).ties.of] == [first.pk]


def test_chains_are_never_longer_than_one(cast: Cast) -> None:
    bo = cast.viewer("bo")
    one, two, three = (ask(bo, cast.bakers, f"Dense crumb, number {n}") for n in range(3))
    close_as_duplicate(one.pk, two.pk, by=bo)
    with pytest.raises(Refused):
        close_as_duplicate(three.pk, one.pk, by=bo)
    with pytest.raises(Refused):
        close_as_duplicate(two.pk, one.pk, by=bo)
    close_as_duplicate(two.pk, three.pk, by=bo)
    assert set(Duplicate.objects.values_list("of_id", flat=True)) == {three.pk}
    named = ItemLink.objects.filter(why=ItemLink.Why.DUPLICATE)
    assert set(named.values_list("item_id", "to_id")) == {(one.pk, three.pk), (two.pk, three.pk)}


def test_what_can_not_be_the_other_one_is_refused_at_the_field(cast: Cast) -> None:
    bo = cast.viewer("bo")
    here, hidden = ask(bo, cast.bakers), ask(bo, cast.bakers, room_id=cast.kitchen.pk)
    away = ask(bo, cast.vault)
    for other in (here.pk, hidden.pk, away.pk, 999_999):
        with pytest.raises(Refused) as no:
            close_as_duplicate(here.pk, other, by=bo)
        assert no.value.field == "of"


def test_only_who_asked_and_keepers_close(cast: Cast) -> None:
    first, again = ask(cast.viewer("ada"), cast.bakers), ask(cast.viewer("ada"), cast.bakers)
    for name in ("di", "cy", "eve", "sam"):
        with pytest.raises(Forbidden):
            close_as_duplicate(again.pk, first.pk, by=cast.viewer(name))


def test_reopening_takes_the_link_away(cast: Cast, facts: Facts) -> None:
    ada = cast.viewer("ada")
    first, again = ask(ada, cast.bakers), ask(ada, cast.bakers)
    close_as_duplicate(again.pk, first.pk, by=ada)
    facts.forget()
    reopen(again.pk, by=ada)
    assert facts == ["questions.reopened"]
    assert state(again) == State.OPEN
    assert not ItemLink.objects.exists()
    with pytest.raises(Conflict):
        reopen(again.pk, by=ada)
