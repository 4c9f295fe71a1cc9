"""Every page that the door table knows is opened in a real browser, and checked whole."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests import doors
from tests.journeys import chromium
from tests.journeys.checks import PageCheck
from tests.town import Town

# Parts of pages, data and texts. A file's own policy lets no script run beside it, so nothing could be asked there.
NOT_PAGES = {
    "content:complete_items",
    "content:complete_people",
    "content:file",
    "content:item_markdown",
    "content:post_markdown",
    "healthz",
    "reading:news",
    "reading:seen",
    "readyz",
    "search:similar",
    "search:suggest",
}
SOMEBODY = ("bo", "visitor", "ada")


def pages(who: str) -> Iterator[doors.Door]:
    """The first door of each address behind which this one finds a page."""
    seen: set[str] = set()
    for door in doors.read(doors.DOORS):
        shown = door.method == "GET" and door.name not in NOT_PAGES | seen and door.expected[who] == "200"
        if shown and not (who == "ada" and door.expected["bo"] == "200"):
            seen.add(door.name)
            yield door


def page_as(who: str, town: Town, browser: Browser, site: str) -> Page:
    """A browser in which this one is signed in. One page for all doors, so that fonts and styles come once."""
    context = browser.new_context(viewport=chromium.DESK, base_url=site)
    if town.sessions[who]:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": town.sessions[who], "url": site}])
    return chromium.open_page(context)


@pytest.mark.parametrize("who", SOMEBODY)
def test_every_page_is_sound_for_this_one(
    who: str, site: str, browser: Browser, check_page: PageCheck, transactional_db: None
) -> None:
    town = Town()
    page = page_as(who, town, browser, site)
    found = []
    for door in pages(who):
        query = urlencode(town.at(door).query)
        page.goto(f"{town.url(door)}?{query}" if query else town.url(door), wait_until="load")
        try:
            check_page(page)
        except AssertionError as error:
            found.append(f"── {door}: {error}")
        chromium.complaints(page).said.clear()
    page.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("visitor", "/c/nowhere", 404),
        ("ada", "/c/nowhere", 404),
        ("ada", "/q/999999", 404),
        ("visitor", "/c/the-bakers/people", 403),
        ("ada", "/c/the-bakers/settings", 403),
        ("ada", "/invite/none", 410),
    ],
)
def test_a_page_that_says_no_is_sound(
    who: str, path: str, status: int, site: str, browser: Browser, check_page: PageCheck, transactional_db: None
) -> None:
    page = page_as(who, Town(), browser, site)
    answer = page.goto(path, wait_until="load")
    assert answer is not None
    assert answer.status == status
    chromium.complaints(page).expect(str(status))
    check_page(page)
    page.context.close()


def test_a_form_that_is_refused_is_sound(
    site: str, browser: Browser, check_page: PageCheck, transactional_db: None
) -> None:
    town = Town()
    page = page_as("ada", town, browser, site)
    for path, button in (("/c/the-bakers/questions/ask", "Ask"), ("/settings/profile", "Save")):
        page.goto(path)
        page.locator("main :is(input, textarea)[required]").evaluate_all(
            "fields => fields.forEach(field => { field.required = false; field.value = '' })"
        )
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
        page.get_by_role("alert").wait_for()
        chromium.complaints(page).expect("422")
        check_page(page)
    page.context.close()


def test_a_page_that_shows_both_texts_is_sound(
    site: str, browser: Browser, check_page: PageCheck, transactional_db: None
) -> None:
    town = Town()
    page = page_as("ada", town, browser, site)
    for whereabout in ("adas_question", "adas_conversation"):
        page.goto(f"/p/{town.places[whereabout].parts['post_id']}/edit")
        page.locator("textarea[name=text]").fill("Mine is another text.")
        page.locator("[name=version]").evaluate("field => { field.value = '0' }")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Somebody else changed this while you wrote").first.wait_for()
        chromium.complaints(page).expect("409")
        check_page(page)
    page.context.close()
