"""Pictures and files while one writes: pasted, dropped, chosen, described, taken back; and who sees them then."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests import cast as people
from tests.journeys.checks import PageCheck
from tests.journeys.chromium import complaints
from tests.making import png
from tests.whereabouts import At, conversation

Enter = Callable[[Page, Any], None]
TOOLS = """async () => {
  while (!customElements.get('text-composer').ready) await new Promise(done => setTimeout(done, 10))
}"""
GIVE = """(area, [event, files]) => {
  const data = new DataTransfer()
  for (const [name, type, body] of files) {
    data.items.add(new File([Uint8Array.from(atob(body), one => one.charCodeAt(0))], name, {type}))
  }
  const options = {bubbles: true, cancelable: true}
  area.dispatchEvent(event === 'paste' ? new ClipboardEvent('paste', {clipboardData: data, ...options})
    : new DragEvent(event, {dataTransfer: data, ...options}))
}"""


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them."""
    return people.gather()


def sent(name: str, width: int = 900) -> tuple[str, str, str]:
    """A picture, as it goes into a page."""
    return name, "image/png", base64.b64encode(png(width, 600)).decode()


def address(at: At) -> str:
    return f"/t/{at.parts['item_id']}/{at.parts['slug']}"


def begin(page: Page) -> Locator:
    area = page.locator("main text-composer textarea").first
    area.focus()
    page.evaluate(TOOLS)
    return area


@pytest.fixture
def area(page: Page, town: people.Cast, enter_as: Enter) -> Locator:
    """Ada's empty reply in public, with the tools there."""
    enter_as(page, town.person("ada"))
    page.goto(address(conversation(town, town.bakers)))
    return begin(page)


def test_a_pasted_picture_is_described_in_passing_and_posted(area: Locator, page: Page, check_page: PageCheck) -> None:
    area.fill("Look:")
    area.press("End")
    area.evaluate(GIVE, ["paste", [sent("image.png")]])
    shows = page.get_by_label("What does it show")
    expect(shows).to_be_focused()
    check_page(page)
    shows.fill("A crumb, cut open")
    shows.press("Enter")
    expect(area).to_be_focused()
    expect(area).to_have_value(re.compile(r"^Look:\n\n!\[A crumb, cut open\]\(/files/[0-9a-f]{32}/image\.webp\)\n?$"))
    expect(page.locator(".coming li")).to_have_count(0)
    page.get_by_role("button", name="Post reply").click()
    image = page.get_by_role("img", name="A crumb, cut open")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    check_page(page)
    assert not complaints(page).said


def test_several_dropped_at_once_keep_their_order(area: Locator, page: Page) -> None:
    notes = ("notes [1].txt", "text/plain", base64.b64encode(b"flour").decode())
    area.evaluate(GIVE, ["dragover", [sent("one.png"), notes, sent("two.png")]])
    expect(page.locator("text-composer.over")).to_have_count(1)
    area.evaluate(GIVE, ["drop", [sent("one.png"), notes, sent("two.png")]])
    expect(page.locator("text-composer.over")).to_have_count(0)
    expect(area).to_have_value(
        re.compile(
            r"^!\[\]\(/files/\w+/one\.webp\)\n\n\[notes \\\[1\\\]\.txt\]\(\S+\)\n\n!\[\]\(/files/\w+/two\.webp\)\n?$"
        )
    )
    page.locator(".coming input").first.fill("First")
    page.locator(".coming input").first.press("Enter")
    expect(page.locator(".coming input")).to_be_focused()
    page.keyboard.type("Second")
    page.keyboard.press("Enter")
    expect(area).to_have_value(re.compile(r"^!\[First\]\(.*\)\n\n.*\n\n!\[Second\]\(.*\)\n?$"))


