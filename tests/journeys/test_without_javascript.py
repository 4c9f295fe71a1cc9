"""With JavaScript off: from signing up to a confirmed answer, by what the pages offer and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import chromium
from tests.journeys.letters import link_in_mail

PASSWORD = "seven grey geese"
QUESTION = "Why does the lamp flicker at dusk?"
Newcomer = Callable[[], Page]


@pytest.fixture
def newcomer(site: str, browser: Browser, transactional_db: None) -> Iterator[Newcomer]:
    """`newcomer()`: a fresh browser with JavaScript off, for one more person."""
    contexts = []

    def come() -> Page:
        contexts.append(browser.new_context(base_url=site, viewport=chromium.DESK, java_script_enabled=False))
        return chromium.open_page(contexts[-1])

    yield come
    for context in contexts:
        context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, level=1)).to_be_visible()


def sign_up(page: Page, name: str, email: str) -> None:
    """From the sign-up page on, through the letter."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign up")
    heading(page, "Look into your mail")
    page.goto(link_in_mail(email))
    press(page, "Yes, confirm it")


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")


def open_community(page: Page) -> None:
    """Five steps, left after the second and taken up again."""
    page.goto("/communities")
    page.get_by_role("link", name="Open a community").first.click()
    page.get_by_role("main").get_by_role("link", name="Begin").first.click()
    page.get_by_label("Name", exact=True).fill("The Keepers")
    press(page, "Continue")
    page.get_by_label("In one sentence").fill("Lamps, fog and what helps.")
    press(page, "Keep it and leave")
    expect(page.get_by_text("Your draft is kept.")).to_be_visible()
    page.goto("/communities/new")
    expect(page.get_by_text("step 2 of 5")).to_be_visible()
    expect(page.get_by_label("In one sentence")).to_have_value("Lamps, fog and what helps.")
    press(page, "Continue")
    page.get_by_label("First questions to learn about").fill("Which lamp lasts?\nWho watches the fog?")
    press(page, "Continue")
    page.get_by_label("Listed:").check()
    page.get_by_label("By invitation:").check()
    press(page, "Continue")
    page.get_by_label("E-mail addresses").fill("bea@example.org")
    page.get_by_label("A line from you").fill("You know fog.")
    press(page, "Open it")
    expect(page.get_by_text("The Keepers is open.")).to_be_visible()


def make_link(page: Page) -> str:
    """A link for three people, as it is shown this once."""
    page.get_by_role("link", name="Invitations").first.click()
    page.get_by_label("For how many people").fill("3")
    press(page, "Make a link")
    return urlsplit(page.get_by_label("The link", exact=True).input_value()).path


def come_in(page: Page, invitation: str, name: str, email: str) -> None:
    """By an invitation, without an account, into the community."""
    page.goto(invitation)
    heading(page, "The Keepers")
    follow(page, "Make an account and come in")
    sign_up(page, name, email)
    press(page, "Come in")
    heading(page, f"Welcome, {name}")
    follow(page, "Go in")


def ask(page: Page) -> str:
    """Ask; returns the question's address."""
    page.get_by_role("link", name="Ask or share").click()
    follow(page, "Ask a question")
    page.get_by_label("Your question in one sentence").fill(QUESTION)
    page.get_by_label("What is it about?").fill("It is **steady** by day.")
    page.get_by_label("Tags").fill("lamps")
    press(page, "Ask")
    heading(page, QUESTION)
    expect(page.locator("strong", has_text="steady")).to_be_visible()
    return urlsplit(page.url).path


