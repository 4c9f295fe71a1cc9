"""Authenticator apps, recovery codes and passkeys."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from lorehall.people.tests.hands import PASSWORD
from lorehall.people.tests.soft_key import SoftKey
from tests.moments import MONDAY_MORNING


def code_of(secret: str, *, step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def prove(browser) -> None:
    browser.post("/account/prove", {"password": PASSWORD})


def add_app(browser) -> str:
    page = browser.get("/settings/account/app").content.decode()
    found = re.search(r'<code class="key">([A-Z2-7]+)</code>', page)
    assert found
    browser.post("/settings/account/app", {"code": code_of(found[1])})
    return found[1]


@pytest.fixture
def signed_in(browser, ada):
    browser.sign_in("ada@example.org")
    prove(browser)
    return browser


def test_an_app_is_added_and_then_asked_for(signed_in, browsers, mailbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_app(signed_in)
    assert "authenticator app was added" in mailbox.last("ada@example.org").subject
    other = browsers()
    asked = other.sign_in("ada@example.org")
    assert "The second step" in asked.content.decode()
    assert not other.is_in()
    other.post("/account/second-step", {"code": "000000"})
    assert not other.is_in()
    other.post("/account/second-step", {"code": code_of(secret, step=1)})
    assert other.is_in()


def test_the_code_by_mail_does_not_get_around_the_app(signed_in, browsers, mailbox):
    add_app(signed_in)
    other = browsers()
    other.post("/account/code", {"email": "ada@example.org"})
    other.post("/account/code/confirm", {"code": mailbox.code("ada@example.org")})
    assert not other.is_in()
    assert other.get("/account/second-step").status_code == 200


def test_setting_a_new_password_does_not_get_around_the_app(signed_in, browsers, mailbox):
    add_app(signed_in)
    other = browsers()
    other.post("/account/reset", {"email": "ada@example.org"})
    form = other.get(mailbox.path("ada@example.org"), follow=True).request["PATH_INFO"]
    other.post(form, {"password1": "nine brown bears"})
    other.sign_in("ada@example.org", "nine brown bears")
    assert not other.is_in()


def test_a_recovery_code_works_once(signed_in, browsers):
    add_app(signed_in)
    codes = signed_in.get("/settings/account/codes.txt").content.decode().split()
    assert len(codes) == 10
    for again, gets_in in (False, True), (True, False):
        other = browsers()
        other.sign_in("ada@example.org")
        other.post("/account/second-step", {"code": codes[0]})
        assert other.is_in() is gets_in, again
    left = signed_in.get("/settings/account").content.decode()
    assert "9 left" in left


def test_new_recovery_codes_end_the_old_ones(signed_in, browsers):
    add_app(signed_in)
    old = signed_in.get("/settings/account/codes.txt").content.decode().split()
    signed_in.post("/settings/account/codes/new")
    new = signed_in.get("/settings/account/codes.txt").content.decode().split()
    assert not set(old) & set(new)


def test_secrets_are_not_kept_in_the_clear(signed_in):
    secret = add_app(signed_in)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_an_app_is_removed(signed_in, browsers):
    add_app(signed_in)
    signed_in.post("/settings/account/app/remove")
    other = browsers()
    other.sign_in("ada@example.org")
    assert other.is_in()


def test_what_matters_asks_for_the_password_once_more(signed_in, clock):
    clock.stop_at(MONDAY_MORNING)
    signed_in.post("/account/logout")
    signed_in.sign_in("ada@example.org")
    clock.let_pass(timedelta(minutes=20))
    for path in ("/settings/account/app", "/settings/account/passkeys/new"):
        assert signed_in.get(path).url.startswith("/account/prove"), path
    answer = signed_in.post("/settings/account/address", {"email": "new@example.org", "action_add": "1"})
    assert answer.url.startswith("/account/prove")
    signed_in.post("/account/prove", {"password": "wrong words here"})
    assert signed_in.get("/settings/account/app").status_code == 302
    prove(signed_in)
    assert signed_in.get("/settings/account/app").status_code == 200


def add_passkey(browser, key: SoftKey):
    page = browser.get("/settings/account/passkeys/new")
    given = {"name": "laptop", "credential": key.create(key.options(page))}
    return browser.post("/settings/account/passkeys/new", given, follow=True)


def test_a_passkey_is_added_and_signs_in_by_itself(signed_in, browsers, mailbox):
    key = SoftKey("http://testserver")
    page = add_passkey(signed_in, key)
    assert "Recovery codes" in page.content.decode()
    assert "passkey was added" in mailbox.last("ada@example.org").subject
    assert "laptop" in signed_in.get("/settings/account").content.decode()
    other = browsers()
    options = other.get("/account/passkey", headers={"Accept": "application/json"}).json()["request_options"]
    other.post("/account/passkey", {"credential": key.sign(options)})
    assert other.is_in()


def test_a_passkey_answers_the_second_step(signed_in, browsers):
    key = SoftKey("http://testserver")
    add_passkey(signed_in, key)
    other = browsers()
    asked = other.sign_in("ada@example.org")
    assert not other.is_in()
    other.post("/account/second-step", {"credential": key.sign(key.options(asked))})
    assert other.is_in()


def test_an_answer_to_another_challenge_is_refused(signed_in, browsers):
    key = SoftKey("http://testserver")
    add_passkey(signed_in, key)
    thief, other = browsers(), browsers()
    stolen = thief.get("/account/passkey", headers={"Accept": "application/json"}).json()["request_options"]
    other.get("/account/passkey", headers={"Accept": "application/json"})
    other.post("/account/passkey", {"credential": key.sign(stolen)})
    assert not other.is_in()


@pytest.mark.parametrize(
    "credential", ["", "{}", "null", "[]", '{"id": "x"}', "nonsense", '{"response": {"userHandle": "AAAA"}}']
)
def test_nonsense_instead_of_a_passkey_is_refused(browser, ada, credential):
    browser.get("/account/passkey", headers={"Accept": "application/json"})
    assert browser.post("/account/passkey", {"credential": credential}).status_code == 302
    assert not browser.is_in()


def test_a_passkey_is_named_and_removed_by_its_owner_only(signed_in, browsers, bo):
    add_passkey(signed_in, SoftKey("http://testserver"))
    pk = Authenticator.objects.get(type="webauthn").pk
    other = browsers()
    other.sign_in("bo@example.org")
    prove(other)
    assert other.post(f"/settings/account/passkeys/{pk}/remove").status_code == 404
    assert other.post(f"/settings/account/passkeys/{pk}", {"name": "mine"}).status_code == 404
    signed_in.post(f"/settings/account/passkeys/{pk}", {"name": "old laptop"})
    assert "old laptop" in signed_in.get("/settings/account").content.decode()
    signed_in.post(f"/settings/account/passkeys/{pk}/remove")
    assert not Authenticator.objects.filter(type="webauthn").exists()
