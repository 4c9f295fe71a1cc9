"""What is checked on every page: axe, the HTML checker, the browser's complaints, the width of a phone."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib import resources
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.chromium import PHONE, complaints

VALIDATOR = Path(__file__).resolve().parents[2] / ".tools" / "vnu.jar"
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
SHIFT = 0.01
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page: Page, rules: list[str] = AXE_RULES) -> list[str]:
    """What axe finds against a page as it stands, one line a node."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate(
        "only => axe.run(document, {resultTypes: ['violations'], runOnly: only})", rules
    )
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def moves(page: Page) -> list[str]:
    """Elements that moved after they were first drawn, where that was enough to notice."""
    shifts: dict[str, Any] = page.evaluate(
        """() => new Promise(resolve => {
          let sum = 0
          const moved = new Set()
          new PerformanceObserver(list => {
            for (const entry of list.getEntries().filter(entry => !entry.hadRecentInput)) {
              sum += entry.value
              for (const { node } of entry.sources) moved.add(`${node?.nodeName} ${node?.className ?? ''}`)
            }
          }).observe({ type: 'layout-shift', buffered: true })
          const tell = () => resolve({ sum, moved: [...moved] })
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(tell, 20)))
        })"""
    )
    return [f"{shifts['sum']:.3f} {', '.join(shifts['moved'])}"] if shifts["sum"] > SHIFT else []


def dim(page: Page) -> list[str]:
    """What can't be read well in the dark."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # colours would still be on their way
    found = axe(page, ["color-contrast"])
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found


def sticks_out(page: Page) -> list[str]:
    """Elements that make a phone scroll sideways."""
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    wide: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth
          if (document.documentElement.scrollWidth <= width) return []
          return [...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > width + 1)
            .map(element => `${element.tagName.toLowerCase()}.${element.className}`).slice(0, 8)
        }"""
    )
    if size:
        page.set_viewport_size(size)
    return wide


class Validator:
    """The Nu HTML checker, running beside the tests."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/?out=json&level=error"

    def errors(self, html: str) -> list[str]:
        """What is wrong with a page's HTML, as the server sent it."""
        request = urllib.request.Request(self.address, html.encode(), {"Content-Type": "text/html; charset=utf-8"})
        with urllib.request.urlopen(request, timeout=30) as response:
            messages = json.load(response)["messages"]
        return [
            f"line {message.get('lastLine', '?')}: {message['message']} {message.get('extract', '')}"
            for message in messages
            if message["type"] != "info"
        ]


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def validator() -> Iterator[Validator | None]:
    """The HTML checker; None where Java or the checker is missing, which `check_page` says."""
    java = which("java")
    if java is None or not VALIDATOR.exists():
        yield None
        return
    port = free_port()
    command = [java, "-Xss1m", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(VALIDATOR)]
    process = subprocess.Popen(
        [*command, "nu.validator.servlet.Main", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        validator = Validator(port)
        for _ in range(150):
            with suppress(OSError):
                validator.errors("<!doctype html><title>x</title>")
                break
            time.sleep(0.2)
        yield validator
    finally:
        process.terminate()
        process.wait(10)


class PageCheck:
    """The fixture `check_page`: call it on a page wherever a journey stops."""

    def __init__(self, validator: Validator | None) -> None:
        self.validator = validator

    def __call__(self, page: Page) -> None:
        """Fails with everything that is wrong with this page."""
        found = [f"moves: {finding}" for finding in moves(page)]
        found += [f"axe: {finding}" for finding in axe(page)]
        found += [f"sticks out on a phone: {finding}" for finding in sticks_out(page)]
        found += [f"browser: {said}" for said in complaints(page).said]
        if self.validator is not None:
            found += [f"html: {error}" for error in self.validator.errors(complaints(page).html(page))]
        assert not found, f"{page.url}\n" + "\n".join(found)


@pytest.fixture
def check_page(validator: Validator | None) -> PageCheck:
    """Checks a page whole; see `PageCheck`."""
    return PageCheck(validator)
