"""From a practice to its evidence: a use is reported, confirmed, answered by mail; the level follows on the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.content.models import Item
from lorehall.reports import links
from lorehall.reports.models import Outcome
from lorehall.reports.rules.ask import will_try
from lorehall.reports.rules.confirm import confirm
from lorehall.reports.tests.reporting import failed, member, used
from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.journeys.keys import Keyboard
from tests.making import practice


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


@pytest.fixture
def kept(town: people.Cast) -> Item:
    """A practice of Bo's that Ada used at the mill."""
    item = practice(town.viewer("bo"), town.bakers)
    used(town.viewer("ada"), item, "Mill", effect="It rose.")
    return item


def at(item: Item) -> str:
    return f"/practice/{item.pk}/{item.slug}"


def test_a_use_is_reported_in_a_minute_and_lifts_the_practice(
    page: Page, town: people.Cast, kept: Item, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, town.person("di"))
    page.goto(at(kept))
    expect(page.get_by_role("heading", name="Evidence: Tried")).to_be_visible()
    page.get_by_role("link", name="Report your use").click()
    check_page(page)
    page.get_by_label("Adapted: it worked, with changes").check()
    page.get_by_label("Team").fill("Oven")
    page.get_by_label("What did you change?").fill("Less water.")
    page.get_by_role("main").get_by_role("button", name="Report", exact=True).click()
    expect(page.get_by_role("heading", name="Evidence: Promising")).to_be_visible()
    expect(page.locator(".report").first).to_contain_text("Adapted · Oven")
    check_page(page)
    page.locator(".report").first.get_by_role("link", name="Amend").click()
    check_page(page)
    page.get_by_label("Did not work").check()
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Evidence: Tried")).to_be_visible()


def test_a_second_member_confirms_and_a_coordinator_decides_without_scripts(
    page_without_javascript: Page, town: people.Cast, kept: Item, enter_as: Any
) -> None:
    page = page_without_javascript
    used(town.viewer("di"), kept, "Oven")
    eli = member(town, "eli")
    used(eli, kept, "Shop")
    enter_as(page, town.person("di"))
    page.goto(at(kept))
    page.locator(".report", has_text="Mill").get_by_role("button", name="I can confirm this").click()
    expect(page.locator(".report", has_text="Mill")).to_contain_text("confirmed by Di")
    expect(page.get_by_role("heading", name="Evidence: Proven")).to_be_visible()
    enter_as(page, town.person("bo"))
    page.goto(at(kept))
    page.get_by_role("link", name="Make it the standard").click()
    page.get_by_label("Who decided?").fill("Bo and the millers")
    page.get_by_label("What was decided?").fill("This is how we do it.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="Evidence: Standard")).to_be_visible()


def test_a_failure_becomes_where_it_does_not_fit(
    page: Page, town: people.Cast, kept: Item, enter_as: Any, check_page: PageCheck
) -> None:
    failed(town.viewer("di"), kept, "Ledger", effect="It fell flat.")
    enter_as(page, town.person("bo"))
    page.goto(at(kept))
    page.get_by_role("link", name="Say where it does not fit").click()
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile(r"It fell flat\. \[\^p"))
    page.get_by_role("main").get_by_role("button", name="Save").click()
    report = page.locator(".report", has_text="Ledger")
    report.get_by_role("button", name="Addressed", exact=True).click()
    expect(page.locator(".report", has_text="Ledger")).to_contain_text("addressed in version 2")
    check_page(page)


def test_one_click_in_the_letter_leads_to_one_button(
    page: Page, town: people.Cast, kept: Item, check_page: PageCheck
) -> None:
    asked = will_try(kept.pk, by=town.viewer("di"))
    assert asked is not None
    page.goto(f"/asked/{links.token(asked.pk)}?o={Outcome.USED}")
    check_page(page)
    page.get_by_role("button", name="Report", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you, Di")).to_be_visible()
    check_page(page)
    page.goto(f"/asked/{links.token(asked.pk)}/stop")
    page.get_by_role("button", name="Never ask me").click()
    check_page(page)


def test_a_use_is_reported_by_keyboard(
    page: Page, town: people.Cast, kept: Item, enter_as: Any, keyboard: Keyboard
) -> None:
    enter_as(page, town.person("di"))
    page.goto(f"/i/{kept.pk}/report")
    page.get_by_label("Used as written").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Adapted: it worked, with changes")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Oven")
    page.keyboard.press("Enter")
    expect(page.locator(".report").first).to_contain_text("Adapted · Oven")


def test_the_pages_of_evidence_are_sound(
    page: Page, town: people.Cast, kept: Item, enter_as: Any, check_page: PageCheck
) -> None:
    made = used(town.viewer("di"), kept, "Oven", link="https://mill.example/rye")
    confirm(made.pk, by=town.viewer("ada"))
    failed(town.viewer("di"), kept, "", effect="A long word: " + "u" * 90)
    enter_as(page, town.person("bo"))
    for path in (f"/i/{kept.pk}/reports", f"/i/{kept.pk}/evidence", "/c/the-bakers/evidence", at(kept)):
        page.goto(path)
        check_page(page)
