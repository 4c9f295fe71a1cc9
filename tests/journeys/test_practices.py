"""A practice from its template to its second version: begun, written, published, revised with a reason, compared."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.practice.rules.revise import Change
from lorehall.practice.rules.revise import revise as write
from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.making import practice

TEXT = (
    "Use it when time is short.\n\n## Steps\n\n1. Mix.\n\n## Why\n\nIt rests.\n\n## Where it does not fit\n\nSummer.\n"
)


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def begin_and_publish(page: Page, slug: str) -> None:
    page.goto(f"/c/{slug}/practice/drafts")
    page.get_by_role("main").get_by_role("link", name="Begin one").click()
    press(page, "Begin: How-to")
    # It begins with its template, whose prompts readers never see.
    expect(page.get_by_label("Text", exact=True)).to_have_value(re.compile("^<!-- One sentence"))
    page.get_by_label("Title").fill("Rest the dough overnight")
    page.get_by_label("Tags").fill("rye, oven")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rest the dough overnight")
    expect(page.get_by_role("main")).not_to_contain_text("<!--")
    page.get_by_role("link", name="Write on").click()
    page.get_by_label("Text", exact=True).fill(TEXT)
    press(page, "Save")
    press(page, "Publish")
    expect(page.locator("main header").first).to_contain_text("version 1")


def revise(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Text", exact=True).fill(TEXT.replace("Mix.", "Mix for ten minutes."))
    page.get_by_label("Why you change it, in a line").fill("How long was missing")
    press(page, "Save")
    expect(page.locator("main header").first).to_contain_text("version 2")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_page_of_the_library_is_begun_published_and_revised(
    request: pytest.FixtureRequest, town: people.Cast, enter_as: Any, script: bool, check_page: PageCheck
) -> None:
    page: Page = request.getfixturevalue("page" if script else "page_without_javascript")
    enter_as(page, town.person("ada"))
    begin_and_publish(page, town.bakers.slug)
    if script:
        check_page(page)
    revise(page)
    page.get_by_role("link", name="version 2").click()
    expect(page.get_by_role("main")).to_contain_text("How long was missing")
    press(page, "Compare")
    expect(page.locator("main .diff ins").first).to_contain_text("for ten minutes")
    if script:
        check_page(page)
    page.get_by_role("link", name="Version 1", exact=True).click()
    press(page, "Bring this version back")
    expect(page.locator("main header").first).to_contain_text("version 3")
    expect(page.get_by_role("main")).not_to_contain_text("for ten minutes")


def test_what_changed_is_said_to_who_read_it_before(town: people.Cast, enter_as: Any, page: Page) -> None:
    item = practice(town.viewer("ada"), town.bakers, text=TEXT)
    enter_as(page, town.person("di"))
    page.goto(f"/practice/{item.pk}/{item.slug}")
    write(item.pk, Change(TEXT.replace("Mix.", "Fold."), 1, "Gentler"), by=town.viewer("ada"))
    page.reload()
    expect(page.locator("main .changed")).to_contain_text("Changed since you read it: 1 version")
    page.get_by_role("link", name="what changed").click()
    expect(page.locator("main .diff ins").first).to_contain_text("Fold")
