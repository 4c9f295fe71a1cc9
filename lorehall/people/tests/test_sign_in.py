"""By password, by code, by a link to set a new password; and not too often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import override_settings

from lorehall.people import accounts, rules
from lorehall.people.models import Person, Session
from lorehall.people.tests.hands import PASSWORD


def test_one_signs_in_with_a_password_and_out_again(browser, ada):
    browser.sign_in("ada@example.org")
    assert browser.is_in()
    assert browser.viewer().person_id == ada.pk
    assert Session.objects.get().person_id == ada.pk
    browser.post("/account/logout")
    assert not browser.is_in()


def test_the_address_is_folded_and_the_password_is_not(browser, ada):
    browser.sign_in("ADA@Example.ORG", PASSWORD.upper())
    assert not browser.is_in()
    browser.sign_in("ADA@Example.ORG", PASSWORD)
    assert browser.is_in()


def test_signing_out_needs_a_form(browser, ada):
    browser.sign_in("ada@example.org")
    assert browser.get("/account/logout").status_code == 200
    assert browser.is_in()


def test_a_closed_account_is_told_so_only_to_who_knows_the_password(browser, ada):
    Person.objects.update(is_active=False)
    assert "do not belong together" in browser.sign_in("ada@example.org", "wrong words here").content.decode()
    assert "This account is closed" in browser.sign_in("ada@example.org").content.decode()
    assert not browser.is_in()


def test_closing_an_account_ends_its_sessions_at_once(browser, ada):
    browser.sign_in("ada@example.org")
    Person.objects.update(is_active=False)
    assert not browser.is_in()


def test_a_page_for_members_sends_one_to_sign_in_and_back(browser, ada):
    sent = browser.get("/settings/sessions")
    assert sent.url == "/account/login?next=%2Fsettings%2Fsessions"
    page = browser.get(sent.url).content.decode()
    assert 'name="next" value="/settings/sessions"' in page
    done = browser.post(
        "/account/login", {"login": "ada@example.org", "password": PASSWORD, "next": "/settings/sessions"}
    )
    assert done.url == "/settings/sessions"


def test_nobody_is_sent_to_another_site(browser, ada):
    done = browser.post(
        "/account/login",
        {"login": "ada@example.org", "password": PASSWORD, "next": "https://evil.example/settings"},
    )
    assert done.url == "/"


def test_one_signs_in_with_a_code_by_mail(browser, ada, mailbox):
    browser.post("/account/code", {"email": "ada@example.org"})
    page = browser.get("/account/code/confirm").content.decode()
    assert "ada@example.org" in page
    browser.post("/account/code/confirm", {"code": mailbox.code("ada@example.org")})
    assert browser.is_in()


def test_a_code_holds_for_three_minutes(browser, ada, mailbox, clock):
    clock.let_pass(timedelta(0))
    browser.post("/account/code", {"email": "ada@example.org"})
    code = mailbox.code("ada@example.org")
    clock.let_pass(timedelta(minutes=4))
    browser.post("/account/code/confirm", {"code": code})
    assert not browser.is_in()


def test_a_code_can_be_guessed_three_times(browser, ada, mailbox):
    browser.post("/account/code", {"email": "ada@example.org"})
    code = mailbox.code("ada@example.org")
    for _ in range(3):
        browser.post("/account/code/confirm", {"code": "WRONG1"})
    browser.post("/account/code/confirm", {"code": code})
    assert not browser.is_in()


def test_a_code_works_in_the_browser_that_asked_only(browser, browsers, ada, mailbox):
    browser.post("/account/code", {"email": "ada@example.org"})
    other = browsers()
    other.post("/account/code/confirm", {"code": mailbox.code("ada@example.org")})
    assert not other.is_in()


def test_a_new_password_is_set_by_the_link_in_a_mail_and_ends_other_sessions(browser, browsers, ada, mailbox):
    other = browsers()
    other.sign_in("ada@example.org")
    browser.post("/account/reset", {"email": "ada@example.org"})
    form = browser.get(mailbox.path("ada@example.org"), follow=True)
    assert "set-password" in form.request["PATH_INFO"]
    done = browser.go(form.request["PATH_INFO"], {"password1": "nine brown bears"})
    assert "Your password is set" in done.content.decode()
    assert not other.is_in()
    assert "set anew" in mailbox.last("ada@example.org").subject
    browser.sign_in("ada@example.org", "nine brown bears")
    assert browser.is_in()
    again = browsers().get(mailbox_path_of_reset(mailbox), follow=True)
    assert "has been used" in again.content.decode()


def mailbox_path_of_reset(mailbox) -> str:
    import re

    body = next(m.body for m in mailbox.all() if m.subject == "Set a new password")
    found = re.search(r"https?://[^/\s]+(/\S+)", body)
    assert found
    return found[1]


def test_a_link_to_set_a_password_runs_out_after_a_day(browser, ada, mailbox, clock):
    clock.let_pass(timedelta(0))
    browser.post("/account/reset", {"email": "ada@example.org"})
    path = mailbox.path("ada@example.org")
    clock.let_pass(timedelta(hours=25))
    assert "has run out" in browser.get(path, follow=True).content.decode()


def test_five_wrong_passwords_close_the_door_for_a_while_for_the_right_one_too(browser, ada, clock):
    clock.let_pass(timedelta(0))
    for _ in range(5):
        browser.sign_in("ada@example.org", "wrong words here")
    assert "tried too often" in browser.sign_in("ada@example.org").content.decode()
    assert not browser.is_in()
    clock.let_pass(timedelta(minutes=6))
    browser.sign_in("ada@example.org")
    assert browser.is_in()


def test_an_address_of_the_network_that_tries_many_accounts_is_slowed_down(browser, db):
    answers = [browser.sign_in(f"n{n}@example.org", "wrong words here") for n in range(12)]
    assert "tried too often" in answers[-1].content.decode()


def test_signing_up_in_bulk_is_slowed_down(browser, db):
    answers = [browser.sign_up("Ada", f"n{n}@example.org") for n in range(21)]
    assert answers[-1].status_code == 429
    assert "A moment, please" in answers[-1].content.decode()
    assert Person.objects.count() == 20


def test_mails_with_codes_to_one_address_are_few(browser, browsers, ada, mailbox):
    for _ in range(6):
        browsers().post("/account/code", {"email": "ada@example.org"})
    assert len(mailbox.all()) == 3


def test_limits_are_kept_where_all_processes_see_them(browser, ada):
    from lorehall.people.models import RateWindow

    browser.sign_in("ada@example.org", "wrong words here")
    assert RateWindow.objects.filter(cache_key__contains="login_failed").exists()


def test_passwords_are_kept_by_argon2():
    hashers = accounts.settings(secure=True)["PASSWORD_HASHERS"]
    with override_settings(PASSWORD_HASHERS=hashers):
        assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


def test_an_attributed_person_can_not_sign_in(browser, db):
    rules.attribute("se", "1", "Bob")
    person = Person.objects.get()
    assert not person.has_usable_password()
    assert person.email is None


@pytest.mark.parametrize("email", ["ada@example.org\r\nBcc: eve@example.org", "ada@example.org,eve@example.org"])
def test_an_address_can_not_smuggle_another(browser, ada, mailbox, email):
    browser.post("/account/code", {"email": email})
    browser.post("/account/reset", {"email": email})
    assert not mailbox.all()


def test_a_session_in_use_lasts_from_the_last_visit(browser, ada, clock, settings):
    clock.let_pass(timedelta(0))
    browser.sign_in("ada@example.org")
    for _ in range(3):
        clock.let_pass(timedelta(days=50))
        answer = browser.get("/settings/account")
        assert answer.status_code == 200
        assert settings.SESSION_COOKIE_NAME in answer.cookies
    clock.let_pass(timedelta(days=61))
    assert not browser.is_in()


def test_reading_pages_does_not_write_the_session_each_time(browser, ada, queries):
    browser.sign_in("ada@example.org")
    with queries.counted() as counted:
        assert settings_cookie(browser.get("/settings/profile")) is None
    queries.asserted = True
    assert not [sql for sql in counted.statements if not sql.startswith("SELECT")]


def settings_cookie(answer):
    return answer.cookies.get("lorehall_session")
