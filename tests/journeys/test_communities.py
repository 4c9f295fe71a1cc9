"""A community is opened, filled and run in a real browser, also without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.communities import rules
from tests.cast import Cast, gather
from tests.journeys.checks import PageCheck
from tests.journeys.chromium import complaints

Enter = Callable[[Page, Any], None]


@pytest.fixture
def asking(transactional_db: None) -> Cast:
    """The cast, where one asks before one joins."""
    return gather(joining="by_request")


def test_a_community_is_opened_and_joined_with_scripts_off(
    page_without_javascript: Page, asking: Cast, enter_as: Enter
) -> None:
    page = page_without_javascript
    enter_as(page, asking.person("cy"))
    page.goto("/communities")
    page.get_by_role("link", name="Open a community").click()
    page.get_by_role("link", name="Interest", exact=True).click()
    page.get_by_label("Name").fill("Moss and Lichen")
    page.get_by_role("button", name="Keep it and leave").click()
    page.get_by_role("link", name="Go on where you were").click()
    expect(page.get_by_label("Name")).to_have_value("Moss and Lichen")
    for _ in range(4):
        page.get_by_role("button", name="Continue").click()
    page.get_by_label("E-mail addresses").fill("friend@example.org")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", name="Launch list")).to_be_visible()

    page.get_by_role("link", name="Invitations").first.click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The link", exact=True).input_value()
    enter_as(page, asking.person("ada"))
    page.goto(link[link.index("/invite/") :])
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", name="Welcome, Ada")).to_be_visible()
    page.get_by_role("link", name="Go in").click()
    expect(page).to_have_url(f"{page.url.partition('/c/')[0]}/c/moss-and-lichen")


def test_a_request_is_declined_with_a_reason_and_then_accepted(
    page: Page, asking: Cast, enter_as: Enter, check_page: PageCheck
) -> None:
    rules.ask_to_join(asking.bakers.pk, "I bake.", by=asking.viewer("cy"))
    enter_as(page, asking.person("bo"))
    page.goto("/c/the-bakers/requests")
    check_page(page)
    page.get_by_text("Decline").first.click()
    page.get_by_label("Why (they read it)").fill("Full until May.")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Declined. They can read your reason.")).to_be_visible()
    check_page(page)
    enter_as(page, asking.person("cy"))
    page.goto("/c/the-bakers/join")
    expect(page.get_by_text("Full until May.")).to_be_visible()
    check_page(page)
    page.get_by_label("A line about you").fill("It is May.")
    page.get_by_role("button", name="Ask to join").click()
    expect(page.get_by_text("You asked to join.")).to_be_visible()
    check_page(page)
    enter_as(page, asking.person("bo"))
    page.goto("/c/the-bakers/requests")
    page.get_by_role("button", name="Let them in").click()
    expect(page.get_by_text("They are a member now.")).to_be_visible()


def test_what_was_refused_and_what_clashed_is_sound_on_the_page(
    page: Page, asking: Cast, enter_as: Enter, check_page: PageCheck
) -> None:
    enter_as(page, asking.person("bo"))
    page.goto("/c/the-bakers/charter/edit")
    page.get_by_label("What it is about").fill("Mine.")
    text = rules.CharterText(about="Theirs.", norms="Be kind.")
    rules.revise_charter(asking.bakers.pk, text, based_on=1, by=asking.viewer("bo"))
    page.get_by_role("button", name="Save this version").click()
    expect(page.get_by_role("heading", name="What Bo wrote")).to_be_visible()
    complaints(page).expect("409 (Conflict)")
    check_page(page)
    page.get_by_role("button", name="Save this version").click()
    expect(page.get_by_text("The charter is revised.")).to_be_visible()
    page.goto("/c/the-bakers/charter/versions/3")
    check_page(page)
    rules.suspend(asking.bakers.pk, asking.person("di").pk, "A quarrel.", by=asking.viewer("bo"))
    for address in ("people", "people/di", "people/bo", "rooms/kitchen", "settings?suggest"):
        page.goto(f"/c/the-bakers/{address}")
        check_page(page)
    page.goto("/communities/new/1?kind=professional")
    page.get_by_label("Name").fill("…")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    complaints(page).expect("422 (Unprocessable")
    check_page(page)
