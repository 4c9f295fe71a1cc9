"""Where one is signed in, and signing out from afar."""

from __future__ import annotations

import re

from lorehall.people import devices
from lorehall.people.models import Session
from lorehall.people.tests.hands import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


def two(browsers):
    here, phone = browsers(headers={"user-agent": FIREFOX}), browsers(headers={"user-agent": IPHONE})
    for one in here, phone:
        one.sign_in("ada@example.org")
        assert one.is_in()
    return here, phone


def test_sessions_are_listed_with_device_and_place(browsers, ada):
    here, _phone = two(browsers)
    page = here.get("/settings/sessions").content.decode()
    assert page.index("Firefox on Linux") < page.index("Safari on iPhone")
    assert "127.0.0.1" in page
    assert page.count("This one") == 1


def test_one_session_is_ended_from_another(browsers, ada):
    here, phone = two(browsers)
    page = here.get("/settings/sessions").content.decode()
    path = re.search(r'action="(/settings/sessions/\d+/end)"', page)
    assert path
    assert here.get(path[1]).status_code == 405
    here.post(path[1])
    assert not phone.is_in()
    assert here.is_in()
    assert "Safari on iPhone" not in here.get("/settings/sessions").content.decode()


def test_all_others_are_ended_at_once(browsers, ada):
    here, phone = two(browsers)
    third = browsers()
    third.sign_in("ada@example.org")
    here.post("/settings/sessions/others/end")
    assert here.is_in()
    assert not phone.is_in()
    assert not third.is_in()
    assert Session.objects.count() == 1


def test_nobody_ends_the_session_of_another(browsers, ada, bo):
    here, phone = two(browsers)
    page = here.get("/settings/sessions").content.decode()
    path = re.search(r'action="(/settings/sessions/\d+/end)"', page)
    assert path
    other = browsers()
    other.sign_in("bo@example.org")
    assert other.post(path[1]).status_code == 404
    assert phone.is_in()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(browsers, ada, mailbox):
    here, phone = two(browsers)
    given = {"oldpassword": PASSWORD, "password1": "nine brown bears"}
    here.post("/settings/account/password", given)
    assert here.is_in()
    assert not phone.is_in()
    assert "Firefox on Linux" in here.get("/settings/sessions").content.decode()
    assert "password was changed" in mailbox.last("ada@example.org").subject
    assert "Firefox on Linux" in mailbox.last("ada@example.org").body


def test_the_wrong_old_password_changes_nothing(browsers, ada):
    here, phone = two(browsers)
    here.post("/settings/account/password", {"oldpassword": "wrong words", "password1": "nine brown bears"})
    assert phone.is_in()


def test_signing_in_renews_the_key_so_that_none_can_be_planted(browser, ada, settings):
    browser.get("/account/passkey", headers={"Accept": "application/json"})
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.sign_in("ada@example.org")
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_devices_are_named_in_words():
    assert devices.describe(FIREFOX) == "Firefox on Linux"
    assert devices.describe(IPHONE) == "Safari on iPhone"
    assert devices.describe(EDGE) == "Edge on Windows"
    assert devices.describe("") == "A browser that does not say which"


def test_listing_costs_the_same_for_two_sessions_and_twenty(browsers, ada, queries):
    here, _ = two(browsers)
    queries.same_at(
        lambda count: [browsers().sign_in("ada@example.org") for _ in range(count)],
        lambda: here.get("/settings/sessions"),
        at_most=2,
    )


def test_the_address_is_changed_by_a_mail_to_the_new_one(browser, ada, mailbox):
    browser.sign_in("ada@example.org")
    browser.post("/account/prove", {"password": PASSWORD})
    browser.post("/settings/account/address", {"email": "new@example.org", "action_add": "1"})
    assert "new@example.org" in browser.get("/settings/account").content.decode()
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    browser.post(mailbox.path("new@example.org"))
    ada.refresh_from_db()
    assert ada.email == "new@example.org"
    assert "address was changed" in mailbox.last("ada@example.org").subject
    browser.post("/account/logout")
    browser.sign_in("ada@example.org")
    assert not browser.is_in()
    browser.sign_in("new@example.org")
    assert browser.is_in()


def test_changing_the_address_can_be_given_up(browser, ada, mailbox):
    browser.sign_in("ada@example.org")
    browser.post("/account/prove", {"password": PASSWORD})
    browser.post("/settings/account/address", {"email": "new@example.org", "action_add": "1"})
    path = mailbox.path("new@example.org")
    browser.post("/settings/account/address", {"email": "new@example.org", "action_remove": "1"})
    browser.get("/settings/account")
    assert "new@example.org" not in browser.get("/settings/account").content.decode()
    assert browser.post(path).status_code == 404
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
