"""From a confirmed answer to the practice that it became part of, and back; and being named there, or not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from lorehall.content.models import Item
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.confirm import confirm
from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.journeys.letters import link_in_mail
from tests.making import practice

TEXT = "Use it when time is short.\n\n## Steps\n\n1. Mix.\n2. Wait for twelve hours. [^p{post}]\n"


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


@pytest.fixture
def harvested(town: people.Cast) -> tuple[Item, Item]:
    """Ada's question, whose confirmed answer is Di's, and Bo's practice with it."""
    asked = ask(town.bakers.pk, Asking("Why is it flat?", "It is."), by=town.viewer("ada"))
    given = answer(asked.pk, "Wait for twelve hours.", by=town.viewer("di"))
    confirm(given.pk, by=town.viewer("ada"))
    return asked, practice(town.viewer("bo"), town.bakers, text=TEXT.format(post=given.pk))


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_the_arrow_is_walked_both_ways(
    request: pytest.FixtureRequest, harvested: tuple[Item, Item], script: bool, check_page: PageCheck
) -> None:
    page: Page = request.getfixturevalue("page" if script else "page_without_javascript")
    asked, made = harvested
    page.goto(f"/q/{asked.pk}/{asked.slug}")
    if script:
        check_page(page)
    page.locator(".seal").get_by_role("link", name=made.title).click()
    page.wait_for_url(f"**/practice/{made.pk}/*")
    page.locator("sup.cite a").click()
    expect(page.locator("li:target")).to_contain_text("Di’s answer to “Why is it flat?”, confirmed")
    if script:
        check_page(page)
    page.locator("li:target .back").click()
    expect(page.locator("sup.cite :target")).to_be_visible()
    page.locator(".sources").get_by_role("link", name=asked.title).click()
    page.wait_for_url(f"**/q/{asked.pk}/**")
    page.get_by_role("link", name="Harvested into a practice").click()
    page.wait_for_url(f"**/practice/{made.pk}/*")


def test_one_is_told_by_mail_and_leaves_ones_name_out_by_its_link(
    page: Page, town: people.Cast, harvested: tuple[Item, Item], enter_as: Any, check_page: PageCheck
) -> None:
    made = harvested[1]
    assert link_in_mail("di@example.org").endswith(made.slug)
    (letter,) = [message for message in mail.outbox if message.to == ["di@example.org"]]
    link = next(word for word in str(letter.body).split() if "/credit/" in word)
    page.goto("/credit/" + link.partition("/credit/")[2])
    check_page(page)
    page.get_by_role("button", name="Leave my name out").click()
    expect(page.get_by_text("Your name is left out there.")).to_be_visible()
    page.get_by_role("link", name=made.title).click()
    expect(page.locator(".sources li")).to_contain_text("An answer to “Why is it flat?”")
    enter_as(page, town.person("di"))
    page.reload()
    page.get_by_role("button", name="Name me again").click()
    expect(page.locator(".sources li")).to_contain_text("Di’s answer to “Why is it flat?”")
    check_page(page)
