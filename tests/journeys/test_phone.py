"""On a phone: the five places, everything else below the text, and nothing that moves while one reads."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import cast as people
from tests.journeys.checks import moves
from tests.whereabouts import question


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


def test_the_bottom_bar_has_five_places_and_the_last_leads_to_the_rest(
    phone: Page, town: people.Cast, enter_as: Any
) -> None:
    enter_as(phone, town.person("bo"))
    phone.goto("/c/the-bakers")
    bar = phone.get_by_role("navigation", name="Main places")
    expect(bar.get_by_role("link")).to_have_text(["Home", "Questions", "Practice", "Unread", "More"])
    bar.get_by_role("link", name="More").tap()
    places = phone.get_by_role("navigation", name="Places", exact=True)
    expect(places.get_by_role("link", name="Tags")).to_be_in_viewport()
    places.get_by_role("link", name="Charter").tap()
    phone.wait_for_url("**/charter")


def test_one_asks_with_a_thumb(phone: Page, town: people.Cast, enter_as: Any) -> None:
    enter_as(phone, town.person("ada"))
    phone.goto("/c/the-bakers")
    phone.get_by_role("link", name="Ask or share").tap()
    phone.get_by_role("main").get_by_role("link", name="Ask", exact=True).tap()
    phone.get_by_label("Your question in one sentence").fill("Why is the crust so pale?")
    phone.get_by_label("What is it about?").fill("Forty minutes.")
    phone.get_by_role("button", name="Ask", exact=True).tap()
    expect(phone.get_by_role("heading", name="Why is the crust so pale?")).to_be_in_viewport()


def test_nothing_moves_after_it_was_drawn(phone: Page, town: people.Cast, enter_as: Any) -> None:
    enter_as(phone, town.person("bo"))
    asked = question(town, town.bakers).parts
    phone.goto("/c/the-bakers")
    phone.wait_for_timeout(600)  # what moves right after a window got its size does not count
    for path in (
        "/c/the-bakers/questions/ask",
        "/c/the-bakers/conversations/start",
        f"/q/{asked['item_id']}/{asked['slug']}",
        "/c/the-bakers/people",
        "/settings/profile",
    ):
        phone.goto(path, wait_until="load")
        assert not moves(phone), path
