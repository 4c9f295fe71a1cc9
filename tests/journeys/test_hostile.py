"""A page full of hostile posts, in a real browser under the product's own policy: nothing runs, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, Request

from lorehall.kernel.text.tests.given import shared
from lorehall.kernel.text.tests.test_safety import PIECES
from tests import cast as people
from tests.journeys.chromium import complaints
from tests.making import reply, talk

Enter = Callable[[Page, Any], None]
WRITTEN = [piece for line in PIECES.split("\n") for piece in line.split("|") if piece]
LINKED = re.compile(r"(?<!\\)\]\(\s*<?(?:javascript|data|vbscript):", re.IGNORECASE)
PROBE = """() => {
  const prose = [...document.querySelectorAll('main .prose, main h1, .shown .prose')]
  const inside = prose.flatMap(each => [...each.querySelectorAll('*')])
  for (const element of inside) {
    for (const kind of ['mouseover', 'focus', 'toggle', 'load', 'error', 'begin', 'animationstart', 'pointerenter']) {
      element.dispatchEvent(new Event(kind, {bubbles: true}))
    }
  }
  const odd = element => [...element.attributes].filter(({name, value}) => (
    name.startsWith('on') || name === 'style' || /^[\\s\\u0000-\\u001f]*(javascript|data|vbscript):/i.test(value)))
  return {
    count: inside.length,
    odd: inside.filter(element => odd(element).length).map(element => element.outerHTML),
    forbidden: inside.filter(element => element.matches('script, style, iframe, object, embed, form, svg, base, link'))
      .map(element => element.outerHTML),
    marks: prose.filter(each => /[\\u202a-\\u202e\\u2066-\\u2069\\u0000]/.test(each.innerHTML)).length,
    outside: inside.filter(element => element.matches('a[href^="http"]') && element.origin !== location.origin)
      .filter(link => !/nofollow ugc noopener/.test(link.rel)).map(link => link.outerHTML),
  }
}"""


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


def tried(page: Page) -> None:
    """Nothing on this page ran or tried to, by the page's own events or by ours."""
    found = page.evaluate(PROBE)
    page.wait_for_timeout(200)
    assert found.pop("count") > 60
    assert found == {"odd": [], "forbidden": [], "marks": 0, "outside": []}
    assert not complaints(page).said


def watched(page: Page, site: str) -> tuple[list[str], list[str]]:
    """What the page opens and what it asks of others, as lists that fill."""
    dialogs: list[str] = []
    asked: list[str] = []

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def requested(request: Request) -> None:
        if not request.url.startswith(site):
            asked.append(request.url)

    page.on("dialog", opened)
    page.on("request", requested)
    return dialogs, asked


def test_a_page_of_hostile_posts_runs_nothing_and_asks_nothing(
    page: Page, site: str, town: people.Cast, enter_as: Enter
) -> None:
    ada = town.viewer("ada")
    title = "\u202e<script>alert(1)</script> \u2066who\0 said"
    item = talk(ada, town.bakers, title, text="\n\n".join(WRITTEN))
    for start in range(0, len(WRITTEN), 8):
        reply(ada, item, " ".join(WRITTEN[start : start + 8]))
    dialogs, asked = watched(page, site)
    enter_as(page, town.person("bo"))
    page.goto(f"/t/{item.pk}/{item.slug}")
    assert page.locator("h1").inner_text() == "<script>alert(1)</script> who said"
    tried(page)
    area = page.locator("main text-composer textarea")
    area.fill("\n\n".join(WRITTEN))
    page.get_by_role("button", name="Preview").click()
    page.locator(".shown .prose").wait_for()
    tried(page)
    assert (dialogs, asked) == ([], [])


@pytest.mark.data
def test_what_a_sanitiser_was_tried_with_runs_nothing_in_a_browser(
    page: Page, site: str, town: people.Cast, enter_as: Enter
) -> None:
    cases = [path.read_text().split("\n--\n")[0] for path in sorted(shared("sanitizer").glob("*.test"))]
    ada = town.viewer("ada")
    item = talk(ada, town.bakers, text="\n\n".join(cases))
    for case in cases:
        reply(ada, item, case)
    dialogs, asked = watched(page, site)
    enter_as(page, town.person("bo"))
    page.goto(f"/t/{item.pk}/{item.slug}")
    found = page.evaluate(PROBE)
    assert (found["odd"], found["forbidden"], found["outside"]) == ([], [], [])
    assert not complaints(page).said
    assert (dialogs, asked) == ([], [])


def test_hostile_html_on_the_clipboard_runs_nothing(page: Page, site: str, town: people.Cast, enter_as: Enter) -> None:
    item = talk(town.viewer("ada"), town.bakers)
    dialogs, asked = watched(page, site)
    enter_as(page, town.person("bo"))
    page.goto(f"/t/{item.pk}/{item.slug}")
    area = page.locator("main text-composer textarea")
    area.focus()
    page.evaluate(
        "async () => { while (!customElements.get('text-composer').ready) await new Promise(d => setTimeout(d, 10)) }"
    )
    for piece in WRITTEN:
        area.fill("")
        area.evaluate(
            """(area, html) => {
              const data = new DataTransfer()
              data.setData('text/html', `<b>bold</b> ${html}`)
              data.setData('text/plain', 'bold')
              area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
            }""",
            piece,
        )
        assert not LINKED.search(area.input_value())
    page.wait_for_timeout(200)
    assert (dialogs, asked, complaints(page).said) == ([], [], [])