def test_writing_goes_on_while_a_file_is_on_its_way(area: Locator, page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/files/new", lambda route: waiting.append(route))  # noqa: PLW0108 - it marks its handler
    page.set_input_files("file-drop input", {"name": "crumb.png", "mimeType": "image/png", "buffer": png()})
    expect(area).to_have_value(re.compile(r"^!\[Adding crumb\.png …\]\(\)"))
    area.press("Control+End")
    page.keyboard.type("It was ")
    page.wait_for_timeout(50)
    waiting[0].continue_()
    expect(area).to_have_value(re.compile(r"^!\[\]\(/files/\w+/crumb\.webp\)\n*It was $"))
    page.keyboard.type("good.")
    expect(area).to_have_value(re.compile(r"It was good\.$"))


def test_what_is_cancelled_leaves_nothing_in_the_text(area: Locator, page: Page) -> None:
    page.route("**/files/new", lambda _route: None)
    area.fill("Before.")
    area.press("End")
    area.evaluate(GIVE, ["paste", [sent("image.png")]])
    expect(area).to_have_value(re.compile("Adding image.png"))
    page.get_by_role("button", name="Cancel").click()
    assert area.input_value().strip() == "Before."
    expect(page.locator(".coming li")).to_have_count(0)


def test_what_is_refused_is_said_and_the_rest_goes_on(area: Locator, page: Page) -> None:
    broken = ("broken.png", "image/png", base64.b64encode(b"\x89PNG\r\n\x1a\n").decode())
    area.evaluate(GIVE, ["drop", [broken, sent("good.png")]])
    expect(page.locator(".coming .error").first).to_have_text(re.compile("no picture that can be read"))
    expect(area).to_have_value(re.compile(r"^\s*!\[\]\(/files/\w+/good\.webp\)\n?$"))
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".coming li")).to_have_count(1)


def test_a_text_that_is_sent_too_early_waits_for_its_pictures(area: Locator, page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/files/new", lambda route: waiting.append(route))  # noqa: PLW0108 - it marks its handler
    page.set_input_files("file-drop input", {"name": "crumb.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_text("Files are still on their way")).to_be_visible()
    waiting[0].continue_()
    expect(page.locator("article img[src^='/files/']")).to_be_visible()


def test_a_picture_in_a_closed_room_is_not_there_for_an_outsider(
    page: Page, town: people.Cast, enter_as: Enter
) -> None:
    enter_as(page, town.person("ada"))
    page.goto(address(conversation(town, town.bakers, room=town.kitchen)))
    area = begin(page)
    area.evaluate(GIVE, ["paste", [sent("oven.png")]])
    page.get_by_label("What does it show").press("Enter")
    expect(area).to_have_value(re.compile("oven"))
    page.get_by_role("button", name="Post reply").click()
    image = page.locator("article img[src^='/files/']")
    expect(image).to_be_visible()
    url = str(image.get_attribute("src"))
    for who, status in (("bo", 200), ("di", 404), ("cy", 404)):
        page.context.clear_cookies()
        enter_as(page, town.person(who))
        answer = page.goto(url)
        assert answer is not None
        assert (who, answer.status) == (who, status)


def test_without_scripts_a_page_beside_brings_the_picture(
    page_without_javascript: Page, town: people.Cast, enter_as: Enter, check_page: PageCheck
) -> None:
    page = page_without_javascript
    enter_as(page, town.person("ada"))
    page.goto(address(conversation(town, town.bakers)))
    with page.context.expect_page() as beside:
        page.get_by_role("link", name="Add a picture or a file").click()
    form = beside.value
    form.get_by_label("Picture or file").set_input_files({"name": "c.png", "mimeType": "image/png", "buffer": png()})
    form.get_by_label("What a picture shows").fill("The crumb")
    form.get_by_role("button", name="Add it").click()
    line = form.get_by_label("The line for your text").input_value()
    page.locator("main textarea").first.fill(f"Look:\n\n{line}")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("img", name="The crumb")).to_be_visible()


def test_ones_own_files_stand_on_a_page(page: Page, town: people.Cast, enter_as: Enter, check_page: PageCheck) -> None:
    from tests.making import bring, talk

    ada = town.viewer("ada")
    held = bring(ada, town.bakers, png(900, 600), "crumb.png")
    talk(ada, town.bakers, text=f"![crumb]({held.url})")
    bring(ada, town.bakers, b"flour", "list.txt")
    enter_as(page, town.person("ada"))
    page.goto("/settings/files")
    check_page(page)
    page.get_by_role("button", name="Delete list.txt").click()
    expect(page.get_by_text("list.txt")).to_have_count(0)
    page.goto(f"/c/{town.bakers.slug}/files/new")
    check_page(page)
