"""The demo's main pages, full as in life: sound on a desk and a phone, and readable in both themes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.checks import PageCheck, dim
from tests.journeys.chromium import complaints

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOME = "/c/delivery-reliability"
PAGES = (
    HOME,
    f"{HOME}/questions",
    f"{HOME}/questions?show=unanswered",
    f"{HOME}/conversations",
    f"{HOME}/people",
    f"{HOME}/charter",
    f"{HOME}/tags",
    f"{HOME}/launch",
    "/communities",
    "/people/mei",
)
THREADS = (
    "What burn rate should page somebody?",
    "runbook",
    "Who owns the down migration",
    "The pager went from 40",
    "on-call",
)


@pytest.fixture
def demo(site: str, transactional_db: None) -> None:
    """The demo community, built by the rules."""
    from lorehall.house.demo.build import build

    build(NOW, "nobody-guesses-this")


def addresses() -> list[str]:
    """The main pages, and some threads that have what texts can have: code, tables, formulas, tombstones."""
    from lorehall.content import addresses as content
    from lorehall.content.models import Item

    found = []
    for words in THREADS:
        item = Item.objects.filter(title__icontains=words, deleted_at=None).order_by("pk").first()
        if item is not None:
            found.append(content.of_item(item.kind, item.pk, item.slug))
    return [*PAGES, *found]


def test_the_pages_of_the_demo_are_sound_and_readable_in_the_dark(
    demo: None, page: Page, enter_as: Any, check_page: PageCheck
) -> None:
    from lorehall.people.models import Person

    enter_as(page, Person.objects.get(handle="bo"))
    found = []
    for address in addresses():
        answer = page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status == 200, address
        try:
            check_page(page)
        except AssertionError as error:
            found.append(str(error))
        found += [f"{address} in the dark: {finding}" for finding in dim(page)]
        complaints(page).said.clear()
    assert not found, "\n".join(found)
