"""Nobody learns whether an address is registered: not by words, status, redirects, mail or work done."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth import hashers

from lorehall.people.models import Person
from lorehall.people.tests.hands import PASSWORD, Browser, text_of
from tests.moments import MONDAY_MORNING

KNOWN, UNKNOWN = "ada@example.org", "zed@example.org"


def told(answer, email: str) -> tuple[object, ...]:
    """All that an outsider sees, with the address they typed themselves taken out."""
    page = text_of(answer).replace(email, "ADDRESS").replace(email.replace("@", "%40"), "ADDRESS")
    return answer.status_code, answer.hops, page, sorted(answer.cookies), sorted(answer.headers)


def sign_up(browser: Browser, email: str):
    return browser.sign_up("Somebody", email)


def sign_in(browser: Browser, email: str):
    return browser.sign_in(email, "wrong words here")


def reset(browser: Browser, email: str):
    return browser.go("/account/reset", {"email": email})


def ask_code(browser: Browser, email: str):
    return browser.go("/account/code", {"email": email})


def wrong_code(browser: Browser, email: str):
    ask_code(browser, email)
    return browser.go("/account/code/confirm", {"code": "WRONG1"})


@pytest.mark.parametrize("act", [sign_up, sign_in, reset, ask_code, wrong_code])
def test_a_known_and_an_unknown_address_look_the_same(act, ada, browsers, mailbox):
    known, unknown = act(browsers(), KNOWN), act(browsers(), UNKNOWN)
    assert told(known, KNOWN) == told(unknown, UNKNOWN)


@pytest.mark.parametrize("act", [sign_up, reset, ask_code])
def test_both_get_a_mail_and_the_mail_tells_who_holds_the_address(act, ada, browsers, mailbox):
    act(browsers(), KNOWN)
    act(browsers(), UNKNOWN)
    assert mailbox.last(KNOWN)
    assert mailbox.last(UNKNOWN)
    assert mailbox.last(KNOWN).subject != mailbox.last(UNKNOWN).subject


@pytest.mark.parametrize("act", [sign_up, sign_in])
def test_both_cost_one_hashed_password_so_that_the_clock_does_not_tell(act, ada, browsers, monkeypatch):
    """The only work worth measuring is argon2, a thousand times the rest: it is counted, not timed."""
    hasher = type(hashers.get_hasher())
    hashed: list[str] = []
    encode = hasher.encode

    def counted(self, password, salt, *args):
        hashed.append(password)
        return encode(self, password, salt, *args)

    monkeypatch.setattr(hasher, "encode", counted)
    act(browsers(), KNOWN)
    known = len(hashed)
    act(browsers(), UNKNOWN)
    assert known == len(hashed) - known == 1


def test_signing_up_twice_with_one_address_makes_one_account(browsers, mailbox, clock):
    clock.stop_at(MONDAY_MORNING)
    first, second = sign_up(browsers(), UNKNOWN), sign_up(browsers(), UNKNOWN)
    assert told(first, UNKNOWN) == told(second, UNKNOWN)
    clock.let_pass(timedelta(minutes=5))
    assert told(first, UNKNOWN) == told(sign_up(browsers(), UNKNOWN), UNKNOWN)
    assert Person.objects.count() == 1
    assert "already" in mailbox.last(UNKNOWN).subject


def test_adding_an_address_of_another_looks_like_adding_a_free_one(browsers, ada, bo, mailbox):
    def change(email: str):
        browser = browsers()
        browser.sign_in("bo@example.org")
        browser.post("/account/prove", {"password": PASSWORD})
        return browser.post("/settings/account/address", {"email": email, "action_add": "1"}, follow=True)

    known, unknown = change(KNOWN), change(UNKNOWN)
    assert known.status_code == unknown.status_code
    assert text_of(known).replace(KNOWN, "") == text_of(unknown).replace(UNKNOWN, "")
    assert "confirm" in mailbox.last(KNOWN).subject.lower()


def test_who_took_an_address_without_proof_loses_it_to_its_owner(browsers, bo, mailbox, clock):
    clock.stop_at(MONDAY_MORNING)
    squatter = browsers()
    squatter.sign_up("Squatter", "real@example.org")
    clock.let_pass(timedelta(minutes=5))
    owner = browsers()
    owner.sign_in("bo@example.org")
    owner.post("/account/prove", {"password": PASSWORD})
    owner.post("/settings/account/address", {"email": "real@example.org", "action_add": "1"})
    assert owner.post(mailbox.path("real@example.org")).status_code == 302
    assert Person.objects.get(email="real@example.org").pk == bo.pk
    assert not Person.objects.filter(name="Squatter").exists()


def test_a_profile_does_not_tell_visitors_that_somebody_exists(browser, ada):
    hidden, nothing = browser.get("/people/ada-lovelace"), browser.get("/people/nobody-of-that-name")
    assert hidden.status_code == nothing.status_code == 404
    page = re.sub(r"/people/[a-z-]+", "PATH", text_of(hidden))
    assert page == re.sub(r"/people/[a-z-]+", "PATH", text_of(nothing))
