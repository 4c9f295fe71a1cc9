"""What the tests stand on holds: each guard is tried on something that it must catch."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from pathlib import Path

import jinja2
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from lorehall.kernel import clock as kernel_clock
from tests import engine
from tests.cast import Cast
from tests.counting import Queries
from tests.guards import TemplateAskedTheDatabase
from tests.moments import MONDAY_MORNING, Clock
from tests.recorded import Facts


@pytest.mark.django_db
def test_a_template_that_asks_the_database_is_caught() -> None:
    template = jinja2.Template("{{ ask() }}")
    with pytest.raises(TemplateAskedTheDatabase):
        template.render(ask=get_user_model().objects.count)


@pytest.mark.once
def test_no_test_reaches_beyond_this_machine() -> None:
    with pytest.raises((UserWarning, RuntimeError), match=re.escape("socket.socket.connect")):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_tests_write_in_a_folder_of_their_own() -> None:
    assert Path(settings.DATA) == engine.DATA


@pytest.mark.django_db
def test_the_database_is_of_the_engine_that_was_asked_for() -> None:
    assert connection.vendor == engine.ENGINE


@pytest.mark.django_db
def test_a_budget_that_is_overrun_fails() -> None:
    queries = Queries()
    with pytest.raises(AssertionError, match="the budget is 0"), queries.at_most(0):
        get_user_model().objects.count()


@pytest.mark.django_db
def test_a_cost_that_grows_with_the_rows_fails() -> None:
    rows: list[int] = []
    queries = Queries()
    with pytest.raises(AssertionError, match="2 statements at 2 rows, 20 at 20"):
        queries.same_at(
            lambda more: rows.extend(range(more)),
            lambda: [get_user_model().objects.count() for _ in rows],
            at_most=100,
        )


@pytest.mark.django_db
def test_a_cost_that_stays_the_same_passes(queries: Queries) -> None:
    queries.same_at(lambda more: None, get_user_model().objects.count, at_most=1)


def test_the_kernels_clock_stops_by_name(clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    assert kernel_clock.now() == MONDAY_MORNING
    clock.let_pass(timedelta(hours=24))
    assert kernel_clock.now() == MONDAY_MORNING + timedelta(days=1)


def test_facts_are_those_recorded_since_the_test_began(cast: Cast, facts: Facts) -> None:
    assert facts == []
    from lorehall.communities import rules

    with transaction.atomic():
        rules.leave(cast.bakers.pk, by=cast.viewer("di"))
    assert len(facts) == 1
    assert facts.rows()[0].name.startswith("communities.")
    facts.deliver()
    facts.forget()
    assert facts == []


@pytest.mark.once
def test_the_last_line_of_the_suite_adds_its_runs_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(engine.ROOT / "scripts"))
    import suite
    from chores import Outcome

    runs = [
        Outcome("a", 0, 1.0, "10 passed, 2 skipped in 3.00s"),
        Outcome("b", 1, 1.0, "1 failed, 5 passed, 1 error in 3.00s"),
        Outcome("c", 2, 1.0, "it fell over"),
    ]
    assert suite.summed(runs, 7.5).strip("= ") == "1 failed, 15 passed, 2 skipped, 2 error in 7.50s"
