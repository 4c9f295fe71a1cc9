"""Two people at once: one wins, the other is told, nothing is lost. On threads, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from lorehall.content.models import Item, Post
from lorehall.kernel.errors import Refused
from lorehall.questions.models import Confirmation, Duplicate, HaveToo, Helped
from lorehall.questions.rules.confirm import confirm, withdraw
from lorehall.questions.rules.duplicate import close_as_duplicate
from lorehall.questions.rules.have_too import have_too
from lorehall.questions.tests.asking import answer, ask, question, state
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment; "done", or the code of the refusal, for each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=20)
            act()
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_who_confirm_different_answers_at_once_leave_one_confirmed(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    first, second = answer(cast.viewer("di"), item), answer(cast.viewer("di"), item)
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    said = at_once(
        lambda: confirm(first.pk, by=ada),
        lambda: confirm(second.pk, by=bo, reason="Baked it."),
        lambda: confirm(first.pk, by=bo, reason="Baked it too."),
    )
    standing = Confirmation.objects.get(ended_at=None)
    assert set(said) <= {"done", "confirmed_meanwhile"}
    assert said[0 if standing.post_id == second.pk else 1] == "confirmed_meanwhile"
    assert Helped.objects.get().confirmed == 1
    assert state(item) == "confirmed"


def test_moving_and_withdrawing_at_once_never_leaves_two(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    first, second = answer(cast.viewer("di"), item), answer(cast.viewer("di"), item)
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    confirm(first.pk, by=ada)
    said = at_once(
        lambda: withdraw(item.pk, by=ada),
        lambda: confirm(second.pk, by=bo, reason="Better.", instead_of=first.pk),
    )
    assert "done" in said
    standing = Confirmation.objects.filter(ended_at=None).count()
    assert Helped.objects.get().confirmed == standing
    assert state(item) == ("confirmed" if standing else "answered")


def test_closing_each_as_a_duplicate_of_the_other_closes_one(cast: Cast) -> None:
    bo = cast.viewer("bo")
    one, two = ask(bo, cast.bakers), ask(bo, cast.bakers)
    said = at_once(lambda: close_as_duplicate(one.pk, two.pk, by=bo), lambda: close_as_duplicate(two.pk, one.pk, by=bo))
    assert sorted(said) == ["done", "itself"]
    assert Duplicate.objects.count() == 1


def test_the_same_answer_sent_twice_at_once_is_one(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    di = cast.viewer("di")
    said = at_once(*[lambda: answer(di, item, submission="same")] * 3)
    assert said == ["done"] * 3
    assert Post.objects.filter(item=item, role="answer").count() == 1
    assert Item.objects.get(pk=item.pk).replies_count == 1


def test_answers_at_once_get_numbers_of_their_own(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    di, bo = cast.viewer("di"), cast.viewer("bo")
    assert at_once(*[lambda: answer(di, item), lambda: answer(bo, item)] * 2) == ["done"] * 4
    assert sorted(Post.objects.filter(item=item).values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert Item.objects.get(pk=item.pk).replies_count == 4


def test_having_it_too_at_once_counts_once_each(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    di, bo = cast.viewer("di"), cast.viewer("bo")
    assert at_once(*[lambda: have_too(item.pk, by=di), lambda: have_too(item.pk, by=bo)] * 2) == ["done"] * 4
    assert question(item).too_count == HaveToo.objects.count() == 2


def test_withdrawing_twice_at_once_tells_the_second(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    confirm(answer(cast.viewer("di"), item).pk, by=cast.viewer("ada"))
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    said = at_once(lambda: withdraw(item.pk, by=ada), lambda: withdraw(item.pk, by=bo))
    assert said.count("done") == 1
    assert Helped.objects.get().confirmed == 0
