"""What a journey is given: the site, a page (with script, without, on a phone), a keyboard, the checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.engine import ROOT
from tests.journeys import checks, chromium
from tests.journeys.keys import Keyboard

browser = chromium.browser
validator = checks.validator
check_page = checks.check_page
PICTURES = ROOT / "test-output"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(autouse=True, scope="session")
def playwright_may_stand_beside_django() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, which Django would take for async code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of the running site."""
    return str(live_server.url)


def opened(request: pytest.FixtureRequest, browser: Browser, **wishes: Any) -> Iterator[Page]:
    """A page in a fresh profile; a picture of it is kept when the journey fails."""
    base_url = request.getfixturevalue("site") if "site" in request.fixturenames else None
    context = browser.new_context(**{"viewport": chromium.DESK, "base_url": base_url, **wishes})
    page = chromium.open_page(context)
    yield page
    if getattr(request.node, "failed", False):
        PICTURES.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", request.node.name)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    chromium.COMPLAINTS.pop(page, None)
    context.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Page]:
    """A page at a desk, 1440 pixels wide."""
    yield from opened(request, browser)


@pytest.fixture
def phone(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Page]:
    """A page on a phone, 390 pixels wide."""
    yield from opened(request, browser, viewport=chromium.PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def page_without_javascript(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Page]:
    """A page in a browser with JavaScript off."""
    yield from opened(request, browser, java_script_enabled=False)


@pytest.fixture
def loose_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page without a site, for what a test writes itself."""
    yield from opened(request, browser)


@pytest.fixture
def keyboard(page: Page) -> Keyboard:
    """A keyboard on `page`."""
    return Keyboard(page)


@pytest.fixture
def enter_as(site: str) -> Callable[[Page, Any], None]:
    """`enter_as(page, person)`: signed in, without the sign-in page."""

    def enter(page: Page, person: Any) -> None:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])

    return enter


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: Any = yield
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report
