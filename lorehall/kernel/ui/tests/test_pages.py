"""The frame, the refusals and the headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import timezone

from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.ui import guide, slots, views
from lorehall.kernel.ui.forms import Form
from lorehall.kernel.ui.middleware import LocaleAndZone
from lorehall.kernel.ui.page import page
from lorehall.kernel.ui.security import POLICY

RAISED: dict[str, Exception] = {
    "refused": Refused("x", "It is too long."),
    "forbidden": Forbidden("x", "Only its author may."),
    "hidden": Hidden(),
    "missing": Http404("row 12 of a table"),
    "conflict": Conflict("x", "Bo was quicker."),
    "denied": PermissionDenied(),
}


def raiser(request: HttpRequest, name: str) -> HttpResponse:
    raise RAISED[name]


urlpatterns = [path("raise/<name>", raiser), path("_guide", guide.guide)]
handler404 = views.not_found
handler403 = views.forbidden
ONLY_UI = [
    "lorehall.kernel.ui.security.ContentSecurityPolicy",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lorehall.kernel.ui.middleware.LocaleAndZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lorehall.kernel.ui.middleware.Refusals",
]


@pytest.fixture(autouse=True)
def only_the_ui() -> Iterator[None]:
    shell = slots.filled("shell")
    slots._filled.pop("shell", None)
    with override_settings(
        ROOT_URLCONF=__name__,
        MIDDLEWARE=ONLY_UI,
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
    ):
        yield
    if shell:
        slots.fill("shell", shell)


def words(response: HttpResponse) -> str:
    return re.sub(r'next=[^"]*', "", response.content.decode())


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("refused", 422, "It is too long."),
        ("forbidden", 403, "Only its author may."),
        ("conflict", 409, "Bo was quicker."),
        ("hidden", 404, "There is nothing at this address"),
        ("denied", 403, "You can’t do this here"),
    ],
)
def test_a_refusal_becomes_a_page_with_its_words(name: str, status: int, said: str) -> None:
    answer = Client().get(f"/raise/{name}")
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_what_is_hidden_looks_exactly_like_what_is_not_there() -> None:
    hidden, missing, nowhere = (Client().get(path) for path in ("/raise/hidden", "/raise/missing", "/nowhere"))
    assert hidden.status_code == missing.status_code == nowhere.status_code == 404
    assert words(hidden) == words(missing) == words(nowhere)
    assert "row 12" not in words(missing)
    assert dict(hidden.headers) == dict(missing.headers) == dict(nowhere.headers)


def test_what_was_typed_is_offered_back_and_secrets_are_not() -> None:
    data = {"text": "A long answer <b>that</b> was typed", "password": "a long secret one", "on": "1"}
    answer = Client().post("/raise/conflict", data, headers={"origin": "http://testserver"})
    assert "A long answer &lt;b&gt;that&lt;/b&gt; was typed" in answer.content.decode()
    assert "a long secret one" not in answer.content.decode()


def test_what_another_site_posted_is_not_printed() -> None:
    data = {"text": "Please send your password to me"}
    for headers in ({"origin": "https://elsewhere.example"}, {}):
        assert "Please send" not in Client().post("/raise/conflict", data, headers=headers).content.decode()


def test_a_form_that_came_too_late_offers_its_text_back() -> None:
    client = Client(enforce_csrf_checks=True)
    with override_settings(CSRF_FAILURE_VIEW="lorehall.kernel.ui.views.csrf_failure"):
        answer = client.post("/raise/x", {"text": "An answer of some length"}, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "no longer valid" in answer.content.decode()
    assert "An answer of some length" in answer.content.decode()


def test_every_answer_has_the_policy_and_nothing_inline() -> None:
    answer = Client().get("/_guide?page=question")
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("name", ["guide", "home", "question", "form"])
def test_the_guides_pages_have_landmarks_one_heading_and_one_id_each(name: str) -> None:
    html = Client().get(f"/_guide?page={name}").content.decode()
    assert html.count("<main") == html.count("<h1") == 1
    assert 'href="#main"' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for label in re.findall(r'<label[^>]* for="([^"]+)"', html):
        assert label in ids
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids)
    assert not re.findall(r"<[^>]+\s(?:style|on\w+)=", html)


def test_a_page_without_a_form_sets_no_cookie() -> None:
    request = RequestFactory().get("/")
    page(request, "ui/base.html")
    assert "CSRF_COOKIE" not in request.META


class Sample(Form):
    name = forms.CharField()


def test_a_refusal_finds_its_field_or_the_top_of_the_form() -> None:
    form = Sample({"name": "x", "form_token": "abc"})
    form.refused(Refused("taken", "Somebody has that name.", field="name"))
    form.refused(Refused("full", "The room is full.", field="no such field"))
    assert form.errors["name"] == ["Somebody has that name."]
    assert form.non_field_errors() == ["The room is full."]
    assert form.token == "abc"
    assert 'aria-invalid="true"' in str(form)


def test_the_next_reader_on_a_thread_does_not_find_the_last_ones_zone() -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    request: Any = RequestFactory().get("/")
    request.viewer = type("V", (), {"language": "", "timezone": "Asia/Kathmandu"})()
    LocaleAndZone(view)(request)
    request.viewer = type("V", (), {"language": "xx", "timezone": "No/Where"})()
    LocaleAndZone(view)(request)
    assert seen == ["Asia/Kathmandu", "UTC"]
