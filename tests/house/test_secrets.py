"""What is secret answers an outsider as what does not exist: same status, same words, same work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import doors
from tests.town import Town, known

pytestmark = pytest.mark.slow

MASKED = re.compile(r"[A-Za-z0-9]{64}")  # the token against forged posts looks different each time
HIDDEN = ("the_vault", "ada_in_the_vault", "a_secret_question", "a_secret_conversation", "a_kitchen_question")
TABLE = [door for door in doors.read(doors.DOORS) if door.which in HIDDEN]
NOTHING = {"slug": "nowhere", "item_id": 987654, "post_id": 987654, "request_id": 987654, "invitation_id": 987654}


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Town()
        transaction.set_rollback(True)


def knock(town: Town, who: str, door: doors.Door, parts: dict[str, Any]) -> tuple[int, str, list[str]]:
    """Status, words without the address itself, and the statements without what was asked for."""
    client = Client(raise_request_exception=False)
    if town.sessions[who]:
        client.cookies[settings.SESSION_COOKIE_NAME] = town.sessions[who]
    url = reverse(door.name, kwargs=parts)
    at = town.at(door)
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        answer = client.post(url, data=dict(at.form)) if door.method == "POST" else client.get(url)
        transaction.set_rollback(True)
    words = MASKED.sub("", answer.content.decode().replace(url, "ADDRESS"))
    return answer.status_code, words, [query["sql"].partition(" WHERE ")[0] for query in asked.captured_queries]


@pytest.mark.django_db
@pytest.mark.parametrize("door", TABLE, ids=str)
@pytest.mark.parametrize("who", ["cy", "di", "visitor"])
def test_an_outsider_can_not_tell_what_is_secret_from_what_is_not_there(door: doors.Door, who: str, town: Town) -> None:
    if door.expected[who] != "404":
        return  # signing in comes first, or another method, whatever is there
    there = {name: town.at(door).parts[name] for name in known()[door.name]}
    nowhere = {name: NOTHING.get(name, value) for name, value in there.items()}
    if "item_id" in there and "slug" in there:
        nowhere["slug"] = there["slug"]
    knock(town, who, door, there)
    assert knock(town, who, door, there) == knock(town, who, door, nowhere)
