"""The chain in the demo: question, confirmed answer, practice, reports of use, evidence; and all the way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.checks import PageCheck

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUESTION = "How do you roll back a database migration when the new release is already taking traffic?"
PRACTICE = "Change a schema in two releases"


@pytest.fixture
def question(site: str, transactional_db: None) -> str:
    """The address of the question, in the demo that was built by the rules."""
    from lorehall.content import addresses
    from lorehall.content.models import Item
    from lorehall.house.demo.build import build

    build(NOW, "nobody-guesses-this")
    item = Item.objects.get(title=QUESTION)
    return addresses.of_item(item.kind, item.pk, item.slug)


def person(handle: str) -> Any:
    from lorehall.people.models import Person

    return Person.objects.get(handle=handle)


def stands(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def follow(link: Locator) -> None:
    """Go where it leads; what is a link can be reached by Tab."""
    expect(link).to_have_attribute("href", re.compile(r"."))
    link.click()


def forward(page: Page, question: str, check: Callable[[Page], None]) -> None:
    """From the question to the evidence."""
    page.goto(question)
    stands(page, QUESTION)
    check(page)
    answer = page.locator("article.confirmed")
    expect(answer).to_contain_text("Ines Duarte confirmed that this worked")
    follow(answer.get_by_role("link", name=PRACTICE, exact=True).first)
    stands(page, PRACTICE)
    check(page)
    expect(page.locator("main header").first).to_contain_text("version 7")
    reports = page.locator("#uses article.report")
    expect(reports).to_have_count(3)
    for verdict in ("Used as written", "Adapted", "Did not work"):
        expect(reports.filter(has_text=verdict)).to_have_count(1)
    evidence = page.locator("#evidence")
    expect(evidence).to_contain_text("Evidence: Promising")
    expect(evidence).to_contain_text("3 reports from 3 teams, 1 of them a failure.")
    expect(evidence).to_contain_text("Proven needs reports from 3 contexts that it worked in; it has 2.")
    follow(evidence.get_by_role("link", name="How it came to this"))
    stands(page, "Evidence: Promising")
    check(page)


def backward(page: Page, question: str, check: Callable[[Page], None]) -> None:
    """From the evidence to the question."""
    follow(page.get_by_role("main").get_by_role("link", name="All reports"))
    expect(page.locator("article.report")).to_have_count(3)
    check(page)
    follow(page.get_by_role("main").get_by_role("link", name=PRACTICE).first)
    stands(page, PRACTICE)
    follow(page.locator("main sup.cite a").first)
    expect(page).to_have_url(re.compile(r"#note-c\d+$"))
    source = page.locator("#sources li").first
    expect(source).to_contain_text("Tomasz Bielak’s answer")
    follow(source.get_by_role("link", name=QUESTION))
    stands(page, QUESTION)
    expect(page).to_have_url(re.compile(re.escape(question) + r".*#p\d+$"))
    expect(page.locator("article.confirmed")).to_be_in_viewport()


def sideways(page: Page, question: str, check: Callable[[Page], None]) -> None:
    """What it replaced leads to it, and a report that it cites leads to itself."""
    page.goto(question)
    follow(page.locator("article.confirmed").get_by_role("link", name=PRACTICE, exact=True).first)
    source = page.locator("#sources li").filter(has_text="Samira Khan’s report")
    follow(source.get_by_role("link", name=PRACTICE))
    failure = page.locator("article.report").filter(has_text="Did not work")
    expect(page).to_have_url(re.compile(rf"#{failure.get_attribute('id')}$"))
    expect(failure).to_be_in_viewport()
    expect(failure).to_contain_text("addressed in version 6")
    follow(page.get_by_role("complementary").get_by_role("link", name="Migration checklist"))
    stands(page, "Migration checklist")
    check(page)
    follow(page.get_by_role("main").get_by_role("link", name=PRACTICE).first)
    stands(page, PRACTICE)


def walk(page: Page, question: str, check: Callable[[Page], None]) -> None:
    forward(page, question, check)
    backward(page, question, check)
    sideways(page, question, check)


def test_the_chain_can_be_walked_in_both_directions_with_scripts_and_without(
    question: str, page: Page, page_without_javascript: Page, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, person("ada"))
    walk(page, question, check_page)
    walk(page_without_javascript, question, lambda _page: None)  # what checks a page is a script
