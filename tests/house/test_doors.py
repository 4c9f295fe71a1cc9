"""Every address × the whole cast = the status in the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from tests import doors
from tests.town import Town, known
from tests.whereabouts import WHEREABOUTS

TABLE = doors.read(doors.DOORS)


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """One town for all doors, since building it costs more than knocking."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Town()
        transaction.set_rollback(True)


@pytest.mark.once
def test_every_address_has_a_line_in_the_table() -> None:
    listed = {door.name for door in TABLE} | set(doors.WITHOUT_A_DOOR)
    missing = sorted(set(known()) - listed)
    assert not missing, f"tests/doors/ has no line for {', '.join(missing)}"


@pytest.mark.once
def test_no_line_of_the_table_is_about_an_address_that_is_gone() -> None:
    assert not [str(door) for door in TABLE if door.name not in known()]
    assert set(doors.WITHOUT_A_DOOR) <= set(known())


@pytest.mark.once
def test_every_whereabout_of_the_table_exists_and_is_used() -> None:
    assert {door.which for door in TABLE if door.which} == set(WHEREABOUTS)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("door", TABLE, ids=str)
def test_everyone_gets_at_this_door_what_the_table_says(door: doors.Door, town: Town) -> None:
    assert {who: town.knock(door, who) for who in doors.ACTORS} == door.expected


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.slow
def test_every_method_that_an_address_answers_has_a_line(town: Town) -> None:
    listed = {(door.method, door.name) for door in TABLE}
    one_of = {door.name: door for door in reversed(TABLE)}
    unlisted = [
        replace(one_of[name], method=method)
        for name in sorted(one_of)
        for method in ("GET", "POST")
        if (method, name) not in listed
    ]
    missing = [f"{door.method} {door.name}" for door in unlisted if town.knock(door, "bo") != "405"]
    assert not missing, f"tests/doors/ has no line for {', '.join(missing)}"


@pytest.mark.once
@pytest.mark.parametrize(
    "line",
    [
        "GET home 200 200",
        "GET home 200 200 200 200 200 200 fine",
        "FETCH home 200 200 200 200 200 200 200",
        "GET home 200 200 200 200 200 200 200 here there",
    ],
)
def test_a_line_that_nobody_can_read_is_refused(line: str) -> None:
    with pytest.raises(doors.TableError, match="Can't read"):
        doors.read(line)


@pytest.mark.once
def test_a_line_is_read_in_the_order_of_the_heading() -> None:
    (door,) = doors.read("GET question 200 201 202 203 204 205 in the_secret_one")
    assert door.expected["ada"] == "200"
    assert door.expected["sam"] == "205"
    assert door.expected["visitor"] == "in"
    assert door.which == "the_secret_one"
