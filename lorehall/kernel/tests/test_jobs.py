"""Jobs: put down with the transaction, run once, tried again, kept apart, begun by the schedule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist

from lorehall.kernel import jobs, lease
from lorehall.kernel.jobs import run, schedule
from lorehall.kernel.models import Job, Periodic
from lorehall.kernel.tests.answers import Heard, ring, ring_first, ring_knowing, ring_softly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def silence() -> None:
    Heard.tones.clear()
    Heard.failures = 0


@pytest.mark.django_db(transaction=True)
def test_a_job_falls_with_its_transaction() -> None:
    with pytest.raises(ValueError, match="never mind"), transaction.atomic():  # noqa: PT012
        ring.enqueue("deep")
        raise ValueError("never mind")
    assert not Job.objects.exists()


def test_a_job_runs_and_its_result_can_be_read() -> None:
    result = ring.enqueue("deep")
    assert result.status == TaskResultStatus.READY
    assert jobs.run_all(strict=True) == 1
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "rang deep")
    assert result.attempts == 1
    assert ring.get_result(result.id).return_value == "rang deep"
    assert jobs.run_all() == 0


def test_an_unknown_result_is_said_to_be_unknown() -> None:
    for unknown in ("0", "x", "999999"):
        with pytest.raises(TaskResultDoesNotExist):
            ring.get_result(unknown)


def test_the_urgent_go_first_and_a_due_time_is_waited_for(clock, monday_morning) -> None:
    ring.using(run_after=monday_morning + timedelta(hours=1)).enqueue("later")
    ring.enqueue("now")
    ring_first.enqueue("first")
    jobs.run_all(strict=True)
    assert Heard.tones == ["first", "now"]
    assert run.next_due() == monday_morning + timedelta(hours=1)
    clock.let_pass(timedelta(hours=1))
    jobs.run_all(strict=True)
    assert Heard.tones[2:] == ["later"]


def test_a_job_may_know_its_attempt_and_may_be_asynchronous() -> None:
    result = ring_knowing.enqueue("one")
    jobs.run_all(strict=True)
    result.refresh()
    assert result.return_value == 1
    assert Heard.tones == ["one"]


@pytest.mark.django_db(transaction=True)
def test_an_asynchronous_job_runs() -> None:
    ring_softly.enqueue("soft")
    jobs.run_all(strict=True)
    assert Heard.tones == ["soft"]


def test_a_failure_is_tried_again_later_and_given_up_after_the_last(clock, monday_morning) -> None:
    Heard.failures = 3
    result = ring.enqueue("deep")
    for attempt in (1, 2, 3):
        assert jobs.run_all() == 1
        assert jobs.run_all() == 0
        clock.let_pass(lease.back_off(attempt))
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert len(result.errors) == 3
    assert result.errors[0].exception_class is ValueError
    (failed,) = jobs.failed()
    assert "out of tune" in failed.error
    assert jobs.count_failed() == 1
    assert jobs.retry() == 1
    jobs.run_all(strict=True)
    assert Heard.tones == ["deep"]


def test_the_same_job_waits_only_once() -> None:
    assert jobs.once(ring, "bell:1", "deep")
    assert not jobs.once(ring, "bell:1", "deep")
    assert jobs.once(ring, "bell:2", "deep")
    taken = run.take("ada", limit=1)
    # It has begun: what it read may be old, so the next one counts again.
    assert jobs.once(ring, "bell:1", "deep")
    run.run(taken[0], "ada")
    jobs.run_all(strict=True)
    assert Heard.tones == ["deep"] * 3


def test_what_one_worker_took_no_other_takes_until_the_lease_ends(clock, monday_morning) -> None:
    ring.enqueue("one")
    ring.enqueue("two")
    mine = run.take("ada")
    assert len(mine) == 2
    assert run.take("bo") == []
    run.renew(mine[1:])
    run.give_back(mine[1:])
    assert [one.id for one in run.take("bo")] == [mine[1].id]
    clock.let_pass(lease.LENGTH + timedelta(seconds=1))
    again = run.take("cy")
    assert [one.id for one in again] == [mine[0].id]
    run.run(mine[0], "ada")
    assert Job.objects.get(id=mine[0].id).finished_at is None  # its lease is another's now
    run.run(again[0], "cy")
    assert Job.objects.get(id=mine[0].id).workers == ["cy"]


def test_a_job_that_kills_its_worker_every_time_is_given_up() -> None:
    ring.enqueue("deadly")
    for _ in range(5):
        run.take("ada")
        run.bury("ada")
    assert "worker ended" in jobs.failed()[0].error


def test_a_task_that_is_gone_is_given_up_with_its_name() -> None:
    ring.enqueue("one")
    Job.objects.update(task="lorehall.kernel.tests.answers.gone", attempts_allowed=1)
    jobs.run_all()
    assert "answers.gone" in jobs.failed()[0].error


def test_arguments_that_json_cannot_hold_are_refused() -> None:
    with pytest.raises(TypeError):
        ring.enqueue(object())
    with pytest.raises(InvalidTaskError):
        ring.using(run_after=datetime(2026, 1, 1)).enqueue("naive")  # noqa: DTZ001


def test_ended_jobs_are_swept(clock, monday_morning) -> None:
    ring.enqueue("one")
    jobs.run_all(strict=True)
    clock.let_pass(timedelta(days=8))
    ring.enqueue("two")
    assert jobs.sweep() == 1
    assert Job.objects.count() == 1


def test_the_schedule_begins_an_entry_once_among_workers_and_makes_up_once(clock, monday_morning) -> None:
    entries = (jobs.Entry("bell", jobs.every(minutes=10), ring_first),)
    assert schedule.begin_due(entries) == 0
    clock.let_pass(timedelta(minutes=9))
    assert schedule.begin_due(entries) == 0
    late = clock.let_pass(timedelta(days=2))
    due = Periodic.objects.get().next_at
    # Two workers saw the same due time; one of them moved it.
    assert [schedule._begin(entries[0], due, late) for _ in range(2)] == [1, 0]
    assert schedule.begin_due(entries) == 0
    assert Job.objects.count() == 1
    assert Periodic.objects.get().next_at == late + timedelta(minutes=10)


def test_daily_comes_at_its_time_whatever_the_zone_of_now() -> None:
    following = jobs.daily("03:10")
    assert following(datetime(2026, 3, 2, 3, 9, tzinfo=UTC)) == datetime(2026, 3, 2, 3, 10, tzinfo=UTC)
    assert following(datetime(2026, 3, 2, 3, 10, tzinfo=UTC)) == datetime(2026, 3, 3, 3, 10, tzinfo=UTC)
