"""Reading where one left off, with scripts and without; five thousand posts; what comes while one reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.content.models import Item
from lorehall.reading.models import Read
from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.making import long_talk, reply, talk

HOME = "/c/the-bakers"


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


@pytest.fixture
def talked(town: people.Cast) -> Item:
    """A conversation of Bo's that Ada has read up to its third post, with three more since then."""
    item = talk(town.viewer("bo"), town.bakers, "Show your ovens")
    for number in range(2, 7):
        reply(town.viewer("bo"), item, f"Post {number}. " + "About ovens, at some length. " * 30)
    Read.objects.create(person=town.person("ada"), item=item, number=3)
    return item


def read_up_to(town: people.Cast, item: Item) -> int:
    return Read.objects.get(person=town.person("ada"), item=item).number


def until(page: Page, so: Callable[[], bool]) -> None:
    """Wait for what is told while a page is left, which nothing on the next one waits for."""
    for _ in range(50):
        if so():
            return
        page.wait_for_timeout(100)
    assert so()


def test_one_goes_on_where_one_left_off_and_the_count_falls(
    page: Page, town: people.Cast, talked: Item, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(f"{HOME}/conversations")
    rail = page.get_by_role("navigation", name="Places").get_by_role("link", name=re.compile("Unread"))
    expect(rail).to_contain_text("1")
    expect(page.locator(".row")).to_contain_text("3 new")
    check_page(page)
    page.get_by_role("link", name="Show your ovens").click()
    page.wait_for_url(re.compile(r"/t/\d+/show-your-ovens/4#p\d+"))
    expect(page.locator(".since-here")).to_have_text("New since you were here")
    expect(page.locator(".since-here + .post")).to_contain_text("Post 4.")
    check_page(page)
    page.locator(".post").last.scroll_into_view_if_needed()
    for post in page.locator(".post").all():
        post.scroll_into_view_if_needed()
        page.wait_for_timeout(1_500)
    page.goto(f"{HOME}/conversations")
    until(page, lambda: read_up_to(town, talked) == 6)
    page.reload()
    expect(page.locator(".row .new")).to_have_count(0)
    expect(rail.locator(".n")).to_have_count(0)


def test_what_was_not_on_the_screen_is_not_read(page: Page, town: people.Cast, talked: Item, enter_as: Any) -> None:
    enter_as(page, town.person("ada"))
    page.goto(f"/t/{talked.pk}/{talked.slug}")
    page.wait_for_timeout(1200)
    page.goto(HOME)
    assert read_up_to(town, talked) == 3


def test_without_scripts_a_page_is_read_when_it_is_shown(
    page_without_javascript: Page, town: people.Cast, talked: Item, enter_as: Any
) -> None:
    page = page_without_javascript
    enter_as(page, town.person("ada"))
    page.goto(f"{HOME}/unread")
    page.get_by_role("link", name="Show your ovens").click()
    page.wait_for_url(re.compile(r"/t/\d+/show-your-ovens/4#p\d+"))
    expect(page.locator(".since-here")).to_be_visible()
    page.goto(f"{HOME}/unread")
    expect(page.get_by_role("main")).to_contain_text("You have read everything here.")
    assert read_up_to(town, talked) == 6


def test_everything_is_marked_as_read_and_that_is_taken_back(
    page_without_javascript: Page, town: people.Cast, talked: Item, enter_as: Any, check_page: PageCheck
) -> None:
    page = page_without_javascript
    enter_as(page, town.person("ada"))
    page.goto(f"{HOME}/unread")
    page.get_by_role("button", name="Mark all read").click()
    expect(page.get_by_role("main")).to_contain_text("You have read everything here.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".row")).to_contain_text("3 new")
    assert read_up_to(town, talked) == 3


def test_five_thousand_posts_open_anywhere_and_the_slider_goes_by_keyboard(
    page: Page, town: people.Cast, enter_as: Any, check_page: PageCheck
) -> None:
    item = long_talk(town.viewer("bo"), town.bakers, posts=5000, over=timedelta(days=1500))
    enter_as(page, town.person("ada"))
    page.goto(f"/t/{item.pk}/{item.slug}/2500")
    expect(page.locator(".post").last).to_contain_text("Post 2500.")
    assert page.locator(".post").count() == 20
    check_page(page)
    months = page.locator(".scrubber dd a")
    assert months.count() > 40
    months.nth(20).click()
    expect(page.locator(".scrubber [aria-current]")).to_have_count(1)
    slider = page.get_by_role("slider", name="Number of the post")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator(".scrubber output")).to_contain_text(re.compile(r"#5000 · \w+ 20\d\d"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/4999#p\d+"))
    expect(page.get_by_text("Post 4999.")).to_be_in_viewport()


def test_on_a_phone_the_months_come_up_from_below(
    phone: Page, town: people.Cast, enter_as: Any, check_page: PageCheck
) -> None:
    item = long_talk(town.viewer("bo"), town.bakers, posts=300, over=timedelta(days=400))
    enter_as(phone, town.person("ada"))
    phone.goto(f"/t/{item.pk}/{item.slug}")
    phone.get_by_role("link", name="Go to a date").tap()
    sheet = phone.locator("#goto")
    expect(sheet).to_be_in_viewport()
    check_page(phone)
    sheet.locator("dd a").nth(5).tap()
    expect(phone.locator("h1")).to_have_text(item.title)
    assert re.search(r"/\d+$", phone.url)


def test_what_comes_is_said_without_moving_the_page(
    page: Page, town: people.Cast, talked: Item, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(f"/t/{talked.pk}/{talked.slug}")
    page.evaluate("scrollTo(0, 400)")
    before = page.evaluate("[scrollY, document.querySelector('.post:last-of-type').getBoundingClientRect().top]")
    reply(town.viewer("bo"), talked, "And one more.")
    reply(town.viewer("ada"), talked, "My own does not count.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    bar = page.locator("news-bar")
    expect(bar.get_by_role("link")).to_have_text("1 new post")
    after = page.evaluate("[scrollY, document.querySelector('.post:last-of-type').getBoundingClientRect().top]")
    assert after == before
    check_page(page)
    bar.get_by_role("link").click()
    expect(page.get_by_text("And one more.")).to_be_in_viewport()
