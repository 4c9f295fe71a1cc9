"""Two at once, on both engines: one does it, the other is told, and nothing is doubled or lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from lorehall.content.models import Revision, RoomCount
from lorehall.kernel import jobs
from lorehall.kernel.errors import Conflict, Refused
from lorehall.practice.jobs import keep_true
from lorehall.practice.models import Practice, Review, State, StateChange, Suggestion
from lorehall.practice.queries.suggestions import one_suggestion
from lorehall.practice.rules.decide import Decision, accept, decline
from lorehall.practice.rules.hand_over import hand_over, take
from lorehall.practice.rules.keep import Word, still_right
from lorehall.practice.rules.move import Move, move
from lorehall.practice.rules.suggest import Proposal, suggest
from lorehall.practice.tests.keeping import at_noon, of
from tests.cast import Cast
from tests.making import practice
from tests.moments import MONDAY_MORNING, Clock

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """Run them in threads that set off together; gives what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> object:
        try:
            barrier.wait(timeout=10)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[object]) -> list[type]:
    return [type(one) for one in results if isinstance(one, Refused)]


@pytest.fixture
def kept(clock: Clock, cast: Cast) -> Any:
    """A practice that Ada keeps."""
    return practice(cast.viewer("ada"), cast.bakers)


def test_of_two_who_answer_one_review_one_answers(cast: Cast, kept: Any) -> None:
    Practice.objects.filter(pk=kept.pk).update(review_on=MONDAY_MORNING.date())
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    word = Word(asked_for=MONDAY_MORNING.date())
    results = at_once(lambda: still_right(kept.pk, word, by=ada), lambda: still_right(kept.pk, word, by=bo))
    assert refusals(results) == [Conflict]
    assert Review.objects.count() == 1


def test_of_two_who_move_it_one_does(cast: Cast, kept: Any) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(
        lambda: move(kept.pk, Move(State.OUTDATED, "Old."), by=ada),
        lambda: move(kept.pk, Move(State.RETIRED, "Gone."), by=bo),
    )
    assert len(refusals(results)) <= 1  # the second may come late enough to move on from where the first left it
    changes = StateChange.objects.filter(practice_id=kept.pk).order_by("id").values_list("was", "now")
    assert all(change[0] == before[1] for before, change in zip(list(changes), list(changes)[1:], strict=False))
    assert of(kept).item.state == list(changes)[-1][1]


def test_two_practices_do_not_supersede_one_another(cast: Cast, kept: Any) -> None:
    other = practice(cast.viewer("ada"), cast.bakers, "Rest it two nights")
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(
        lambda: move(kept.pk, Move(State.SUPERSEDED, successor=str(other.pk)), by=ada),
        lambda: move(other.pk, Move(State.SUPERSEDED, successor=str(kept.pk)), by=bo),
    )
    assert len(refusals(results)) == 1
    assert Practice.objects.filter(superseded_by__isnull=False).count() == 1


def test_of_two_who_take_it_one_keeps_it(cast: Cast, kept: Any) -> None:
    hand_over(kept.pk, by=cast.viewer("ada"))
    bo, di = cast.viewer("bo"), cast.viewer("di")
    results = at_once(lambda: take(kept.pk, by=bo), lambda: take(kept.pk, by=di))
    assert len(refusals(results)) == 1


def test_of_two_who_decide_one_does_and_there_is_one_version_more(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, Proposal(kept.title, "Wait for a night.", "It is better.", 1), by=cast.viewer("di"))
    found = one_suggestion(cast.viewer("ada"), made.pk)
    decision = Decision(found.rebased.title, found.rebased.source, found.version)
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(lambda: accept(made.pk, decision, by=ada), lambda: accept(made.pk, decision, by=bo))
    assert refusals(results) == [Conflict]
    assert Revision.objects.filter(post__item=kept).count() == 2
    assert Suggestion.objects.get().verdict == Suggestion.Verdict.ACCEPTED


def test_who_accepts_and_who_declines_do_not_both(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, Proposal(kept.title, "Wait for a night.", "It is better.", 1), by=cast.viewer("di"))
    found = one_suggestion(cast.viewer("ada"), made.pk)
    decision = Decision(found.rebased.title, found.rebased.source, found.version)
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    results = at_once(lambda: accept(made.pk, decision, by=ada), lambda: decline(made.pk, "No.", by=bo))
    assert refusals(results) == [Conflict]
    accepted = Suggestion.objects.get().verdict == Suggestion.Verdict.ACCEPTED
    assert Revision.objects.filter(post__item=kept).count() == (2 if accepted else 0)


def test_two_workers_ask_and_tell_once(cast: Cast, kept: Any, clock: Clock) -> None:
    day = of(kept).review_on
    assert day is not None
    clock.stop_at(at_noon(day))
    for _letter, after in (("asked", timedelta(0)), ("told", timedelta(days=14))):
        clock.let_pass(after)
        at_once(keep_true.call, keep_true.call)
    jobs.run_all(strict=True)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ada@example.org", "bo@example.org"]
    assert RoomCount.objects.get(room_id=kept.room_id, kind="practice").open == 1
