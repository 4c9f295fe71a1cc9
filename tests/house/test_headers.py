"""What every answer says to browsers and to caches, errors and uploads included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from lorehall.kernel import files
from lorehall.kernel.ui.security import POLICY
from tests import doors
from tests.town import Town

pytestmark = pytest.mark.slow

TABLE = [door for door in doors.read(doors.DOORS) if door.name not in {"upload", "content:file"}]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Town()
        transaction.set_rollback(True)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("who", ["bo", "cy", "visitor"])
def test_no_answer_can_be_framed_sniffed_or_kept_for_others(who: str, town: Town) -> None:
    client = Client(raise_request_exception=False)
    for door in TABLE:
        at, url = town.at(door), town.url(door)
        client.cookies.clear()
        if town.sessions[who]:
            client.cookies[settings.SESSION_COOKIE_NAME] = town.sessions[who]
        with transaction.atomic():
            send = client.post if door.method == "POST" else client.get
            answer = send(url, data=dict(at.form if door.method == "POST" else at.query))
            transaction.set_rollback(True)
        said = f"{door} {who} {answer.status_code} {dict(answer.headers)}"
        assert answer.headers["Content-Security-Policy"] == POLICY, said
        assert answer.headers["X-Content-Type-Options"] == "nosniff", said
        assert answer.headers["Referrer-Policy"] == "same-origin", said
        kept = answer.headers["Cache-Control"]
        assert "private" in kept or "no-store" in kept, said
        assert "no-store" in kept or "Cookie" in answer.headers["Vary"], said


def test_a_picture_can_be_kept_by_anybody_and_do_nothing(db: None, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    answer = Client().get(f"/uploads/{files.store(b'<script>alert(1)</script>', 'webp')}")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"].startswith("public")
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(db: None) -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"
