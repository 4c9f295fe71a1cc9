"""Junk at every address, by a visitor, a member and a coordinator: never a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.cache import cache as kept
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from lorehall.kernel.ui.forms import FORM_TOKEN
from tests import doors
from tests.town import Town, close, known
from tests.whereabouts import At

WHO = ("visitor", "ada", "bo")
NUMBERS = ("99999999999999999999", "2147483648", "9" * 5000)
WORDS = ("%00", "%FF%FE", "%E2%80%AE..", "x" * 3000, "a%0D%0AX-Evil:1")
TYPED = ("a\x00b", "9" * 25, "٣", "\u202e\u200b", "e\u0301" * 3000)
RAW = (b"", b"\xff\xfe=\xff", b"title=%00&text=%ff%fe&version=%00", b"%", b"&&&==;", b"a[]=1&a[]=2")
READ = ("after", "at", "before", "next", "number", "order", "page", "post", "q", "room", "show", "sort", "tag", "title")
NOTHING_BROKE = frozenset({200, 204, 301, 302, 303, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 503})


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Town()
        transaction.set_rollback(True)


@cache
def fields() -> frozenset[str]:
    """The names of all fields of all forms of ours."""
    assert get_resolver().url_patterns
    found, left = set(), [forms.BaseForm]
    while left:
        left += (one := left.pop()).__subclasses__()
        found |= set(getattr(one, "base_fields", ()))
    return frozenset(found | {"on", "verb", "submission", "post", "instead_of", "person", "step", "token", FORM_TOKEN})


def about(town: Town, name: str) -> At:
    """What an address is tried with: a line of the door table that the coordinator may pass, or what fits."""
    table = [door for door in doors.read(doors.DOORS) if door.name == name and door.which]
    table.sort(key=lambda door: (door.expected["bo"] not in {"200", "302"}, door.method != "POST"))
    return town.at(table[0]) if table else At()


def junk(route: str, parts: Mapping[str, str]) -> Iterator[str]:
    """The address with each of its parts replaced by junk, as it stands on the wire."""
    for part, value in parts.items():
        numeric = value.isdigit()
        for bad in NUMBERS if numeric else WORDS:
            yield route.replace(f"~{part}~", bad, 1)


def template(name: str, at: At) -> tuple[str, str, dict[str, str]]:
    """A fitting address; the same with marks where parts stand; and the parts."""
    parts = {part: str(at.parts.get(part, "none")) for part in known()[name]}
    url = reverse(name, kwargs={part: at.parts.get(part, "none") for part in parts})
    marked, rest = "", url
    for part, value in sorted(parts.items(), key=lambda one: url.find(f"/{one[1]}")):
        before, _, rest = rest.partition(value)
        marked += f"{before}~{part}~"
    return url, marked + rest, parts


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    kept.clear()


class Sender:
    """Sends as one person and keeps what broke."""

    def __init__(self, session: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.session = session
        self.broken: list[str] = []

    def send(self, method: str, path: str, what: str = "", **rest: Any) -> None:
        if self.session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        with undone():
            response = self.client.generic(method, path, **rest)
        close(response)
        if response.status_code not in NOTHING_BROKE:
            self.broken.append(f"{method} {path[:150]} {what[:150]!r}: {response.status_code}")

    def post(self, path: str, form: Mapping[str, Any], what: str) -> None:
        self.client.cookies.clear()
        if self.session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        with undone():
            response = self.client.post(path, data=dict(form))
        close(response)
        if response.status_code not in NOTHING_BROKE:
            self.broken.append(f"POST {path[:150]} {what[:150]!r}: {response.status_code}")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(known()))
def test_no_junk_breaks_this_address(name: str, town: Town) -> None:
    at = about(town, name)
    url, marked, parts = template(name, at)
    broken: list[str] = []
    for who in WHO:
        sender = Sender(town.sessions[who])
        for path in junk(marked, parts):
            sender.send("GET", path)
            sender.send("POST", path)
        for bad in (*WORDS, NUMBERS[0], "1.5", "0.99999999999999999999", "-62135596800000000.1"):
            sender.send("GET", f"{url}?" + "&".join(f"{one}={bad}" for one in READ))
        for body in RAW:
            sender.send("POST", url, str(body), data=body, content_type="application/x-www-form-urlencoded")
        sender.send("POST", url, "no multipart", data=b"--x", content_type="multipart/form-data; boundary=x")
        for method in ("HEAD", "PUT", "OPTIONS"):
            sender.send(method, url)
        for bad in TYPED if who != "visitor" else ():
            sender.post(url, dict.fromkeys(fields(), bad), bad)
        broken += [f"{who}: {one}" for one in sender.broken]
    assert not broken, "\n".join(broken)


FORMS = sorted({(door.name, door.which) for door in doors.read(doors.DOORS) if door.method == "POST"})


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "which"), FORMS)
def test_no_single_wrong_field_breaks_a_form_that_fits(name: str, which: str, town: Town) -> None:
    at = town.places[which] if which else At()
    url, _, _ = template(name, at)
    sender = Sender(town.sessions["bo"])
    for field in (*at.form, FORM_TOKEN):
        for bad in TYPED:
            sender.post(url, {**at.form, field: bad}, f"{field}={bad}")
        sender.post(url, {one: value for one, value in at.form.items() if one != field}, f"no {field}")
    assert not sender.broken, "\n".join(sender.broken)


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["\x00", "a\x00b", "x" * 4000, "é", '"', "\\000"])
def test_no_cookie_breaks_a_page(cookie: str, town: Town) -> None:
    client = Client(raise_request_exception=False)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", settings.LANGUAGE_COOKIE_NAME):
        with undone():
            response = client.generic("GET", "/communities", headers={"cookie": f"{name}={cookie}"})
        assert response.status_code in NOTHING_BROKE, name
