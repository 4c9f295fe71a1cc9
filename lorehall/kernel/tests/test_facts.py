"""Facts: recorded with what happened, delivered in order, tried again, parked, swept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from lorehall.kernel import facts, lease
from lorehall.kernel.facts import deliver, wiring
from lorehall.kernel.models import Delivery, RecordedFact
from lorehall.kernel.tests.answers import Broke, Heard, Rang, listen, write_down

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wired() -> Iterator[None]:
    kept = {wiring._classes[name]: [wiring._reactions[r] for r in wiring._answers[name]] for name in wiring._classes}
    Heard.tones.clear()
    Heard.failures = 0
    facts.connect({Rang: (listen, write_down), Broke: ()})
    yield
    facts.connect(kept)


def ring(*tones: str | None, bell: int = 1) -> None:
    with transaction.atomic():
        for tone in tones:
            facts.record(Rang(bell=bell, tone=tone))


@pytest.mark.django_db(transaction=True)
def test_a_fact_without_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        facts.record(Rang(bell=1))


@pytest.mark.django_db(transaction=True)
def test_a_fact_falls_with_its_transaction() -> None:
    with pytest.raises(ValueError, match="never mind"), transaction.atomic():  # noqa: PT012
        facts.record(Rang(bell=1))
        raise ValueError("never mind")
    assert not RecordedFact.objects.exists()
    assert not Delivery.objects.exists()


def test_every_reaction_hears_the_fact_again_as_it_was() -> None:
    ring("deep", None)
    assert facts.deliver_all(strict=True) == 4
    assert Heard.tones == ["deep", None]
    assert RecordedFact.objects.filter(name="tests.echo").count() == 2
    assert facts.deliver_all() == 0


def test_a_fact_that_nobody_listens_to_is_recorded_all_the_same() -> None:
    with transaction.atomic():
        facts.record(Broke(bell=1))
    assert RecordedFact.objects.get().name == "tests.broke"
    assert not Delivery.objects.exists()


def test_only_plain_values_are_recorded() -> None:
    with pytest.raises(TypeError), transaction.atomic():
        facts.record(Rang(bell=1, tone=["a", "chord"]))


def test_the_facts_of_one_subject_wait_for_each_other_and_not_for_those_of_another(clock, monday_morning) -> None:
    Heard.failures = 1
    ring("first", "second")
    ring("elsewhere", bell=2)
    facts.deliver_all()
    assert Heard.tones == ["elsewhere"]
    clock.let_pass(timedelta(seconds=6))
    facts.deliver_all()
    assert Heard.tones == ["elsewhere", "first", "second"]


def test_a_failure_leaves_no_effect_and_is_tried_again_later_each_time(clock, monday_morning) -> None:
    ring("wrong")
    waits = []
    for attempt in range(1, deliver.MOST_ATTEMPTS + 1):
        facts.deliver_all()
        row = Delivery.objects.get(reaction__endswith="write_down")
        assert row.attempts == attempt
        waits.append(row.due_at - clock.let_pass(timedelta(0)))
        clock.let_pass(lease.back_off(attempt))
    assert waits == sorted(waits)
    assert not RecordedFact.objects.filter(name="tests.echo").exists()
    (parked,) = facts.parked()
    assert "not this one" in parked.error
    assert (parked.fact, parked.subject, parked.attempts) == ("tests.rang", "bell:1", 10)
    assert facts.count_parked() == 1
    clock.let_pass(timedelta(days=3))
    assert facts.deliver_all() == 0


def test_a_parked_delivery_can_be_tried_again_and_holds_up_nothing(clock, monday_morning) -> None:
    Heard.failures = deliver.MOST_ATTEMPTS
    ring("first", "second")
    for attempt in range(1, deliver.MOST_ATTEMPTS + 1):
        facts.deliver_all()
        clock.let_pass(lease.back_off(attempt))
    facts.deliver_all()
    assert Heard.tones == ["second"]
    assert facts.retry([-1]) == 0
    assert facts.retry() == 1
    facts.deliver_all(strict=True)
    assert Heard.tones == ["second", "first"]


def test_what_one_worker_took_no_other_takes_until_the_lease_ends(clock, monday_morning) -> None:
    ring("one")
    mine = deliver.take("ada")
    assert len(mine) == 2
    assert deliver.take("bo") == []
    clock.let_pass(lease.LENGTH + timedelta(seconds=1))
    theirs = deliver.take("bo")
    # What a dead worker held goes alone, and the death counts as an attempt.
    assert [(one.id, one.attempts) for one in theirs] == [(mine[0].id, 1)]
    assert deliver.run(mine[0]) is None
    assert Heard.tones == []  # the lease was lost, so nothing was done
    deliver.run(theirs[0])
    assert Heard.tones == ["one"]


def test_a_successor_frees_what_a_dead_worker_held_at_once() -> None:
    ring("one")
    deliver.take("ada")
    assert deliver.bury("ada") == 2
    assert deliver.bury("ad") == 0
    assert len(deliver.take("bo")) == 1


def test_a_reaction_that_kills_its_worker_every_time_is_parked(clock, monday_morning) -> None:
    ring("deadly")
    for _ in range(deliver.MOST_ATTEMPTS * 2 + 4):
        deliver.take("ada")
        deliver.bury("ada")
    assert {one.attempts for one in facts.parked()} == {deliver.MOST_ATTEMPTS}
    assert "worker ended" in facts.parked()[0].error


def test_what_was_not_begun_is_given_back_and_what_is_held_renewed(clock, monday_morning) -> None:
    ring("one")
    mine = deliver.take("ada")
    deliver.give_back(mine[:1])
    assert len(deliver.take("bo")) == 1
    clock.let_pass(lease.LENGTH - timedelta(seconds=1))
    deliver.renew(mine[1:])
    clock.let_pass(timedelta(seconds=30))
    assert [one.id for one in deliver.take("cy")] == [mine[0].id]


def test_a_reaction_that_is_wired_no_longer_is_kept_for_the_host_to_see() -> None:
    ring("one")
    facts.connect({})
    facts.deliver_all()
    assert "not wired" in Delivery.objects.first().error


def test_deliveries_are_swept_after_a_month_and_facts_stay(clock, monday_morning) -> None:
    ring("old")
    facts.deliver_all()
    clock.let_pass(timedelta(days=29))
    assert facts.sweep() == 0
    ring("new")
    clock.let_pass(timedelta(days=2))
    assert facts.sweep() == 2
    assert RecordedFact.objects.filter(name="tests.rang").count() == 2
    assert Delivery.objects.count() == 2


def test_fields_that_a_later_release_dropped_are_passed_over() -> None:
    assert Rang.of({"bell": 1, "tone": "deep", "colour": "bronze"}) == Rang(bell=1, tone="deep")


def test_a_table_that_cannot_be_meant_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        facts.connect({Rang: (listen, listen)})
    assert wiring.answering("tests.rang")
