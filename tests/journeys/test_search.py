"""Finding, by keyboard and by buttons; asking while what is like it is shown; with a script and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.content.models import Item
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.confirm import confirm
from lorehall.search.models import Spared
from tests.cast import Cast, gather
from tests.journeys.checks import PageCheck, axe, dim
from tests.journeys.keys import Keyboard

Enter = Callable[[Page, Any], None]
TITLE = "Why is my crumb so dense today?"


@pytest.fixture
def town(transactional_db: None) -> Cast:
    """The cast; Ada asked why the crumb is dense and confirmed what Bo answered, Di asked something else."""
    cast = gather()
    item = ask(
        cast.bakers.pk, Asking("Why is the crumb so dense?", "Forty minutes.", tags="crumb"), by=cast.viewer("ada")
    )
    post = answer(item.pk, "Proof it **longer** at 26 degrees.", by=cast.viewer("bo"))
    confirm(post.pk, by=cast.viewer("ada"))
    ask(cast.bakers.pk, Asking("Is a dense crumb safe to eat?", "It is wet.", tags="crumb"), by=cast.viewer("di"))
    return cast


def test_one_finds_by_keyboard_alone(town: Cast, page: Page, enter_as: Enter, check_page: PageCheck) -> None:
    enter_as(page, town.person("ada"))
    page.goto("/c/the-bakers")
    keyboard = Keyboard(page).press("/")
    assert keyboard.focused() == "Search"
    box = page.get_by_role("combobox", name="Search")
    page.keyboard.type("why is the cr", delay=20)
    option = page.get_by_role("option", name="Why is the crumb so dense?")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert not axe(page)
    keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("u")
    expect(option).to_be_visible()
    keyboard.press("ArrowDown").go()
    expect(page.get_by_role("heading", name="Why is the crumb so dense?", level=1)).to_be_visible()
    check_page(page)


def test_enter_without_a_choice_searches_and_filters_are_buttons(
    town: Cast, page: Page, enter_as: Enter, check_page: PageCheck
) -> None:
    enter_as(page, town.person("ada"))
    page.goto("/c/the-bakers")
    Keyboard(page).press("/").type("dense crumb is:opne").go()
    results = page.locator(".result")
    expect(results).to_have_count(2)
    expect(page.get_by_text("There is no “is:opne”.")).to_be_visible()
    check_page(page)
    assert not dim(page)
    page.get_by_role("link", name="is:open").click()
    expect(results).to_have_count(1)
    expect(results).to_contain_text("Is a dense crumb safe to eat?")
    page.get_by_role("link", name=re.compile("^Open.*take away")).click()
    page.locator(".pick summary").first.click()
    page.get_by_role("link", name="Confirmed").click()
    expect(results).to_have_count(1)
    expect(results.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Conversations").last.click()
    expect(page.get_by_text("Nothing was found for “dense crumb”.")).to_be_visible()
    check_page(page)
    page.goto("/search")
    check_page(page)


def test_without_a_script_the_box_is_a_plain_form(
    town: Cast, page_without_javascript: Page, check_page: PageCheck
) -> None:
    page = page_without_javascript
    page.goto("/c/the-bakers")
    page.get_by_role("searchbox", name="Search").fill("longer degrees")
    page.get_by_role("searchbox", name="Search").press("Enter")
    expect(page).to_have_url(re.compile("in=the-bakers"))
    page.locator(".result h2 a").click()
    expect(page.locator(".answer.confirmed")).to_be_visible()
    assert "#p" in page.url  # the word stands in the answer, so one is brought to it


def test_a_phone_finds_too(town: Cast, phone: Page) -> None:
    phone.goto("/c/the-bakers")
    phone.get_by_role("link", name="Search").click()
    phone.get_by_role("combobox", name="Search").fill("crumb in:the-bakers")
    phone.get_by_role("button", name="Search").click()
    expect(phone.locator(".result")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_is_like_it_is_read_in_place_and_answers_it(
    town: Cast, page: Page, enter_as: Enter, check_page: PageCheck
) -> None:
    enter_as(page, town.person("di"))
    page.goto("/c/the-bakers/questions/ask")
    keyboard = Keyboard(page).to("Your question in one sentence")
    page.keyboard.type("Why is my")
    page.wait_for_timeout(700)
    expect(page.locator("similar-items details")).to_have_count(0)
    page.keyboard.type(" crumb so dense today?")
    said = page.locator("similar-items [aria-live]")
    expect(said).to_contain_text("here already")
    near = page.locator("similar-items details").first
    expect(near).to_contain_text("Why is the crumb so dense?")
    check_page(page)
    keyboard.press("Tab")
    assert keyboard.focused().startswith("Why is the crumb so dense?")
    keyboard.press("Enter")
    expect(near.get_by_text("longer")).to_be_visible()
    assert page.get_by_label("Your question in one sentence").input_value() == TITLE
    check_page(page)
    keyboard.to("This answers it").go()
    expect(page.get_by_text("thank you for looking")).to_be_visible()
    expect(page.locator(".answer.confirmed")).to_be_visible()
    assert Spared.objects.count() == 1
    assert Item.objects.count() == 2
    page.goto("/c/the-bakers/questions/ask")
    expect(page.get_by_label("Your question in one sentence")).to_have_value("")


def test_what_comes_in_above_moves_nothing_that_is_being_typed(town: Cast, page: Page, enter_as: Enter) -> None:
    enter_as(page, town.person("di"))
    page.goto("/c/the-bakers/questions/ask")
    page.get_by_label("Your question in one sentence").fill(TITLE)
    text = page.get_by_label("What is it about?")
    text.focus()
    top = "document.activeElement.getBoundingClientRect().top"
    before = page.evaluate(top)
    expect(page.locator("similar-items details").first).to_be_attached()
    page.keyboard.type("Mine too.")
    assert abs(page.evaluate(top) - before) <= 1


def test_enter_in_the_title_asks_and_presses_nothing_else(town: Cast, page: Page, enter_as: Enter) -> None:
    enter_as(page, town.person("di"))
    page.goto("/c/the-bakers/questions/ask")
    page.get_by_label("What is it about?").fill("Mine is dense.")
    page.get_by_label("Your question in one sentence").fill(TITLE)
    expect(page.locator("similar-items details").first).to_be_attached()
    with page.expect_navigation():
        page.get_by_label("Your question in one sentence").press("Enter")
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    assert not Spared.objects.exists()


def test_without_a_script_a_button_shows_what_is_like_it(
    town: Cast, page_without_javascript: Page, enter_as: Enter, check_page: PageCheck
) -> None:
    page = page_without_javascript
    enter_as(page, town.person("di"))
    page.goto("/c/the-bakers/questions/ask")
    page.get_by_label("Your question in one sentence").fill(TITLE)
    page.get_by_label("What is it about?").fill("Mine is dense.")
    page.get_by_role("button", name="Look for similar ones").click()
    expect(page.get_by_label("What is it about?")).to_have_value("Mine is dense.")
    page.locator("similar-items details summary").first.click()
    expect(page.get_by_text("Proof it longer")).to_be_visible()
    page.get_by_role("button", name="This answers it").first.click()
    expect(page.get_by_text("thank you for looking")).to_be_visible()
    assert Spared.objects.count() == 1


def test_a_coordinator_reads_what_was_looked_for_in_vain(
    town: Cast, page: Page, enter_as: Enter, check_page: PageCheck
) -> None:
    enter_as(page, town.person("ada"))
    page.goto("/search?q=zeppelin+in:the-bakers")
    enter_as(page, town.person("bo"))
    page.goto("/c/the-bakers/searches")
    expect(page.get_by_text("1 time", exact=True)).to_be_visible()
    check_page(page)
    page.get_by_role("button", name=re.compile("Dismiss.*zeppelin")).click()
    page.locator("details.settled summary").click()
    expect(page.get_by_text("dismissed by Bo")).to_be_visible()
    page.get_by_role("button", name=re.compile("Put back.*zeppelin")).click()
    page.get_by_role("button", name=re.compile("Ask it.*zeppelin")).click()
    expect(page.get_by_label("Your question in one sentence")).to_have_value("zeppelin")
