"""What the scripts add: marks at once, quotes, the toolbar, drafts, being asked once, copied links."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.journeys.chromium import complaints
from tests.whereabouts import At, conversation, question


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


@pytest.fixture
def asked(town: people.Cast) -> str:
    """The address of Ada's question, which Bo answered."""
    at: At = question(town, town.bakers)
    return f"/q/{at.parts['item_id']}/{at.parts['slug']}"


@pytest.fixture
def talked(town: people.Cast) -> str:
    """The address of Ada's conversation."""
    at: At = conversation(town, town.bakers)
    return f"/t/{at.parts['item_id']}/{at.parts['slug']}"


def test_a_mark_is_seen_before_the_server_has_answered(
    page: Page, town: people.Cast, asked: str, enter_as: Any
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(asked)
    waiting: list[Route] = []
    page.route("**/useful", lambda route: waiting.append(route))  # noqa: PLW0108 - it marks its handler
    mark = page.locator(".answer").get_by_role("button", name="useful")
    mark.click()
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(mark).to_contain_text("1 useful")
    page.wait_for_timeout(100)
    waiting[0].continue_()
    page.unroute("**/useful")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(mark).to_have_attribute("aria-pressed", "true")


def test_a_mark_that_is_refused_is_taken_back_and_said(
    page: Page, town: people.Cast, asked: str, enter_as: Any
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(asked)
    page.route("**/useful", lambda route: route.fulfill(status=403, body="no"))
    mark = page.locator(".answer").get_by_role("button", name="useful")
    mark.click()
    expect(page.locator("#announce")).to_contain_text("Nothing was changed")
    expect(mark).to_have_attribute("aria-pressed", "false")
    complaints(page).expect("403")
    assert not complaints(page).said


def test_what_is_selected_is_quoted_with_a_link_back(page: Page, town: people.Cast, talked: str, enter_as: Any) -> None:
    enter_as(page, town.person("bo"))
    page.goto(talked)
    page.evaluate(
        """() => {
          const text = document.querySelector('.post .prose p').firstChild
          getSelection().setBaseAndExtent(text, 0, text, 4)
        }"""
    )
    page.get_by_role("link", name="Quote").click()
    area = page.get_by_label("Reply", exact=True)
    expect(area).to_have_value(f"> [Ada]({talked}/1#{page.locator('.post').get_attribute('id')}):\n>\n> Mine\n\n")
    expect(area).to_be_focused()
    page.keyboard.insert_text("Lovely.")
    page.keyboard.press("Control+Enter")
    reply = page.locator(".post").nth(1)
    expect(reply).to_contain_text("Lovely.")
    reply.locator("blockquote").get_by_role("link", name="Ada").click()
    page.wait_for_url(f"**{talked}/1#*")


@pytest.mark.parametrize(
    ("button", "typed", "becomes"),
    [
        ("Bold", "rye", "**rye**"),
        ("Italic", "rye", "_rye_"),
        ("Link", "rye", "[rye](https://)"),
        ("Code", "rye", "`rye`"),
        ("Code", "a\nb", "```\na\nb\n```"),
        ("List", "a\nb", "- a\n- b"),
        ("Quote", "a\nb", "> a\n> b"),
    ],
)
def test_the_toolbar_writes_markdown(
    page: Page, town: people.Cast, asked: str, enter_as: Any, button: str, typed: str, becomes: str
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(asked)
    area = page.get_by_label("Your answer")
    area.fill(typed)
    area.select_text()
    tools = {"Bold": "bold", "Italic": "italic", "Link": "link", "Code": "code", "List": "list", "Quote": "quote"}
    page.locator(f'text-composer [data-md="{tools[button]}"]').click()
    expect(area).to_have_value(becomes)
    page.keyboard.press("Control+Z")
    expect(area).to_have_value(typed)


def test_the_preview_shows_what_readers_will_see_and_gives_the_text_back(
    page: Page, town: people.Cast, asked: str, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(asked)
    area = page.get_by_label("Your answer")
    area.fill("Proof it **longer**.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("strong")).to_have_text("longer")
    expect(area).to_be_hidden()
    check_page(page)
    page.get_by_role("button", name="Preview").click()
    expect(area).to_have_value("Proof it **longer**.")


def test_a_draft_outlives_a_reload_and_ends_when_it_is_sent(
    page: Page, town: people.Cast, asked: str, enter_as: Any
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(asked)
    area = page.get_by_label("Your answer")
    area.fill("Proof it longer, and")
    page.wait_for_timeout(500)
    page.reload()
    expect(area).to_have_value("Proof it longer, and")
    area.fill("Proof it longer, and colder.")
    page.get_by_role("button", name="Post answer").click()
    expect(page.locator(".answer").nth(1)).to_contain_text("and colder.")
    expect(area).to_have_value("")
    page.goto(asked)
    expect(area).to_have_value("")


def test_one_is_asked_once_before_something_is_deleted(
    page: Page, town: people.Cast, asked: str, enter_as: Any
) -> None:
    enter_as(page, town.person("bo"))
    page.goto(asked)
    answer = page.locator(".answer")
    sure = page.get_by_role("dialog")
    answer.get_by_label("More about this post").click()
    answer.get_by_role("button", name="Delete").click()
    expect(sure).to_contain_text("It can be restored.")
    sure.get_by_role("button", name="Leave it").click()
    expect(sure).to_be_hidden()
    expect(answer.locator(".tombstone")).to_have_count(0)
    answer.get_by_label("More about this post").click()
    answer.get_by_role("button", name="Delete").click()
    sure.get_by_role("button", name="Go ahead").click()
    expect(answer.locator(".tombstone")).to_be_visible()
    answer.get_by_role("button", name="Restore").click()
    expect(answer.locator(".tombstone")).to_have_count(0)


def test_share_copies_the_address(page: Page, town: people.Cast, asked: str, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.goto(asked)
    page.get_by_role("link", name="Share").first.click()
    expect(page.locator("#announce")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}{asked}"


def test_one_signs_out_from_the_menu(page: Page, town: people.Cast, enter_as: Any) -> None:
    enter_as(page, town.person("ada"))
    page.goto("/c/the-bakers")
    page.locator(".me summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
