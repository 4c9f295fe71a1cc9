"""Putting by, copying, printing: what one takes away from what one reads."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.whereabouts import question


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


@pytest.fixture
def asked(town: people.Cast) -> str:
    """The address of Ada's question, which Bo answered."""
    at = question(town, town.bakers)
    return f"/q/{at.parts['item_id']}/{at.parts['slug']}"


def test_one_saves_a_question_and_an_answer_with_a_note_and_finds_them(
    page: Page, town: people.Cast, asked: str, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, town.person("di"))
    page.goto(asked)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_have_attribute("aria-pressed", "true")
    page.locator(".answer").get_by_label("More about this post").click()
    page.locator(".answer").get_by_role("link", name="Save with a note").click()
    page.get_by_label("Note").fill("On Sunday")
    check_page(page)
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()
    check_page(page)
    expect(page.locator(".bookmark")).to_have_count(2)
    page.get_by_label("Words of the title or the note").fill("sunday")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".bookmark")).to_have_count(1)
    page.locator(".bookmark h2 a").click()
    page.wait_for_url(f"**{asked}?post=*")


def test_one_saves_and_takes_away_without_scripts(
    page_without_javascript: Page, town: people.Cast, asked: str, enter_as: Any
) -> None:
    page = page_without_javascript
    enter_as(page, town.person("di"))
    page.goto(asked)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()
    page.goto("/bookmarks")
    page.get_by_role("button", name="Take away").click()
    expect(page.locator(".bookmark")).to_have_count(0)


def test_a_post_is_copied_as_markdown(page: Page, town: people.Cast, asked: str, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.goto(asked)
    answer = page.locator(".answer")
    answer.get_by_label("More about this post").click()
    answer.get_by_role("link", name="Copy as Markdown").click()
    expect(page.locator("#announce")).to_have_text("Copied as Markdown")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Proof it longer.\n\n— [Bo](")


def test_a_printed_page_is_the_text_and_nothing_to_press(
    page: Page, town: people.Cast, asked: str, enter_as: Any
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(asked)
    page.emulate_media(media="print")
    for there in ("h1", ".opening .prose", ".answer .prose", ".answer .by"):
        expect(page.locator(there).first).to_be_visible()
    for gone in (".top", ".rail", ".context", ".acts", ".composer", ".keep", ".foot"):
        assert not any(one.is_visible() for one in page.locator(gone).all()), gone
