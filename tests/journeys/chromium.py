"""The browser of the journeys: Debian's Chromium, one for all of them, a fresh profile for each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
    ViewportSize,
    sync_playwright,
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 10_000


def path() -> str | None:
    """Where Chromium is, if anywhere."""
    named = os.environ.get("LOREHALL_CHROMIUM", "")
    if named:
        return named if Path(named).exists() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The running browser. Skips, and says so, where there is none."""
    executable = path()
    if executable is None:
        pytest.skip("Chromium is not here (apt-get install chromium), so this journey was not made.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=SWITCHES)
        yield browser
        browser.close()


class Complaints:
    """What the browser complained of on one page: script errors, failed requests, breaches of the policy."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        self.document: Response | None = None
        page.on("console", self._hear)
        page.on("response", self._see)
        page.on("pageerror", lambda error: self.said.append(f"script error: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.type}: {message.text}")

    def _see(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.document = response

    def html(self, page: Page) -> str:
        """The page as the server sent it; asked for anew only where the browser has forgotten it."""
        if self.document is not None:
            with suppress(Error):
                return self.document.text()
        return str(page.request.get(page.url).text())

    def expect(self, words: str) -> None:
        """A complaint with these words was meant, such as that of a 404; take it off."""
        before = len(self.said)
        self.said = [said for said in self.said if words not in said]
        assert len(self.said) < before, f"The browser did not complain of {words!r}: {self.said}"


COMPLAINTS: dict[Page, Complaints] = {}


def open_page(context: BrowserContext) -> Page:
    """A new page whose complaints are kept."""
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    COMPLAINTS[page] = Complaints(page)
    return page


def complaints(page: Page) -> Complaints:
    """What the browser complained of on this page."""
    return COMPLAINTS[page]
