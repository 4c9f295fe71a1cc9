"""From a long thread to a practice that names its sources: by hand, by keyboard, without script, and by two at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lorehall.content.models import Item, Post
from lorehall.harvest.reckon import reckon_all
from lorehall.harvest.rules.begin import begin_from
from lorehall.practice.models import Customs, DraftSource, PracticeDraft
from tests import cast as people
from tests.journeys import chromium
from tests.journeys.checks import PageCheck, dim
from tests.journeys.keys import Keyboard
from tests.making import long_talk

STEPS = 12
"""So many steps a first-timer takes at most, from the thread to a draft in review with five citations."""


@pytest.fixture
def town(site: str, transactional_db: None) -> people.Cast:
    """The cast, where the server sees them; the Bakers' stewards look at drafts first."""
    cast = people.gather()
    opened = cast.bakers.opened_at
    Customs.objects.create(community=cast.bakers, reviewers="one", changed_by=cast.person("bo"), changed_at=opened)
    return cast


@pytest.fixture
def thread(town: people.Cast) -> Item:
    """Forty posts about ovens."""
    return long_talk(town.viewer("ada"), town.bakers, posts=40, over=timedelta(days=20), title="What we tried")


class Steps:
    """Counts what one does, one click, one key or one text at a time."""

    def __init__(self) -> None:
        self.taken = 0
        self.began = time.monotonic()

    def __call__(self, act: Callable[..., object], *given: str) -> None:
        act(*given)
        self.taken += 1

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def text(page: Page) -> str:
    return page.get_by_label("Text", exact=True).input_value()


def test_from_forty_posts_to_a_reviewable_practice_with_five_citations(
    page: Page,
    town: people.Cast,
    thread: Item,
    enter_as: Any,
    check_page: PageCheck,
) -> None:
    enter_as(page, town.person("di"))
    page.goto(f"/t/{thread.pk}/{thread.slug}")
    step = Steps()
    step(page.get_by_role("complementary").get_by_role("button", name="Make a practice of this").click)
    expect(page.locator("#thread article")).to_have_count(40)
    step(page.get_by_label("Title").fill, "Bake on stones")
    for number in (3, 8, 15, 22, 31):
        step(page.get_by_role("button", name=f"Take it #{number}", exact=True).click)
        expect(page.locator(f"#thread article:nth-of-type({number}) [data-taken]")).to_be_visible()
    step(page.get_by_label("Text", exact=True).press, "Control+Home")
    step(page.get_by_label("Text", exact=True).press_sequentially, "When the oven has no steam.\n\n")
    step(page.get_by_role("button", name="Send to review").click)
    expect(page.get_by_text("In review", exact=True).first).to_be_visible()
    print(f"{step.taken} steps in {step.seconds:.1f} s")
    assert step.taken <= STEPS
    assert step.seconds < 60
    draft = PracticeDraft.objects.get()
    assert (draft.stage, draft.title) == ("in_review", "Bake on stones")
    assert len(set(re.findall(r"\[\^p\d+\]", draft.source))) == 5
    assert draft.source.startswith("When the oven has no steam.")
    assert DraftSource.objects.filter(draft=draft).count() == 5
    check_page(page)
    assert dim(page) == []


def test_it_is_done_by_keyboard(page: Page, town: people.Cast, thread: Item, enter_as: Any, keyboard: Keyboard) -> None:
    draft = begin_from(thread.pk, by=town.viewer("ada"))
    enter_as(page, town.person("ada"))
    page.goto(f"/harvest/{draft.pk}?from={thread.pk}")
    for _ in range(3):
        keyboard.press("j")
        keyboard.press("t")
        expect(page.locator("#thread .post.at [data-taken]")).to_be_visible()
    keyboard.press("k", "k")
    expect(page.locator("#thread .post.at")).to_have_attribute("data-post", str(post(thread, 1).pk))
    said = text(page)
    assert [said.index(f"Post {number}. [^p") for number in (2, 3)] == sorted(
        said.index(f"Post {number}. [^p") for number in (2, 3)
    )
    keyboard.press("r").to("Down: Ada, 2").press("Enter")
    expect(page.locator(".sources li").nth(2)).to_contain_text("Ada, #2")


def post(thread: Item, number: int) -> Post:
    return Post.objects.get(item=thread, number=number)


def test_selected_words_are_taken_as_a_passage_to_where_one_writes(
    page: Page, town: people.Cast, thread: Item, enter_as: Any
) -> None:
    draft = begin_from(thread.pk, by=town.viewer("ada"))
    enter_as(page, town.person("ada"))
    page.goto(f"/harvest/{draft.pk}?from={thread.pk}")
    area = page.get_by_label("Text", exact=True)
    area.fill("Before.\n\nAfter.")
    area.press("Control+Home")
    area.press("End")
    page.locator("#thread article:nth-of-type(4) .prose p").click(click_count=3)
    page.get_by_role("button", name="Take this passage").click()
    wanted = f"Before.\n\nPost 4. [^p{post(thread, 4).pk}]\n\nAfter."
    expect(area).to_have_value(wanted)
    expect(page.locator(".sources li")).to_have_count(1)
    page.reload()
    assert text(page).strip() == wanted


