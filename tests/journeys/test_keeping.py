"""Keeping practices true: from a letter, by an edit that others suggest, with a note of who sees it otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.kernel import clock
from lorehall.practice.jobs import keep_true
from lorehall.practice.models import Practice
from lorehall.practice.rules.hand_over import hand_over
from lorehall.practice.rules.revise import Change, revise
from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.journeys.letters import link_in_mail
from tests.making import opening, practice

TEXT = "Use it when time is short.\n\n## Steps\n\n1. Mix.\n2. Wait an hour.\n\n## Where it does not fit\n\nIn summer.\n"


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


@pytest.fixture
def kept(town: people.Cast) -> Any:
    """A practice that Ada keeps."""
    return practice(town.viewer("ada"), town.bakers, text=TEXT)


def test_a_steward_says_still_right_from_the_letter_without_signing_in(
    page: Page, kept: Any, check_page: PageCheck
) -> None:
    Practice.objects.filter(pk=kept.pk).update(review_on=clock.now().date())
    keep_true.call()
    letter = link_in_mail("ada@example.org")
    assert letter == f"/practice/{kept.pk}/{kept.slug}"
    page.goto(letter)
    expect(page.get_by_text("Review due", exact=True)).to_be_visible()
    page.goto(link_in_mail("ada@example.org", containing="/keep/"))
    check_page(page)
    page.get_by_label("A note").fill("Baked it on Sunday.")
    page.get_by_role("button", name="It is still right").click()
    expect(page.get_by_text("This review is answered.")).to_be_visible()
    check_page(page)
    page.goto(letter)
    expect(page.get_by_text("Current", exact=True)).to_be_visible()


def test_a_suggestion_is_accepted_though_the_text_changed_meanwhile(
    page: Page, town: people.Cast, kept: Any, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, town.person("di"))
    page.goto(f"/practice/{kept.pk}/{kept.slug}")
    page.get_by_role("link", name="Suggest an edit").first.click()
    check_page(page)
    text = page.get_by_role("main").get_by_label("Text", exact=True)
    text.fill(TEXT.replace("an hour", "two hours"))
    page.get_by_label("Why, in a line").fill("An hour is not enough.")
    page.get_by_role("button", name="Suggest", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An hour is not enough.")
    check_page(page)
    change = Change(TEXT.replace("In summer.", "In summer, or with spelt."), opening(kept).version, "Spelt.")
    revise(kept.pk, change, by=town.viewer("ada"))
    page.context.clear_cookies()
    enter_as(page, town.person("ada"))
    page.goto(f"/practice/{kept.pk}/{kept.slug}")
    page.get_by_role("link", name="1 suggested edit").click()
    check_page(page)
    page.get_by_role("link", name="An hour is not enough.").click()
    expect(page.get_by_text("Both fit together")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url(f"**/practice/{kept.pk}/{kept.slug}")
    expect(page.get_by_text("Wait two hours.")).to_be_visible()
    expect(page.get_by_text("or with spelt")).to_be_visible()


def test_one_sees_it_otherwise_beside_the_section_and_it_is_settled(
    page: Page, town: people.Cast, kept: Any, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, town.person("di"))
    page.goto(f"/i/{kept.pk}/dissent")
    page.get_by_label("Beside what").select_option("Steps")
    page.get_by_label("How you see it").fill("I wait for a night.")
    page.get_by_role("button", name="Put it beside the text").click()
    expect(page.get_by_text("I wait for a night.")).to_be_visible()
    check_page(page)
    page.context.clear_cookies()
    enter_as(page, town.person("ada"))
    page.reload()
    page.get_by_role("button", name="It is settled").click()
    expect(page.get_by_text("I wait for a night.")).to_be_hidden()
    page.get_by_text("1 note of dissent that is settled").click()
    expect(page.get_by_text("I wait for a night.")).to_be_visible()
    check_page(page)


def test_a_practice_is_handed_on_without_scripts(
    page_without_javascript: Page, town: people.Cast, kept: Any, enter_as: Any
) -> None:
    page = page_without_javascript
    hand_over(kept.pk, to="di", note="I move away.", by=town.viewer("ada"))
    enter_as(page, town.person("di"))
    page.goto(f"/practice/{kept.pk}/{kept.slug}")
    expect(page.get_by_text("Ada asks you to keep it.")).to_be_visible()
    page.get_by_role("button", name="I’ll keep it").click()
    expect(page.get_by_text("You keep it from now on.")).to_be_visible()
    page.get_by_role("button", name="Still right").click()
    expect(page.get_by_text("Still right. Somebody looks again by")).to_be_visible()
