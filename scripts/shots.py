"""Pictures of pages as people see them: light, dark, and on a phone.

.venv/bin/python scripts/shots.py http://localhost:8000/ http://localhost:8000/communities
… --session KEY takes them as the person whose session that is (the cookie `lorehall_session`)
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from browser import chromium
from playwright.sync_api import Browser, sync_playwright

WAYS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "tablet": {"viewport": {"width": 1024, "height": 768}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


def name_of(url: str) -> str:
    """A file name that says which page it is."""
    parts = urlsplit(url)
    return re.sub(r"\W+", "-", f"{parts.path}-{parts.query}").strip("-") or "home"


def take(browser: Browser, url: str, way: str, session: str, into: Path, *, whole: bool) -> Path:
    """One picture; returns where it lies."""
    context = browser.new_context(**WAYS[way])
    if session:
        context.add_cookies([{"name": "lorehall_session", "value": session, "url": url}])
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    file = into / f"{name_of(url)}.{way}.png"
    page.screenshot(path=file, full_page=whole)
    context.close()
    return file


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="+")
    parser.add_argument("--into", type=Path, default=Path("test-output/shots"))
    parser.add_argument("--session", default="")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=["light", "dark", "phone"])
    parser.add_argument("--fold", action="store_true", help="only what is seen without scrolling")
    wishes = parser.parse_args()
    executable = chromium()
    if executable is None:
        print("There is no Chromium here; `make browser` tries to install it.", file=sys.stderr)
        return 1
    wishes.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=SWITCHES)
        for url in wishes.urls:
            for way in wishes.ways:
                print(take(browser, url, way, wishes.session, wishes.into, whole=not wishes.fold))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
