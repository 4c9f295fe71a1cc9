"""Nothing that somebody writes is lost: killed browsers, lost sessions, several devices, refused forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import cast as people
from tests.journeys import chromium
from tests.journeys.checks import PageCheck
from tests.journeys.chromium import complaints
from tests.whereabouts import conversation, question

PASSWORD = "seven grey geese"
ASK = "/c/the-bakers/questions/ask"
Device = Callable[..., Page]


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them. Ada has a password."""
    town = people.gather()
    ada = town.person("ada")
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    return town


@pytest.fixture
def device(site: str, browser: Browser, town: people.Cast, enter_as: Any) -> Iterator[Device]:
    """`device()`: one more browser of Ada's, signed in."""
    contexts: list[BrowserContext] = []

    def take(**wishes: Any) -> Page:
        contexts.append(browser.new_context(base_url=site, viewport=chromium.DESK, **wishes))
        page = chromium.open_page(contexts[-1])
        enter_as(page, town.person("ada"))
        return page

    yield take
    for context in contexts:
        context.close()


def text(page: Page) -> Any:
    return page.get_by_label("What is it about?")


def title(page: Page) -> Any:
    return page.get_by_label("Your question in one sentence")


def kept(page: Page) -> None:
    """Wait until the server has what was typed."""
    expect(page.locator(".kept-line")).to_contain_text("Saved ")


def sessions_end() -> None:
    from lorehall.people.models import Session

    Session.objects.all().delete()


def sign_in(page: Page) -> None:
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_what_was_typed_in_a_browser_that_was_killed_is_there_on_another_device(
    device: Device, check_page: PageCheck
) -> None:
    desk = device()
    desk.goto(ASK)
    title(desk).fill("Why is the crust so pale?")
    text(desk).fill("It came out at noon.")
    kept(desk)
    check_page(desk)
    desk.context.close()
    phone = device()
    phone.goto(ASK)
    expect(title(phone)).to_have_value("Why is the crust so pale?")
    expect(text(phone)).to_have_value("It came out at noon.")
    check_page(phone)
    phone.goto("/drafts")
    check_page(phone)
    phone.get_by_role("link", name="Read Why is the crust").click()
    expect(phone.get_by_label("What you wrote")).to_have_value("Why is the crust so pale?\n\nIt came out at noon.")
    check_page(phone)
    phone.goto("/drafts")
    phone.get_by_role("link", name="Why is the crust so pale?", exact=True).click()
    press(phone, "Ask")
    expect(phone.get_by_role("heading", name="Why is the crust so pale?", level=1)).to_be_visible()
    phone.goto(ASK)
    expect(text(phone)).to_have_value("")


