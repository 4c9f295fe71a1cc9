"""The laws of the evidence rule, whatever the reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lorehall.practice.models import Level
from lorehall.reports.evidence import LADDER, USUAL, Plain, Thresholds, Why, next_level, pairs, weigh
from lorehall.reports.models import Outcome
from lorehall.reports.words import told

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
moments = st.integers(0, 1500).map(lambda days: NOW - timedelta(days=days))


def a_report(**fixed: object) -> st.SearchStrategy[Plain]:
    """Any report, but for what is fixed."""
    parts: dict[str, st.SearchStrategy[object]] = {
        "person": st.integers(1, 6),
        "outcome": st.sampled_from(Outcome.values),
        "context": st.sampled_from(["", "ledger", "mill", "oven", "shop"]),
        "at": moments,
        "own": st.booleans(),
        "confirmed": st.booleans(),
        "addressed": st.booleans(),
    }
    return st.builds(Plain, **{**parts, **{name: st.just(value) for name, value in fixed.items()}})  # type: ignore[arg-type]


some = st.lists(a_report(), max_size=14)
ladders = st.builds(Thresholds, promising=st.integers(2, 3), proven=st.integers(3, 5), confirmed=st.integers(0, 2))


def rung(reports: list[Plain], thresholds: Thresholds = USUAL, *, now: datetime = NOW, decided: bool = False) -> int:
    return LADDER.index(weigh(reports, now, thresholds, decided=decided)[0])


@given(some, a_report(), st.sampled_from([Outcome.USED, Outcome.ADAPTED]), ladders, st.booleans())
def test_adding_a_success_never_lowers(
    reports: list[Plain], one: Plain, outcome: str, thresholds: Thresholds, decided: bool
) -> None:
    success = replace(one, outcome=outcome)
    assert rung([*reports, success], thresholds, decided=decided) >= rung(reports, thresholds, decided=decided)


@given(some, a_report(outcome=Outcome.DID_NOT_WORK), ladders, st.booleans())
def test_a_failure_never_lifts(reports: list[Plain], failure: Plain, thresholds: Thresholds, decided: bool) -> None:
    assert rung([*reports, failure], thresholds, decided=decided) <= rung(reports, thresholds, decided=decided)


@given(some, a_report(outcome=Outcome.DECIDED_AGAINST))
def test_deciding_against_it_counts_neither_way(reports: list[Plain], one: Plain) -> None:
    assert rung([*reports, one]) == rung(reports)


@given(some.flatmap(lambda reports: st.tuples(st.just(reports), st.permutations(reports))), st.booleans())
def test_the_order_of_reports_does_not_matter(both: tuple[list[Plain], list[Plain]], decided: bool) -> None:
    reports, shuffled = both
    assert weigh(reports, NOW, decided=decided) == weigh(shuffled, NOW, decided=decided)


@given(st.lists(a_report(own=True), max_size=14), st.booleans())
def test_authors_alone_never_get_above_tried(reports: list[Plain], decided: bool) -> None:
    assert rung(reports, decided=decided) <= LADDER.index(Level.TRIED)


@given(some, st.data(), ladders)
def test_the_same_report_twice_changes_nothing(reports: list[Plain], data: st.DataObject, ladder: Thresholds) -> None:
    again = data.draw(st.lists(st.sampled_from(reports))) if reports else []
    assert rung([*reports, *again], ladder, decided=True) == rung(reports, ladder, decided=True)


@given(st.lists(a_report(person=1), max_size=14) | st.lists(a_report(context="oven"), max_size=14))
def test_one_person_or_one_context_never_gets_above_tried(reports: list[Plain]) -> None:
    assert rung(reports, decided=True) <= LADDER.index(Level.TRIED)


@given(some, st.data(), ladders)
def test_addressing_a_failure_never_lowers(reports: list[Plain], data: st.DataObject, ladder: Thresholds) -> None:
    failures = [number for number, one in enumerate(reports) if one.failed]
    if not failures:
        return
    which = data.draw(st.sampled_from(failures))
    settled = [replace(one, addressed=one.addressed or at == which) for at, one in enumerate(reports)]
    assert rung(settled, ladder) >= rung(reports, ladder)


@given(some, st.data(), ladders)
def test_confirming_a_report_never_lowers(reports: list[Plain], data: st.DataObject, ladder: Thresholds) -> None:
    if not reports:
        return
    which = data.draw(st.integers(0, len(reports) - 1))
    confirmed = [replace(one, confirmed=one.confirmed or at == which) for at, one in enumerate(reports)]
    assert rung(confirmed, ladder) >= rung(reports, ladder)


@given(some, st.integers(0, 3000), st.booleans())
def test_time_alone_never_lifts(reports: list[Plain], days: int, decided: bool) -> None:
    later = NOW + timedelta(days=days)
    assert rung(reports, now=later, decided=decided) <= rung(reports, decided=decided)


@given(some, st.booleans())
def test_only_what_is_proven_becomes_a_standard_and_only_by_a_decision(reports: list[Plain], decided: bool) -> None:
    level, _why = weigh(reports, NOW, decided=decided)
    undecided, _why = weigh(reports, NOW)
    assert level == (Level.STANDARD if decided and undecided == Level.PROVEN else undecided)


@given(some, ladders, st.booleans())
def test_the_words_are_made_of_what_is_kept_and_say_what_is_missing(
    reports: list[Plain], thresholds: Thresholds, decided: bool
) -> None:
    level, why = weigh(reports, NOW, thresholds, decided=decided)
    assert Why.of(why.kept()) == why
    said = told(level, {**why.kept(), "asks": {"promising": thresholds.promising, "proven": thresholds.proven}})
    assert bool(said.needs) == (next_level(level) is not None) or thresholds.confirmed != USUAL.confirmed
    assert sum(on for _name, on in said.rungs) == LADDER.index(level) + 1


def plain(person: int, context: str, outcome: str = Outcome.USED, days: int = 10, **more: bool) -> Plain:
    return Plain(person, outcome, context, NOW - timedelta(days=days), **more)


def test_the_mock_is_promising_and_says_why() -> None:
    reports = [
        plain(1, "payments", confirmed=True, days=50),
        plain(2, "data", Outcome.ADAPTED),
        plain(3, "ledger", Outcome.DID_NOT_WORK),
    ]
    level, why = weigh(reports, NOW)
    said = told(level, why.kept())
    assert level == Level.PROMISING
    assert said.reported == "3 reports from 3 teams, 1 of them a failure."
    assert said.needs == (
        "Proven needs reports from 3 contexts that it worked in; it has 2.",
        "Proven needs its failure in 1 context addressed.",
    )


def test_each_context_counts_with_a_person_of_its_own() -> None:
    reports = [plain(1, "a"), plain(1, "b"), plain(1, "c"), plain(2, "a"), plain(3, "a")]
    assert pairs(reports) == 2
    assert pairs([*reports, plain(2, "b")]) == 3


@pytest.mark.parametrize(("days", "expected"), [(100, Level.PROMISING), (729, Level.PROMISING), (731, Level.TRIED)])
def test_a_report_counts_for_two_years(days: int, expected: Level) -> None:
    assert weigh([plain(1, "a", days=days), plain(2, "b", days=days)], NOW)[0] == expected


def test_a_later_success_from_the_same_context_answers_a_failure_and_an_earlier_one_does_not() -> None:
    failure = plain(4, "a", Outcome.DID_NOT_WORK, days=20)
    assert weigh([failure, plain(1, "a", days=10)], NOW)[1].open == 0
    assert weigh([failure, plain(1, "a", days=30)], NOW)[1].open == 1
    assert weigh([failure, plain(1, "a", days=10, own=True)], NOW)[1].open == 1
    assert weigh([replace(failure, context=""), plain(1, "", days=10)], NOW)[1].open == 1


def test_many_contexts_are_paired_quickly_and_the_count_ends() -> None:
    reports = [plain(person, f"context {number}") for person in range(300) for number in range(person, person + 3)]
    assert pairs(reports) == 99
