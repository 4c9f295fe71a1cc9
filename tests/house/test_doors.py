"""Every address × the whole cast = the status in the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import doors
from tests.cast import Cast
from tests.whereabouts import WHEREABOUTS, At

TABLE = doors.read(doors.DOORS)


def addresses(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all addresses, with their name spaces."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from addresses(pattern.url_patterns, inner)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name))


def knock(door: doors.Door, cast: Cast, who: str, at: At) -> str:
    """What this person gets at the door, as the table would say it. Leaves nothing behind."""
    client = Client(raise_request_exception=False)
    if who != "visitor":
        client.force_login(cast.person(who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    url = reverse(door.name, kwargs=dict(at.parts))
    with transaction.atomic():
        if door.method == "POST":
            response = client.post(url, data=dict(at.form), query_params=dict(at.query))
        else:
            response = client.get(url, query_params=dict(at.query))
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].partition("?")[0] == reverse("account_login"):
        return "in"
    return str(response.status_code)


@pytest.mark.once
def test_every_address_has_a_line_in_the_table() -> None:
    known = {door.name for door in TABLE} | set(doors.WITHOUT_A_DOOR)
    missing = sorted(set(addresses(get_resolver().url_patterns)) - known)
    assert not missing, f"tests/doors.py has no line for {', '.join(missing)}"


@pytest.mark.once
def test_no_line_of_the_table_is_about_an_address_that_is_gone() -> None:
    known = set(addresses(get_resolver().url_patterns))
    assert not [str(door) for door in TABLE if door.name not in known]
    assert set(doors.WITHOUT_A_DOOR) <= known


@pytest.mark.once
def test_every_whereabout_of_the_table_exists_and_is_used() -> None:
    assert {door.which for door in TABLE if door.which} == set(WHEREABOUTS)


@pytest.mark.django_db
@pytest.mark.parametrize("door", TABLE, ids=str)
def test_everyone_gets_at_this_door_what_the_table_says(door: doors.Door, cast: Cast) -> None:
    at = WHEREABOUTS[door.which](cast) if door.which else At()
    got = {who: knock(door, cast, who, at) for who in doors.ACTORS}
    assert got == door.expected


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
