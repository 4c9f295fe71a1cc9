"""From nobody to somebody who is in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from lorehall.people import letters
from lorehall.people.models import Person


def test_one_signs_up_confirms_and_is_in(browser, mailbox, facts):
    sent = browser.sign_up("Ada Lovelace", "Ada@Example.org")
    assert "Look into your mail" in sent.content.decode()
    assert not browser.is_in()
    assert facts == []
    path = mailbox.path("ada@example.org")
    asked = browser.get(path)
    assert "ada@example.org" in asked.content.decode()
    browser.post(path)
    assert browser.is_in()
    assert facts == ["people.joined"]
    assert browser.viewer().handle == "ada-lovelace"


def test_looking_at_the_link_confirms_nothing(browser, mailbox):
    browser.sign_up("Ada", "ada@example.org")
    browser.get(mailbox.path("ada@example.org"))
    assert not EmailAddress.objects.get().verified


def test_the_link_works_in_another_browser_and_then_one_signs_in(browser, browsers, mailbox):
    browser.sign_up("Ada", "ada@example.org")
    phone = browsers()
    done = phone.go(mailbox.path("ada@example.org"), {})
    assert done.hops[-1][0] == "/account/login"
    assert not phone.is_in()
    phone.sign_in("ada@example.org")
    assert phone.is_in()


def test_a_link_works_once(browser, browsers, mailbox):
    browser.sign_up("Ada", "ada@example.org")
    path = mailbox.path("ada@example.org")
    browser.post(path)
    assert "has been used" in browsers().get(path).content.decode()
    assert browsers().post(path).status_code == 404


def test_after_signing_up_one_comes_to_where_one_was_going(browser, mailbox):
    browser.post(
        "/account/sign-up",
        {"name": "Ada", "email": "ada@example.org", "password1": "seven grey geese", "next": "/settings/profile"},
    )
    done = browser.post(mailbox.path("ada@example.org"))
    assert done.url == "/settings/profile"


def test_who_has_not_confirmed_can_not_sign_in_and_gets_another_mail(browser, browsers, mailbox, clock):
    clock.let_pass(timedelta(0))
    browser.sign_up("Ada", "ada@example.org")
    mailbox.all()
    clock.let_pass(timedelta(minutes=5))
    other = browsers()
    said = other.sign_in("ada@example.org")
    assert "Look into your mail" in said.content.decode()
    assert not other.is_in()
    assert len(mailbox.all()) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "\u202e\u200b"),
        ("name", ""),
        ("name", "You won: https://example.com/prize"),
        ("name", "Prizes at www.example.com"),
        ("name", "example.com/prize"),
        ("email", "no address"),
        ("password1", "short"),
        ("password1", "password1234"),
    ],
)
def test_what_can_not_be_is_said_and_the_rest_is_kept(browser, field, value):
    typed = {"name": "Ada", "email": "ada@example.org", "password1": "seven grey geese", field: value}
    answer = browser.post("/account/sign-up", typed)
    html = answer.content.decode()
    assert "to put right" in html
    assert "aria-describedby" in html
    if field != "email":
        assert 'value="ada@example.org"' in html
    assert "seven grey geese" not in html
    assert not Person.objects.exists()


def test_names_in_any_script_get_a_handle_that_can_be_typed(browser):
    for number, (name, handle) in enumerate(
        [
            ("Ада Лавлейс", "ada-lavleys"),
            ("李小龍", "lixiaolong"),
            ("Zoë Müller-Ångström", "zoe-muller-angstrom"),
            ("🦊", None),
            ("عمر", "mr"),
            ("me", "me-member"),
        ]
    ):
        browser.sign_up(name, f"n{number}@example.org")
        person = Person.objects.filter(email=f"n{number}@example.org").first()
        if handle is None:
            assert person is None
        else:
            assert person is not None
            assert person.handle == handle, (name, person.handle)


def test_two_with_the_same_name_get_different_handles(browser):
    browser.sign_up("Ada", "a@example.org")
    browser.sign_up("Ada", "b@example.org")
    assert set(Person.objects.values_list("handle", flat=True)) == {"ada", "ada-2"}


def test_where_signing_up_is_by_invitation_one_needs_one(browser, settings):
    settings.SIGNUP = "invited"
    refused = browser.get("/account/sign-up")
    assert refused.status_code == 403
    assert "By invitation" in refused.content.decode()
    assert browser.sign_up("Ada", "ada@example.org").status_code == 403
    session = browser.session
    session["invitation"] = "any"
    session.save()
    browser.sign_up("Ada", "ada@example.org")
    assert Person.objects.get().email == "ada@example.org"


def test_a_hostile_name_is_printed_as_it_is_and_harms_nobody(browser, mailbox):
    name = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    browser.sign_up(name, "eve@example.org")
    message = mailbox.last("eve@example.org")
    html = next(part for part, kind in message.alternatives if kind == "text/html")
    assert "<script>" not in html
    assert "<img" not in html
    browser.post(mailbox.path("eve@example.org"))
    for path in ("/settings/profile", f"/people/{Person.objects.get().handle}", "/settings/account"):
        page = browser.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_letters_lead_to_the_installation_whatever_host_was_asked(browser, mailbox, settings):
    settings.URL = "https://lore.example.org"
    typed = {"name": "Ada", "email": "ada@example.org", "password1": "seven grey geese"}
    browser.post("/account/sign-up", typed, headers={"host": "localhost:6666"})
    assert "https://lore.example.org/account/confirm/" in mailbox.last("ada@example.org").body
    browser.post("/account/reset", {"email": "ada@example.org"}, headers={"host": "localhost:6666"})
    assert "https://lore.example.org/account/reset/" in mailbox.last("ada@example.org").body
    assert "localhost" not in mailbox.last("ada@example.org").body


def test_nobody_floods_an_address_with_letters(db, mailbox):
    for address in ["zed@example.org", "Zed@example.org"] * letters.MOST_AN_HOUR:
        letters.send("account/email/unknown_account", address, {"signup_url": "https://lore.example.org/"})
    letters.send("account/email/unknown_account", "ada@example.org", {"signup_url": "https://lore.example.org/"})
    assert len(mailbox.all()) == letters.MOST_AN_HOUR + 1
