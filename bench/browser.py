"""The first visit, in a real browser with an empty cache: what is asked for, and what comes over the wire."""

from __future__ import annotations

import os
import shutil
from typing import Any

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Where a browser is, if anywhere."""
    return os.environ.get("LOREHALL_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)


def first_visit(address: str) -> dict[str, Any] | None:
    """Requests and bytes (headers too, as compressed as they came), and the parts; None where there is no browser."""
    program = chromium()
    if program is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        network = page.context.new_cdp_session(page)
        asked: dict[str, str] = {}
        weight: dict[str, int] = {}
        network.on("Network.requestWillBeSent", lambda said: asked.update({said["requestId"]: said["request"]["url"]}))
        network.on(
            "Network.loadingFinished", lambda said: weight.update({said["requestId"]: int(said["encodedDataLength"])})
        )
        network.send("Network.enable")
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(500)
        browser.close()
    urls = {key: url for key, url in asked.items() if not url.startswith("data:")}
    parts = {url.partition("?")[0].rsplit("/", 1)[-1]: weight.get(key, 0) for key, url in urls.items()}
    return {"requests": len(urls), "bytes": sum(weight.get(key, 0) for key in urls), "parts": parts}
