"""Prepared queries say what the plain ones say, on both engines, and refuse what they can't keep."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Lower

from lorehall.kernel.db.prepared import Unpreparable, prepare
from lorehall.kernel.models import Delivery, RecordedFact

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def rows() -> None:
    facts = RecordedFact.objects.bulk_create(
        RecordedFact(
            name=f"tests.{'even' if n % 2 == 0 else 'odd'}",
            subject=f"thing:{n % 3}",
            data={"number": n, "nothing": None},
            recorded_at=MORNING + timedelta(hours=n),
        )
        for n in range(10)
    )
    Delivery.objects.bulk_create(
        Delivery(
            fact=fact,
            reaction="tests.quick",
            subject=fact.subject,
            due_at=fact.recorded_at,
            delivered_at=fact.recorded_at if fact.data["number"] < 4 else None,
        )
        for fact in facts
    )


def same(prepared, plain) -> None:
    assert prepared == list(plain)
    assert prepared


def test_it_finds_what_the_plain_query_finds_with_dates_and_json_converted(rows: None) -> None:
    read = prepare(
        lambda p: (
            RecordedFact.objects.filter(subject=p.text("subject"), recorded_at__gte=p.moment("since"))
            .order_by("id")
            .values_list("id", "data", "recorded_at")[:2]
        )
    )
    for number in range(3):
        since = MORNING + timedelta(hours=number)
        plain = RecordedFact.objects.filter(subject=f"thing:{number}", recorded_at__gte=since).order_by("id")
        same(read(subject=f"thing:{number}", since=since), plain.values_list("id", "data", "recorded_at")[:2])


def test_nulls_booleans_and_subqueries_come_through(rows: None) -> None:
    def query(number, reaction):
        waiting = Delivery.objects.filter(fact=OuterRef("pk"), delivered_at=None, reaction=reaction)
        late = Case(When(id__gt=number, then=Value(True)), default=Value(False), output_field=BooleanField())
        return (
            RecordedFact.objects.filter(~Q(id=number) | Q(name="tests.odd"))
            .annotate(waits=Exists(waiting), late=late, count=Count("deliveries"))
            .order_by("-id")
            .values_list("id", "waits", "late", "count", "deliveries__delivered_at")
        )

    read = prepare(lambda p: query(p("number"), p.text("reaction")))
    for number in RecordedFact.objects.values_list("id", flat=True)[:4]:
        found = read(number=number, reaction="tests.quick")
        same(found, query(number, "tests.quick"))
        assert {type(row[1]) for row in found} == {bool}
    assert not any(row[1] for row in read(number=1, reaction="nobody"))


def test_a_parameter_may_stand_in_several_places(rows: None) -> None:
    read = prepare(
        lambda p: (
            RecordedFact.objects.filter(Q(id=p("n")) | Q(id__gt=p("n"), name=Lower(Value("TESTS.ODD"))))
            .order_by("id")
            .values_list("id", flat=True)
        )
    )
    first = RecordedFact.objects.order_by("id").values_list("id", flat=True)[0]
    plain = RecordedFact.objects.filter(Q(id=first) | Q(id__gt=first, name="tests.odd")).order_by("id")
    same(read(n=first), plain.values_list("id", flat=True))


@pytest.mark.parametrize("size", [0, 1, 2, 7])
def test_many_takes_any_number_of_members(rows: None, size: int) -> None:
    read = prepare(
        lambda p: (
            RecordedFact.objects.filter(id__in=p.many("ids"), name__contains="%", id__gt=p("least"))
            .order_by("id")
            .values_list("id", flat=True)
        )
    )
    ids = list(RecordedFact.objects.values_list("id", flat=True)[:size])
    assert read(ids=ids, least=0) == []
    read = prepare(
        lambda p: (
            RecordedFact.objects.filter(id__gt=p("least"), id__in=p.many("ids"))
            .order_by("id")
            .values_list("id", flat=True)
        )
    )
    assert read(ids=frozenset(ids), least=0) == sorted(ids)


def test_it_is_one_statement_and_is_counted(rows: None, queries) -> None:
    read = prepare(lambda p: RecordedFact.objects.filter(id=p("n")).values_list("id")[:1])
    read(n=1)
    with queries.exactly(1):
        assert read.first(n=-1) is None


def test_a_parameter_that_django_changes_or_drops_is_refused() -> None:
    changed = prepare(lambda p: RecordedFact.objects.filter(id=p("n") + 1).values_list("id"))
    dropped = prepare(lambda p: RecordedFact.objects.filter(id__in=[p("n")][:0]).values_list("id"))
    unused = prepare(lambda p: (p("n"), RecordedFact.objects.values_list("id"))[1])
    inside = prepare(lambda p: RecordedFact.objects.filter(name__startswith=p.text("n")).values_list("id"))
    small = prepare(lambda p: Delivery.objects.filter(attempts=p("n")).values_list("id"))
    for query in (changed, dropped, unused, inside):
        with pytest.raises(Unpreparable):
            query(n=1)
    # A 16-bit column can't hold the stand-in; whether Django notices depends on the engine.
    with suppress(Unpreparable):
        assert small(n=0) == []


def test_only_lists_of_values_can_be_prepared() -> None:
    with pytest.raises(Unpreparable):
        prepare(lambda p: RecordedFact.objects.filter(id=p("n")))(n=1)


@pytest.mark.parametrize("given", [{}, {"m": 1}, {"n": 1, "m": 1}, {"n": None}])
def test_wrong_parameters_are_refused(given: dict) -> None:
    with pytest.raises(TypeError):
        prepare(lambda p: RecordedFact.objects.filter(id=p("n")).values_list("id"))(**given)


@pytest.mark.django_db(transaction=True)
def test_threads_share_one_prepared_query(rows: None) -> None:
    read = prepare(lambda p: RecordedFact.objects.filter(id=p("n")).values_list("id", flat=True))
    ids = list(RecordedFact.objects.values_list("id", flat=True))
    wrong: list = []

    def run(n: int) -> None:
        wrong.extend(n for _ in range(20) if read(n=n) != [n])
        connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in ids[:6]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_it_saves_the_building_of_the_query(rows: None) -> None:
    def query(number, subject):
        waiting = Delivery.objects.filter(fact=OuterRef("pk"), delivered_at=None)
        return (
            RecordedFact.objects.filter(id__gt=number, subject=subject)
            .annotate(waits=Exists(waiting), when=F("recorded_at"))
            .order_by("id")
            .values_list("id", "name", "waits", "when")[:20]
        )

    read = prepare(lambda p: query(p("number"), p.text("subject")))
    read(number=0, subject="thing:1")

    def spent(run) -> float:
        began = time.process_time()
        for _ in range(100):
            run()
        return time.process_time() - began

    prepared = min(spent(lambda: read(number=0, subject="thing:1")) for _ in range(3))
    plain = min(spent(lambda: list(query(0, "thing:1"))) for _ in range(3))
    assert prepared < plain / 2


def test_numbers_of_small_columns_come_through(rows: None) -> None:
    read = prepare(lambda p: Delivery.objects.filter(attempts__lt=p("most")).order_by("id").values_list("id"))
    same(read(most=1), Delivery.objects.filter(attempts__lt=1).order_by("id").values_list("id"))
    assert read(most=0) == []
