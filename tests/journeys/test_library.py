"""The library: arranged by keyboard and by dragging, gone through page by page, with terms that explain themselves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lorehall.kernel.facts import deliver_all
from lorehall.library.models import Topic
from lorehall.library.rules import collect, topic
from lorehall.library.rules.place import place
from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.journeys.keys import Keyboard
from tests.making import practice

ARRANGE = "/c/the-bakers/practice/arrange"


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them, and a library of three topics, two of them with a page."""
    town = people.gather()
    bo = town.viewer("bo")
    flour, ovens, _rye = (topic.add(town.bakers.pk, name, by=bo) for name in ("Flour", "Ovens", "Rye"))
    made = collect.make(town.bakers.pk, collect.Wish("New to the oven", starter=True), by=bo)
    for title, held in (("Sift the flour twice", flour), ("Fire it before dawn", ovens)):
        item = practice(bo, town.bakers, title, text="The poolish waits.\n\n## Steps\n\n1. Poolish first.\n")
        place(item.pk, held.pk, by=bo)
        collect.put_in(made.pk, item.pk, by=bo)
    practice(bo, town.bakers, "Poolish", text="Also: wet starter\n\nA wet pre-ferment.", shape="glossary")
    deliver_all(strict=True)
    return town


def drawn() -> list[tuple[int, str]]:
    """The topics in their order, with how deep they stand."""
    rows = Topic.objects.all()
    return [(len(row.trail) - 1, row.name) for row in sorted(rows, key=_way)]


def _way(row: Topic) -> list[int]:
    return [*(_way(row.parent) if row.parent else ()), row.position]


def test_topics_are_arranged_with_the_keyboard_alone(
    page: Page, keyboard: Keyboard, town: people.Cast, enter_as: Any, check_page: PageCheck
) -> None:
    enter_as(page, town.person("bo"))
    page.goto(ARRANGE)
    check_page(page)
    keyboard.to("Up: Rye").press("Enter")
    page.wait_for_url("**/arrange#topic-*")
    keyboard.to("Below the one above it: Rye").press("Enter")
    expect(page.locator("[data-below] [data-below] > li a").first).to_have_text("Rye")
    keyboard.to("Change: Rye").press("Alt+ArrowLeft")
    expect(page.locator("topic-tree > ul > li")).to_have_count(3)
    assert drawn() == [(0, "Flour"), (0, "Rye"), (0, "Ovens")]
    keyboard.to("Name").type("Salt")
    keyboard.to("Add it").press("Enter")
    expect(page.locator("topic-tree > ul > li")).to_have_count(4)


def test_topics_are_arranged_without_script(page_without_javascript: Page, town: people.Cast, enter_as: Any) -> None:
    page = page_without_javascript
    enter_as(page, town.person("bo"))
    page.goto(ARRANGE)
    page.get_by_role("button", name="Below the one above it: Ovens").click()
    page.get_by_role("button", name="Up: Rye").click()
    assert drawn() == [(0, "Rye"), (0, "Flour"), (1, "Ovens")]
    page.locator(".twig", has_text="Flour").get_by_role("link", name="Change").click()
    page.get_by_role("button", name="Take the topic out").click()
    assert drawn() == [(0, "Rye"), (0, "Ovens")]


def test_topics_are_dragged_by_their_dots(page: Page, town: people.Cast, enter_as: Any) -> None:
    enter_as(page, town.person("bo"))
    twigs = {name: page.locator(".twig", has_text=name) for name in ("Flour", "Ovens", "Rye")}

    def drag(name: str, onto: str, part: float) -> None:
        page.goto(ARRANGE)  # not scrolling to the topic that was moved last
        grip, to = twigs[name].locator(".grip").bounding_box(), twigs[onto].bounding_box()
        assert grip
        assert to
        page.mouse.move(grip["x"] + 4, grip["y"] + 8)
        page.mouse.down()
        page.mouse.move(to["x"] + 60, to["y"] + to["height"] * part, steps=4)
        with page.expect_navigation():
            page.mouse.up()

    drag("Rye", "Flour", 0.1)
    assert drawn() == [(0, "Rye"), (0, "Flour"), (0, "Ovens")]
    drag("Ovens", "Rye", 0.5)
    assert drawn() == [(0, "Rye"), (1, "Ovens"), (0, "Flour")]
    drag("Rye", "Flour", 0.9)
    assert drawn() == [(0, "Flour"), (0, "Rye"), (1, "Ovens")]


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_newcomer_goes_through_the_starter_set(
    request: pytest.FixtureRequest, town: people.Cast, enter_as: Any, script: bool, check_page: PageCheck
) -> None:
    page: Page = request.getfixturevalue("page" if script else "page_without_javascript")
    enter_as(page, town.person("di"))
    page.goto("/c/the-bakers/practice")
    if script:
        check_page(page)
    page.get_by_role("link", name="Sift the flour twice").first.click()
    stands = page.locator(".panel", has_text="New to the oven")
    expect(stands).to_contain_text("1 of 2")
    page.get_by_role("button", name="Done, next").click()
    page.wait_for_url("**/fire-it-before-dawn")
    page.get_by_role("button", name="Done", exact=True).click()
    page.wait_for_url("**/collections/new-to-the-oven")
    expect(page.get_by_text("That is all of it.")).to_be_visible()
    expect(page.get_by_text("2 of 2 done")).to_be_visible()
    page.goto("/c/the-bakers/practice")
    expect(page.get_by_role("heading", name="New here? Start with these")).to_have_count(0)


def test_a_term_explains_itself_on_hover_and_on_focus(
    page: Page, keyboard: Keyboard, town: people.Cast, check_page: PageCheck
) -> None:
    page.goto("/c/the-bakers/practice?show=newest")
    page.get_by_role("link", name="Sift the flour twice").click()
    check_page(page)
    said = page.get_by_role("tooltip")
    expect(said).to_have_count(0)
    page.locator(".term").hover()
    expect(said).to_have_text("A wet pre-ferment.")
    page.keyboard.press("Escape")
    expect(said).to_have_count(0)
    page.mouse.move(0, 0)
    keyboard.to("poolish")
    expect(said).to_be_visible()
    check_page(page)
    page.keyboard.press("Escape")
    expect(said).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/poolish")
    expect(page.locator(".term")).to_have_count(0)


def test_a_term_explains_itself_on_a_phone(phone: Page, town: people.Cast, check_page: PageCheck) -> None:
    phone.goto("/c/the-bakers/practice?show=newest")
    phone.get_by_role("link", name="Sift the flour twice").tap()
    phone.locator(".term a").focus()
    expect(phone.get_by_role("tooltip")).to_be_in_viewport()
    check_page(phone)
