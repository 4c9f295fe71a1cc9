"""Signing up, in and out in a real browser: with a passkey, by keyboard alone, and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.letters import link_in_mail

PASSWORD = "seven grey geese"


@pytest.fixture
def ada(site: str) -> Any:
    from lorehall.people import rules

    return rules.create_person("Ada Lovelace", "ada@example.org", PASSWORD)


def sign_in(page: Page, to: str = "/settings/account") -> None:
    page.goto(f"/account/login?next={to}")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{to}")


def add_virtual_key(page: Page) -> None:
    """A passkey inside the browser, whose owner always nods."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_and_signs_in(page: Page, ada: Any, check_page: Any) -> None:
    add_virtual_key(page)
    sign_in(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    check_page(page)
    page.get_by_role("button", name="Go on").click()
    check_page(page)
    page.reload()  # the check asked for the page too, and each asking makes a challenge of its own
    page.get_by_label("Name of this passkey").fill("laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    check_page(page)
    page.goto("/settings/account")
    expect(page.get_by_role("link", name="laptop", exact=True)).to_be_visible()
    check_page(page)
    page.context.clear_cookies()
    page.goto("/account/login?next=/settings/sessions")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/settings/sessions")
    expect(page.get_by_text("This one")).to_be_visible()


def test_a_passkey_is_the_second_step_after_the_password(page: Page, ada: Any, check_page: Any) -> None:
    add_virtual_key(page)
    sign_in(page, "/settings/account")
    page.goto("/account/prove?next=/settings/account/passkeys/new")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/account/login?next=/settings/account")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    check_page(page)
    page.reload()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/settings/account")


def test_one_signs_up_without_javascript(page_without_javascript: Page, db: None) -> None:
    page = page_without_javascript
    page.goto("/account/sign-up?next=/settings/profile")
    page.get_by_label("Your name").fill("Zoë Nuñez")
    page.get_by_label("E-mail address").fill("zoe@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(link_in_mail("zoe@example.org"))
    page.get_by_role("button", name="Yes, confirm it").click()
    page.wait_for_url("**/settings/profile")
    page.get_by_label("What I do").fill("I keep lighthouses.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto("/people/me")
    expect(page.get_by_text("I keep lighthouses.")).to_be_visible()


def test_one_signs_in_by_keyboard_alone(page: Page, ada: Any) -> None:
    page.goto("/account/login?next=/settings/sessions")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/sessions")


@pytest.mark.parametrize(
    "path", ["/account/login", "/account/sign-up", "/account/code", "/account/reset", "/account/confirm"]
)
def test_the_ways_in_are_sound(page: Page, db: None, check_page: Any, path: str) -> None:
    page.goto(path)
    check_page(page)


def test_the_settings_are_sound(page: Page, ada: Any, check_page: Any) -> None:
    sign_in(page)
    for path in ("/settings/account", "/settings/profile", "/settings/sessions", "/people/me"):
        page.goto(path)
        check_page(page)


def test_a_refused_form_is_sound_and_says_why(page: Page, db: None, check_page: Any) -> None:
    page.goto("/account/sign-up")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("alert")).to_contain_text("to put right")
    expect(page.get_by_label("Your name")).to_have_value("Ada")
    check_page(page)
