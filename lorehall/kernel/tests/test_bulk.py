"""Many rows at once, on whichever engine this is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from lorehall.communities.models import Room
from lorehall.content.models import RoomCount
from lorehall.kernel.db import bulk
from lorehall.people.models import OldHandle, Person
from tests.cast import Cast

JOINED = datetime(2012, 3, 4, 5, 6, 7, 891, tzinfo=UTC)


def somebody(person: int, name: str) -> bulk.Row:
    return {"id": person, "name": name, "handle": name.lower(), "attributed": True, "joined_at": JOINED}


@pytest.mark.django_db
def test_rows_are_written_with_their_defaults_and_ids_go_on_after_them() -> None:
    with transaction.atomic():
        ids = bulk.reserve(Person, 3)
        bulk.insert(Person, [somebody(one, f"Mia{one}") for one in ids])
    assert ids == sorted(ids)
    people = {person.pk: person for person in Person.objects.filter(pk__in=ids)}
    assert len(people) == 3
    one = people[ids[0]]
    assert (one.joined_at, one.is_host, one.is_active, one.theme, one.email) == (JOINED, False, True, "auto", None)
    later = Person.objects.create(name="Ole", handle="ole", attributed=True)
    assert later.pk > ids[-1]
    with transaction.atomic():
        assert bulk.reserve(Person, 1)[0] > later.pk
        assert bulk.reserve(Person, 0) == []


@pytest.mark.django_db
def test_what_stands_already_is_refused_or_passed_over(cast: Cast) -> None:
    row = {"handle": "old", "person_id": cast.person("ada").pk, "until": JOINED}
    bulk.insert(OldHandle, [row])
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(OldHandle, [row])
    bulk.insert(OldHandle, [row, {**row, "handle": "older"}], passing_over=True)
    bulk.insert(OldHandle, [])
    assert OldHandle.objects.filter(until=JOINED).count() == 2


@pytest.mark.django_db
def test_counters_are_made_or_added_to(cast: Cast) -> None:
    room, other = Room.objects.order_by("pk")[:2]
    bulk.add(RoomCount, ("room_id", "kind"), "total", {(room.pk, "question"): 3})
    bulk.add(RoomCount, ("room_id", "kind"), "total", {(room.pk, "question"): 4, (other.pk, "question"): 1})
    bulk.add(RoomCount, ("room_id", "kind"), "total", {})
    found = RoomCount.objects.filter(kind="question", room__in=[room, other]).order_by("room_id")
    assert [(row.total, row.open) for row in found] == [(7, 0), (1, 0)]


@pytest.mark.django_db(transaction=True)
def test_ids_are_reserved_inside_the_transaction_that_uses_them() -> None:
    if connection.vendor == "sqlite":
        with pytest.raises(TransactionManagementError):
            bulk.reserve(Person, 1)
