"""A poll: choosing, changing one's mind, the end; a preview: shown, removed. With JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.content.models import Post
from lorehall.kernel.tests.strangers import page as web_page
from lorehall.kernel.tests.strangers import stranger, trusting
from lorehall.polls.tests.polling import hold
from lorehall.previews import ask
from tests.cast import Cast, gather
from tests.journeys.chromium import complaints
from tests.making import opening, talk

Enter = Callable[[Page, Any], None]


@pytest.fixture
def town(transactional_db: None) -> Cast:
    return gather()


def read(page: Page, post: Post) -> None:
    page.goto(f"/p/{post.pk}")


def row(page: Page, choice: str) -> Any:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=choice))


def vote_change_and_end(page: Page, enter_as: Enter, town: Cast, check: Callable[[Page], None]) -> None:
    post, _poll = hold(town, "several choices", "at most 2", "open voters")
    enter_as(page, town.person("di"))
    read(page, post)
    expect(page.get_by_role("group", name="Which day?")).to_be_visible()
    check(page)
    page.get_by_label("Monday").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(row(page, "Monday")).to_contain_text("1 100 %")
    expect(row(page, "Tuesday")).to_contain_text("0 0 %")
    check(page)
    page.get_by_text("Change your vote").click()
    page.get_by_label("Tuesday").check()
    page.get_by_role("button", name="Vote anew").click()
    expect(row(page, "Tuesday")).to_contain_text("1 100 %")
    page.get_by_role("link", name="Who voted").click()
    expect(page.get_by_role("heading", level=1, name="Which day?")).to_be_visible()
    expect(page.get_by_role("definition").first).to_have_text("Di")
    check(page)
    enter_as(page, town.person("ada"))
    read(page, post)
    page.get_by_role("button", name="End the poll").click()
    expect(page.get_by_text("The poll has ended.")).to_be_visible()
    expect(row(page, "Monday")).to_contain_text("1 100 %")
    page.get_by_role("button", name="Open the poll again").click()
    expect(page.get_by_role("button", name="Vote", exact=True)).to_be_visible()


def test_a_poll_with_javascript(page: Page, town: Cast, enter_as: Enter, check_page: Callable[[Page], None]) -> None:
    vote_change_and_end(page, enter_as, town, check_page)


def test_a_poll_without_javascript(page_without_javascript: Page, town: Cast, enter_as: Enter) -> None:
    vote_change_and_end(page_without_javascript, enter_as, town, lambda _page: None)


def test_voting_with_javascript_stays_on_the_page(page: Page, town: Cast, enter_as: Enter) -> None:
    post, _poll = hold(town)
    enter_as(page, town.person("di"))
    read(page, post)
    page.evaluate("window.same = true")
    page.get_by_label("Tuesday").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(row(page, "Tuesday")).to_contain_text("1 100 %")
    assert page.evaluate("window.same")


def test_a_ranked_poll_on_a_phone(phone: Page, town: Cast, enter_as: Enter, check_page: Callable[[Page], None]) -> None:
    post, _poll = hold(town, "ranked choice")
    enter_as(phone, town.person("di"))
    read(phone, post)
    phone.get_by_label("Wednesday").select_option("1")
    phone.get_by_label("Monday").select_option("1")
    phone.get_by_role("button", name="Vote", exact=True).click()
    expect(phone.get_by_text("Two choices have the same place.")).to_be_visible()
    complaints(phone).expect("422")
    read(phone, post)
    phone.get_by_label("Wednesday").select_option("1")
    phone.get_by_label("Monday").select_option("2")
    phone.get_by_role("button", name="Vote", exact=True).click()
    expect(row(phone, "Wednesday")).to_contain_text("your number 1")
    check_page(phone)


def test_a_poll_is_begun_from_the_toolbar(page: Page, town: Cast, enter_as: Enter) -> None:
    item = talk(town.viewer("ada"), town.bakers)
    enter_as(page, town.person("di"))
    page.goto(f"/t/{item.pk}/{item.slug}")
    area = page.locator("#reply textarea")
    area.focus()
    page.get_by_role("button", name="Poll", exact=True).click()
    expect(area).to_have_value(re.compile("^```poll\n"))
    page.keyboard.type("Which flour?")
    expect(area).to_have_value("```poll\nWhich flour?\none choice\n- The first choice\n- The second choice\n```\n")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("group", name="Which flour?")).to_be_visible()


@pytest.mark.parametrize("with_javascript", [True, False])
def test_a_preview_is_shown_and_removed(
    request: pytest.FixtureRequest,
    town: Cast,
    enter_as: Enter,
    check_page: Callable[[Page], None],
    with_javascript: bool,
) -> None:
    page: Page = request.getfixturevalue("page" if with_javascript else "page_without_javascript")
    told = '<meta property="og:title" content="The mill at Rye"><meta name="description" content="Rye, ground.">'
    with stranger({"/": web_page(told)}) as mill:
        item = talk(town.viewer("ada"), town.bakers, text=f"Look:\n\n{mill.url()}")
        ask.look_at(opening(item).pk, trusting())
    enter_as(page, town.person("di"))
    read(page, opening(item))
    expect(page.get_by_role("link", name="The mill at Rye")).to_be_visible()
    expect(page.get_by_text("Rye, ground.")).to_be_visible()
    expect(page.get_by_role("button", name="Remove the preview")).to_have_count(0)
    if with_javascript:
        check_page(page)
    enter_as(page, town.person("ada"))
    read(page, opening(item))
    page.get_by_role("button", name="Remove the preview").click()
    expect(page.get_by_role("link", name=mill.url())).to_be_visible()
    expect(page.get_by_role("link", name="The mill at Rye")).to_have_count(0)
    page.get_by_role("button", name="Show the preview").click()
    expect(page.get_by_role("link", name="The mill at Rye")).to_be_visible()