def test_two_write_at_once_and_see_each_others_words(
    page: Page, town: people.Cast, thread: Item, enter_as: Any, browser: Browser, site: str
) -> None:
    draft = begin_from(thread.pk, by=town.viewer("ada"))
    enter_as(page, town.person("ada"))
    context = browser.new_context(base_url=site, viewport=chromium.DESK)
    other = chromium.open_page(context)
    enter_as(other, town.person("bo"))
    for one in (page, other):
        one.goto(f"/harvest/{draft.pk}?from={thread.pk}")
    page.get_by_label("Text", exact=True).press("Control+Home")
    other.get_by_label("Text", exact=True).press("Control+End")
    page.get_by_label("Text", exact=True).press_sequentially("Ada begins.\n\n", delay=30)
    other.get_by_label("Text", exact=True).press_sequentially("\n\nBo ends.", delay=30)
    for one in (page, other):
        expect(one.get_by_label("Text", exact=True)).to_have_value(
            re.compile(r"^Ada begins\.[\s\S]*Bo ends\.\s*$"), timeout=25_000
        )
    expect(page.locator("[data-others]")).to_have_text("Bo is writing here too.", timeout=20_000)
    context.close()


def test_without_script_nothing_that_was_typed_is_lost(
    page_without_javascript: Page, town: people.Cast, thread: Item, enter_as: Any, check_page: PageCheck
) -> None:
    page = page_without_javascript
    enter_as(page, town.person("ada"))
    page.goto(f"/t/{thread.pk}/{thread.slug}")
    page.get_by_role("complementary").get_by_role("button", name="Make a practice of this").click()
    page.get_by_label("Title").fill("Bake on stones")
    page.get_by_label("What is taken goes to the end of").select_option("Where it does not fit")
    page.get_by_role("button", name="Take it #3", exact=True).click()
    expect(page.get_by_label("Title")).to_have_value("Bake on stones")
    page.get_by_label("Choose it #4", exact=True).check()
    page.get_by_label("Choose it #5", exact=True).check()
    page.get_by_role("button", name="Take the chosen ones").click()
    expect(page.locator(".sources li")).to_have_count(3)
    said = text(page)
    assert (
        said.index("## Where it does not fit") < said.index("Post 3.") < said.index("Post 4.") < said.index("Post 5.")
    )
    assert said.index("Post 5.") < said.index("## Why it works")
    page.get_by_role("button", name="Up: Ada, 5").click()
    assert text(page).index("Post 5.") < text(page).index("Post 4.")


def test_on_a_phone_thread_and_draft_are_two_sides(phone: Page, town: people.Cast, thread: Item, enter_as: Any) -> None:
    draft = begin_from(thread.pk, by=town.viewer("ada"))
    enter_as(phone, town.person("ada"))
    phone.goto(f"/harvest/{draft.pk}?from={thread.pk}")
    expect(phone.get_by_label("Title")).to_be_hidden()
    phone.get_by_role("button", name="Take it #2", exact=True).tap()
    expect(phone.locator("#thread article:nth-of-type(2) [data-taken]")).to_be_visible()
    phone.get_by_role("navigation", name="Sides").get_by_role("link", name="Draft").tap()
    expect(phone.get_by_label("Title")).to_be_visible()
    assert "1. Post 2. [^p" in text(phone)
    expect(phone.get_by_role("button", name="Take it #2", exact=True)).to_be_hidden()


def test_a_steward_sets_a_thread_aside_and_puts_it_back(
    page: Page, town: people.Cast, thread: Item, enter_as: Any, check_page: PageCheck
) -> None:
    Post.objects.filter(item=thread, number=2).update(useful_count=40)
    reckon_all()
    enter_as(page, town.person("bo"))
    page.goto("/c/the-bakers/harvest")
    expect(page.locator(".row.worth")).to_contain_text("marked useful 40 times · 39 replies")
    check_page(page)
    page.get_by_role("link", name="Already in … What we tried").click()
    page.get_by_label("not worth a practice").check()
    page.get_by_label("Why").fill("It is all on the oven's plate.")
    check_page(page)
    page.get_by_role("button", name="Set it aside").click()
    expect(page.locator(".row.worth")).to_have_count(0)
    page.get_by_role("link", name="Set aside").click()
    check_page(page)
    page.get_by_role("button", name=re.compile("Put back")).click()
    page.get_by_role("button", name=re.compile("Harvest")).click()
    page.wait_for_url("**/harvest/*?from=*")
    check_page(page)
    page.goto(f"/i/{thread.pk}/harvest")
    check_page(page)