def test_what_is_typed_right_before_leaving_is_kept(device: Device) -> None:
    page = device()
    page.goto(ASK)
    text(page).fill("In haste")
    page.goto("/c/the-bakers")
    page.wait_for_timeout(300)
    page.context.close()
    other = device()
    other.goto(ASK)
    expect(text(other)).to_have_value("In haste")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_session_that_ends_while_one_writes_loses_nothing(
    device: Device, town: people.Cast, scripts: bool, check_page: PageCheck
) -> None:
    at = question(town, town.bakers)
    page = device(java_script_enabled=scripts)
    page.goto(f"/q/{at.parts['item_id']}/{at.parts['slug']}")
    sessions_end()
    page.get_by_label("Your answer").fill("Proof it overnight, in the cold.")
    if scripts:
        expect(page.locator(".kept-line")).to_contain_text("you are signed out")
        complaints(page).expect("401")
    press(page, "Post answer")
    sign_in(page)
    expect(page.get_by_text("It is not sent yet")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("Proof it overnight, in the cold.")
    if scripts:
        check_page(page)
    press(page, "Post answer")
    expect(page.locator(".answer", has_text="in the cold")).to_have_count(1)
    expect(page.get_by_label("Your answer")).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_signing_in_again_in_another_tab_loses_nothing(device: Device, town: people.Cast, scripts: bool) -> None:
    at = conversation(town, town.bakers)
    page = device(java_script_enabled=scripts)
    page.goto(f"/t/{at.parts['item_id']}/{at.parts['slug']}")
    page.get_by_label("Reply", exact=True).fill("Mine is of clay.")
    sessions_end()
    tab = chromium.open_page(page.context)
    tab.goto("/account/login")
    sign_in(tab)
    expect(tab.get_by_role("button", name="Sign in", exact=True)).to_have_count(0)
    press(page, "Post reply")
    if not scripts:
        expect(page.get_by_text("It is not sent yet")).to_be_visible()
        press(page, "Post reply")
    expect(page.locator(".post", has_text="Mine is of clay.")).to_have_count(1)


def test_two_devices_are_shown_both_texts_and_both_can_stay(device: Device, check_page: PageCheck) -> None:
    desk, phone = device(), device()
    desk.goto(ASK)
    phone.goto(ASK)
    text(phone).fill("From the train.")
    kept(phone)
    text(desk).fill("From the desk.")
    other = desk.get_by_label("The other text")
    expect(other).to_have_value("From the train.")
    complaints(desk).expect("409")
    check_page(desk)
    press(desk, "Keep both")
    kept(desk)
    expect(text(desk)).to_have_value("From the desk.")
    desk.goto("/drafts")
    for words in ("From the train.", "From the desk."):
        expect(desk.get_by_role("link", name=words, exact=True)).to_be_visible()


@pytest.mark.parametrize(("button", "stays"), [("Keep mine", "From the desk."), ("Take the other", "From the train.")])
def test_of_two_texts_the_chosen_one_stays(device: Device, button: str, stays: str) -> None:
    desk, phone = device(), device()
    desk.goto(ASK)
    phone.goto(ASK)
    text(phone).fill("From the train.")
    kept(phone)
    text(desk).fill("From the desk.")
    press(desk, button)
    expect(text(desk)).to_have_value(stays)
    expect(desk.get_by_label("The other text")).to_have_count(0)
    desk.goto("/c/the-bakers")
    desk.goto(ASK)
    expect(text(desk)).to_have_value(stays)


def test_a_form_that_is_refused_is_kept(device: Device) -> None:
    page = device()
    page.goto(ASK)
    title(page).fill("Why is the crust so pale?")
    page.get_by_label("What I tried").fill("A hotter stone.")
    text(page).evaluate("field => { field.required = false }")
    press(page, "Ask")
    expect(page.get_by_role("alert")).to_contain_text("to put right")
    complaints(page).expect("422")
    expect(page.get_by_label("What I tried")).to_have_value("A hotter stone.")
    kept(page)
    page.context.close()
    other = device()
    other.goto(ASK)
    expect(other.get_by_label("What I tried")).to_have_value("A hotter stone.")


def test_without_a_connection_the_browser_keeps_it(device: Device) -> None:
    page = device()
    page.goto(ASK)
    page.route("**/drafts/keep", lambda route: route.abort())
    text(page).fill("Under the ground.")
    expect(page.locator(".kept-line")).to_contain_text("Kept in this browser")
    page.reload()
    expect(text(page)).to_have_value("Under the ground.")
    page.unroute("**/drafts/keep")
    page.reload()
    expect(text(page)).to_have_value("Under the ground.")

    page.get_by_label("Your question in one sentence").fill("Is it warm?")
    press(page, "Ask")
    expect(page.get_by_role("heading", name="Is it warm?", level=1)).to_be_visible()
    page.goto(ASK)
    expect(text(page)).to_have_value("")


def test_signing_out_takes_this_browsers_copies_away(device: Device) -> None:
    page = device()
    page.goto(ASK)
    page.route("**/drafts/keep", lambda route: route.abort())
    text(page).fill("For my eyes.")
    expect(page.locator(".kept-line")).to_contain_text("Kept in this browser")
    page.locator(".me summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft/'))") == []


def test_without_scripts_a_button_keeps_a_draft(device: Device) -> None:
    page = device(java_script_enabled=False)
    page.goto(ASK)
    title(page).fill("Half a question")
    press(page, "Save as draft")
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()
    page.get_by_role("link", name="Half a question", exact=True).click()
    expect(title(page)).to_have_value("Half a question")
    page.goto("/drafts")
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("link", name="Half a question", exact=True)).to_be_visible()
