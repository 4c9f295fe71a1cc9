"""Every page that the door table knows is opened in a real browser, and checked whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests import doors
from tests.journeys import chromium
from tests.journeys.checks import PageCheck
from tests.town import Town

SOMEBODY = ("ada", "bo", "visitor")
NOT_PAGES = {"healthz", "readyz"}
AREAS = ("pages", "people", "communities", "content", "conversations", "questions", "account", "mfa")


def pages(area: str) -> Iterator[tuple[doors.Door, str]]:
    """The first door of each address of an area behind which a page is, with one who may see it."""
    seen = set()
    for door in doors.read(doors.DOORS):
        if door.method == "GET" and door.name.startswith(area) and door.name not in NOT_PAGES:
            who = next((who for who in SOMEBODY if door.expected[who] == "200"), None)
            if who and door.name not in seen:
                seen.add(door.name)
                yield door, who


@pytest.mark.parametrize("area", AREAS)
def test_every_page_of_this_area_is_sound(
    area: str, site: str, browser: Browser, check_page: PageCheck, transactional_db: None
) -> None:
    town = Town()
    found = []
    for door, who in pages(area):
        context = browser.new_context(viewport=chromium.DESK, base_url=site)
        if town.sessions[who]:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": town.sessions[who], "url": site}
            context.add_cookies([cookie])
        page = chromium.open_page(context)
        page.goto(town.url(door), wait_until="load")
        try:
            check_page(page)
        except AssertionError as error:
            found.append(f"── {door} as {who}: {error}")
        context.close()
    assert not found, "\n".join(found)