def test_one_opens_a_community_and_the_invited_ask_answer_and_confirm(newcomer: Newcomer) -> None:
    ada, bea, cai = newcomer(), newcomer(), newcomer()
    ada.goto("/account/sign-up")
    sign_up(ada, "Ada", "ada@example.org")
    open_community(ada)
    link = make_link(ada)
    come_in(bea, link_in_mail("bea@example.org"), "Bea", "bea@example.org")
    question = ask(bea)
    come_in(cai, link, "Cai", "cai@example.org")
    follow(cai, QUESTION)
    cai.get_by_label("Your answer").fill("The mains sag. Put a ballast before it.")
    press(cai, "Post answer")
    bea.goto(question)
    press(bea, "This worked")
    expect(bea.locator(".answer.confirmed .seal")).to_contain_text("Bea confirmed that this worked")
    for reader in (ada, cai):
        reader.goto(question)
        expect(reader.locator(".answer.confirmed")).to_contain_text("Put a ballast before it.")
    ada.locator(".answer .mark").click()
    expect(ada.locator(".answer .mark")).to_contain_text("1 useful")


@pytest.fixture
def signed_in(site: str, newcomer: Newcomer) -> Page:
    """Ada's browser; she coordinates the Keepers, and has a password."""
    from lorehall.communities import rules
    from lorehall.communities.viewers import viewer_of
    from lorehall.people.rules import create_person

    ada = create_person("Ada", "ada@example.org", PASSWORD)
    rules.open_community(rules.Opening("The Keepers", visibility="public"), by=viewer_of(ada.pk))
    page = newcomer()
    page.goto("/account/login")
    sign_in(page, "ada@example.org", PASSWORD)
    heading(page, "Good")
    return page


def test_one_edits_deletes_restores_and_reads_what_changed(signed_in: Page) -> None:
    page = signed_in
    ask(page)
    page.get_by_label("More about this question").click()
    follow(page, "Edit")
    page.get_by_label("What is it about?").fill("It is steady by day, and dark by night.")
    page.get_by_label("Why you change it").fill("It went out.")
    press(page, "Save")
    expect(page.locator(".opening")).to_contain_text("dark by night")
    page.get_by_label("Your answer").fill("Never mind.")
    press(page, "Post answer")
    page.locator(".answer .more summary").click()
    page.locator(".answer").get_by_role("button", name="Delete").click()
    expect(page.locator(".answer .tombstone")).to_be_visible()
    page.locator(".answer").get_by_role("button", name="Restore").click()
    expect(page.locator(".answer .tombstone")).to_have_count(0)
    expect(page.locator(".answer")).to_contain_text("Never mind.")


def test_a_refused_question_keeps_what_was_typed(signed_in: Page) -> None:
    page = signed_in
    page.goto("/c/the-keepers/questions/ask")
    page.get_by_label("Your question in one sentence").fill(QUESTION)
    page.get_by_label("What is it about?").fill("   ")
    page.get_by_label("What I tried").fill("A new wick.")
    press(page, "Ask")
    expect(page.get_by_role("alert")).to_contain_text("to put right")
    expect(page.get_by_label("Your question in one sentence")).to_have_value(QUESTION)
    expect(page.get_by_label("What I tried")).to_have_value("A new wick.")


def test_one_starts_a_conversation_and_replies(signed_in: Page) -> None:
    page = signed_in
    page.get_by_role("link", name="Ask or share").click()
    follow(page, "Start a conversation")
    page.get_by_label("Title").fill("Show your lamps")
    page.get_by_label("Text", exact=True).fill("Mine is brass.")
    press(page, "Start the conversation")
    heading(page, "Show your lamps")
    page.get_by_label("Reply", exact=True).fill("And it is old.")
    press(page, "Post reply")
    expect(page.locator(".post").nth(1)).to_contain_text("And it is old.")
    expect(page.get_by_text("1 reply")).to_be_visible()


def test_one_signs_out_sets_a_new_password_by_mail_and_signs_in(signed_in: Page) -> None:
    page = signed_in
    page.goto("/account/logout")
    press(page, "Sign out")
    page.goto("/account/login")
    follow(page, "Set a new password")
    page.get_by_label("E-mail address").fill("ada@example.org")
    press(page, "Send me the link")
    page.goto(link_in_mail("ada@example.org"))
    for field in page.get_by_label("New password").all():
        field.fill("eight green frogs")
    press(page, "Set the password")
    page.context.clear_cookies()
    page.goto("/account/login")
    sign_in(page, "ada@example.org", PASSWORD)
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, "ada@example.org", "eight green frogs")
    heading(page, "Good")
