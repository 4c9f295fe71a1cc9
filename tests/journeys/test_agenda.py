"""The learning agenda: from an item's menu, from the charter, to what was learned and its practice."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.communities.rules.charter import CharterText, revise_charter
from tests import cast as people
from tests.journeys import chromium
from tests.journeys.checks import PageCheck
from tests.making import practice, talk

ASKED = "How long may the dough rest?"


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them, and a charter that asks something."""
    cast = people.gather()
    text = CharterText(about="Bread.", agenda=(ASKED, "Which ovens keep the heat?"))
    revise_charter(cast.bakers.pk, text, based_on=cast.bakers.charter_number, reason="We ask.", by=cast.viewer("bo"))
    return cast


def test_a_question_of_the_charter_gathers_what_belongs_to_it_until_it_is_answered(
    page: Page, town: people.Cast, enter_as: Any, check_page: PageCheck
) -> None:
    item = talk(town.viewer("ada"), town.bakers, "Mine rests for a night")
    says = practice(town.viewer("ada"), town.bakers, "Rest the dough overnight")
    enter_as(page, town.person("ada"))
    page.goto(f"/t/{item.pk}/{item.slug}")
    page.get_by_role("link", name="Learning agenda").click()
    check_page(page)
    page.get_by_label(ASKED).check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"/c/{town.bakers.slug}/charter")
    page.get_by_role("link", name="What has been learned so far").click()
    expect(page.get_by_role("link", name="Mine rests for a night")).to_be_visible()
    check_page(page)

    page.context.clear_cookies()
    enter_as(page, town.person("bo"))
    page.goto(f"/c/{town.bakers.slug}/agenda")
    page.get_by_role("link", name=ASKED).click()
    page.get_by_label("What belongs to it").fill("Nothing like it")
    page.get_by_role("button", name="Attach").click()
    page.get_by_role("alert").wait_for()
    chromium.complaints(page).expect("422")
    check_page(page)
    page.get_by_label("What belongs to it").fill(f"#{says.pk}")
    page.get_by_role("button", name="Attach").click()
    page.get_by_role("link", name="It is answered").click()
    check_page(page)
    page.get_by_label("What was learned").fill("A night in the cold is best.")
    page.get_by_label("The practice that says it").fill("rest the dough overnight")
    page.get_by_role("button", name="Close the question").click()
    expect(page.get_by_text("A night in the cold is best.")).to_be_visible()
    expect(page.get_by_role("link", name="Rest the dough overnight").first).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_text("Still open")).to_be_visible()
