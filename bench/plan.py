"""What is asked of the installation: `python -m bench.plan` prints it as JSON, with the statements that each page runs.

Signs twenty members in (their sessions are rows; nobody's password is known) and counts statements in this process, so
that nothing in the server has to know that it is measured.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lorehall.house.settings"
    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import words
from bench.build import COMMUNITY, CROWDED
from lorehall.communities.models import Community
from lorehall.content import addresses
from lorehall.content.models import Item, Tag
from lorehall.people.models import Person, Session
from lorehall.people.sessions import SessionStore

GUESTS = 20
SECRET = "b" * 32  # a browser's token against forgery: any will do, as long as cookie and form agree
POSTS = 20


def sign_in() -> list[str]:
    """Cookies of members, one each: neither coordinators nor anybody else with more to do on a page."""
    Session.objects.all().delete()
    cookies = []
    for person in Person.objects.filter(pk__gt=100).order_by("pk")[:GUESTS]:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        # Whoever has read one page has this cookie too.
        forgery = f"{settings.CSRF_COOKIE_NAME}={SECRET}"
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {forgery}")
    return cookies


def pages() -> dict[str, list[str]]:
    """The addresses of each page; where several are listed they are asked for in turn."""
    here = f"/c/{Community.objects.get(pk=COMMUNITY).slug}"
    tags = Tag.objects.order_by("pk").values_list("slug", flat=True)[:GUESTS]
    people = Person.objects.filter(pk__gt=200).order_by("pk").values_list("handle", flat=True)[:GUESTS]
    return {
        "question": _topics("question"),
        "conversation": _topics("conversation"),
        "practice": [addresses.of_item("practice", item.pk, item.slug) for item in _practices()],
        "library": [f"{here}/practice"],
        "questions": [f"{here}/questions"],
        "conversations": [f"{here}/conversations"],
        "tag": [f"{here}/tags/{slug}" for slug in tags],
        "profile": [f"/people/{handle}" for handle in people],
        "home": [here],
        "search": [f"/search?q={star.lower()}" for star in words.STARS],
        "search broad": [f"/search?q={noun}" for noun in words.NOUNS[:GUESTS]],
        "suggest": [f"/search/suggest?q={noun[:4]}" for noun in words.NOUNS[:GUESTS]],
    }


def _full(kind: str) -> list[Item]:
    """Topics that fill a page."""
    return list(Item.objects.filter(kind=kind, last_number=POSTS).exclude(pk__in=CROWDED).order_by("-pk")[:GUESTS])


def _practices() -> list[Item]:
    return list(Item.objects.filter(kind="practice").order_by("-pk")[:GUESTS])


def _topics(kind: str) -> list[str]:
    return [addresses.of_item(kind, item.pk, item.slug) for item in _full(kind)]


def statements(path: str, cookie: str) -> int | None:
    """How many statements the page runs; None where this reader is not shown it."""
    client = Client(headers={"host": "localhost", "cookie": cookie})
    count = 0

    def counting(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*given)

    client.get(path)  # what is kept by the process is kept now
    with connection.execute_wrapper(counting):
        answer = client.get(path)
    return count if answer.status_code == 200 else None


def plan() -> dict[str, Any]:
    """All of it."""
    cookies, found = sign_in(), pages()
    readers = {"member": cookies[0], "visitor": ""}
    crowded = list(Item.objects.filter(pk__in=CROWDED, kind="conversation"))
    return {
        "cookies": cookies,
        "secret": SECRET,
        "pages": found,
        "statements": {
            name: {who: statements(paths[0], cookie) for who, cookie in readers.items()}
            for name, paths in found.items()
        },
        "reply": {
            "few_followers": [reverse("conversations:reply", args=[item.pk]) for item in _full("conversation")],
            "many_followers": [reverse("conversations:reply", args=[item.pk]) for item in crowded],
        },
        "start": "/communities",
    }


if __name__ == "__main__":
    print(json.dumps(plan()))
