"""By keyboard alone: asked, answered, confirmed, marked useful and followed, with the focus always in sight."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast as people
from tests.journeys import chromium
from tests.journeys.keys import Keyboard

QUESTION = "Why is the crust so pale?"


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


def test_one_asks_and_confirms_while_another_answers_marks_and_follows(
    town: people.Cast, site: str, page: Page, browser: Browser, enter_as: Any
) -> None:
    enter_as(page, town.person("ada"))
    asker = Keyboard(page)
    page.goto("/c/the-bakers")
    asker.press("g", "q")
    page.wait_for_url("**/questions")
    asker.to("Ask").go()
    asker.to("Your question in one sentence").type(QUESTION)
    asker.to("What is it about?").type("Forty minutes, and still pale.")
    asker.to("Tags").type("crust")
    asker.to("Ask").go()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()

    context = browser.new_context(base_url=site, viewport=chromium.DESK)
    other = chromium.open_page(context)
    enter_as(other, town.person("di"))
    answerer = Keyboard(other)
    other.goto("/c/the-bakers")
    answerer.press("j", "o")
    other.wait_for_url("**/q/**")
    answerer.press("r")
    assert answerer.focused() == "Your answer"
    answerer.type("Steam at first, then none.").press("Control+Enter")
    expect(other.locator(".answer")).to_contain_text("Steam at first")
    other.reload()
    answerer.to("useful").press("Space")
    expect(other.get_by_role("button", name="useful")).to_have_attribute("aria-pressed", "true")
    answerer.to("I have this too").press("Enter")
    expect(other.get_by_role("button", name="I have this too")).to_have_attribute("aria-pressed", "true")
    following = other.get_by_role("button", name="Following")
    expect(following).to_have_count(1)  # who answers follows
    context.close()

    page.reload()
    asker.to("This worked").go()
    expect(page.locator(".answer.confirmed")).to_contain_text("Steam at first")
    page.reload()
    asker.to("Following").press("Space")
    expect(page.get_by_role("button", name="Follow", exact=True)).to_have_attribute("aria-pressed", "false")


def test_the_first_tab_leads_past_the_rail(town: people.Cast, page: Page) -> None:
    page.goto("/c/the-bakers")
    keyboard = Keyboard(page).press("Tab")
    assert keyboard.focused() == "Skip to the text"
    keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_keys_are_listed_and_can_be_switched_off(town: people.Cast, page: Page, enter_as: Any) -> None:
    enter_as(page, town.person("ada"))
    page.goto("/c/the-bakers")
    keyboard = Keyboard(page).press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Next and previous")
    keyboard.to("Single keys work").press("Space").press("Escape")
    expect(dialog).to_be_hidden()
    keyboard.press("g", "q")
    page.wait_for_timeout(200)
    assert page.url.endswith("/c/the-bakers")


def test_a_menu_opens_and_closes_and_gives_the_focus_back(town: people.Cast, page: Page, enter_as: Any) -> None:
    enter_as(page, town.person("ada"))
    page.goto("/c/the-bakers")
    keyboard = Keyboard(page).to("You: Ada")
    keyboard.press("Enter")
    expect(page.get_by_role("link", name="Your profile")).to_be_visible()
    keyboard.press("Tab")
    assert keyboard.focused() == "Your profile"
    keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your profile")).to_be_hidden()
    assert keyboard.focused().endswith("You: Ada")


def test_every_stop_of_the_tab_key_can_be_seen(town: people.Cast, page: Page, enter_as: Any) -> None:
    enter_as(page, town.person("bo"))
    for path in ("/c/the-bakers", "/c/the-bakers/questions/ask", "/c/the-bakers/settings", "/settings/profile"):
        page.goto(path)
        keyboard = Keyboard(page)
        for _ in range(60):
            page.keyboard.press("Tab")
            if not page.evaluate("document.activeElement && document.activeElement !== document.body"):
                break
            keyboard.focused()
