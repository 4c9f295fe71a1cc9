"""Every address × the whole cast = the status in the table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import doors
from tests.cast import gather
from tests.whereabouts import WHEREABOUTS, At

TABLE = doors.read(doors.DOORS)


def addresses(
    patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = (), taken: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """The names of all addresses, with their name spaces, and the parts that each of them takes."""
    for pattern in patterns:
        route = pattern.pattern
        parts = taken | set(route.converters) | set(getattr(route.regex, "groupindex", ()))
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from addresses(pattern.url_patterns, inner, parts)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name)), parts


@cache
def known() -> dict[str, frozenset[str]]:
    """Every address by name, with the parts that it takes."""
    return dict(addresses(get_resolver().url_patterns))


class Town:
    """The cast, everything that the table names, and a session for each: built once, and taken down at the end."""

    def __init__(self) -> None:
        self.cast = gather()
        self.places = {name: build(self.cast) for name, build in WHEREABOUTS.items()}
        self.sessions = {who: self._sign_in(who) for who in doors.ACTORS}

    def _sign_in(self, who: str) -> str:
        if who == "visitor":
            return ""
        client = Client()
        client.force_login(self.cast.person(who), backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def knock(self, door: doors.Door, who: str) -> str:
        """What this person gets at the door, as the table would say it. Leaves nothing behind."""
        client = Client(raise_request_exception=False)
        if self.sessions[who]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        at = self.places[door.which] if door.which else At()
        url = reverse(door.name, kwargs={name: at.parts[name] for name in known()[door.name]})
        with transaction.atomic():
            if door.method == "POST":
                response = client.post(url, data=dict(at.form), query_params=dict(at.query))
            else:
                response = client.get(url, query_params=dict(at.query))
            transaction.set_rollback(True)
        status = response.status_code
        if status in {302, 303} and response["Location"].partition("?")[0] == reverse("account_login"):
            return "in"
        return str(status)


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
    assert not missing, f"tests/doors.py has no line for {', '.join(missing)}"


@pytest.mark.once
def test_no_line_of_the_table_is_about_an_address_that_is_gone() -> None:
    assert not [str(door) for door in TABLE if door.name not in known()]
    assert set(doors.WITHOUT_A_DOOR) <= set(known())


@pytest.mark.once
def test_every_whereabout_of_the_table_exists_and_is_used() -> None:
    assert {door.which for door in TABLE if door.which} == set(WHEREABOUTS)


@pytest.mark.django_db
@pytest.mark.parametrize("door", TABLE, ids=str)
def test_everyone_gets_at_this_door_what_the_table_says(door: doors.Door, town: Town) -> None:
    assert {who: town.knock(door, who) for who in doors.ACTORS} == door.expected


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
