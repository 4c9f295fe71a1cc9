"""The cast with everything that the door table names, and a session for each: built once, knocked at often."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

# The last three add to the whereabouts.
from tests import doors, whereabouts_harvest, whereabouts_keeping, whereabouts_practice  # noqa: F401
from tests.cast import gather
from tests.whereabouts import WHEREABOUTS, At


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
    """The cast, everything that the table names, and a session for each: built at once."""

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

    def at(self, door: doors.Door) -> At:
        """What the door's line is about."""
        return self.places[door.which] if door.which else At()

    def url(self, door: doors.Door) -> str:
        """The address of the door, for what its line is about."""
        parts = self.at(door).parts
        return reverse(door.name, kwargs={name: parts[name] for name in known()[door.name]})

    def knock(self, door: doors.Door, who: str) -> str:
        """What this person gets at the door, as the table would say it. Leaves nothing behind."""
        client = Client(raise_request_exception=False)
        if self.sessions[who]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        at, url = self.at(door), self.url(door)
        with transaction.atomic():
            if door.method == "POST":
                response = client.post(url, data=dict(at.form), query_params=dict(at.query))
            else:
                response = client.get(url, query_params=dict(at.query))
            transaction.set_rollback(True)
        close(response)
        status = response.status_code
        if status in {302, 303} and response["Location"].partition("?")[0] == reverse("account_login"):
            return "in"
        return str(status)


def close(response: object) -> None:
    """Close the files that an answer sends. Closing the answer itself would close the database, too."""
    for done in response._resource_closers:  # type: ignore[attr-defined]
        done()
