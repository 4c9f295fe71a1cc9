"""Asking by mail how it went: twice at most, one letter a day, and never where there is nothing to ask."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from lorehall.bookmarks.rules import put_item, take_item_away
from lorehall.communities import rules as communities
from lorehall.content.models import Item
from lorehall.content.rules.delete import delete
from lorehall.kernel import jobs
from lorehall.practice.models import Level, State
from lorehall.questions.rules.confirm import confirm as confirm_answer
from lorehall.questions.tests.asking import answer
from lorehall.questions.tests.asking import ask as asked_question
from lorehall.reports import links
from lorehall.reports.jobs import ask_how_it_went
from lorehall.reports.models import Ask, Report
from lorehall.reports.rules.ask import ask_again, stop_asking, will_try
from lorehall.reports.tests.reporting import level, used
from tests.cast import Cast
from tests.making import opening, practice
from tests.moments import MONDAY_MORNING, Clock
from tests.recorded import Facts

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)


def letters() -> list[Any]:
    """The morning's work; what was mailed by it."""
    before = len(outbox.outbox)
    ask_how_it_went.call()
    jobs.run_all(strict=True)
    return outbox.outbox[before:]


def test_who_says_that_they_will_try_it_is_asked_after_7_and_60_days_and_never_again(cast: Cast, clock: Clock) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    di = cast.viewer("di")
    assert will_try(item.pk, by=di) is not None
    assert will_try(item.pk, by=di) is None
    clock.let_pass(WEEK - timedelta(minutes=1))
    assert letters() == []
    clock.let_pass(timedelta(minutes=1))
    (first,) = letters()
    assert (first.to, first.subject) == (["di@example.org"], f"How did it go? {item.title}")
    assert first.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letters() == []
    clock.let_pass(timedelta(days=52))
    assert letters() == []
    clock.let_pass(timedelta(days=1))
    assert len(letters()) == 1
    for days in (1, 60, 400):
        clock.let_pass(timedelta(days=days))
        assert letters() == []
    assert Ask.objects.get().end == Ask.End.ASKED_TWICE


def test_all_that_is_due_comes_in_one_letter(cast: Cast, clock: Clock) -> None:
    di = cast.viewer("di")
    for title in ("Rest the dough", "Steam the oven"):
        will_try(practice(cast.viewer("bo"), cast.bakers, title).pk, by=di)
    clock.let_pass(WEEK)
    (letter,) = letters()
    assert letter.subject == "How did 2 practices go?"
    assert "Rest the dough" in letter.body
    assert "Steam the oven" in letter.body


def test_a_letter_that_was_late_leaves_a_week_until_the_next(cast: Cast, clock: Clock) -> None:
    will_try(practice(cast.viewer("bo"), cast.bakers).pk, by=cast.viewer("di"))
    clock.let_pass(timedelta(days=90))
    assert len(letters()) == 1
    clock.let_pass(timedelta(days=1))
    assert letters() == []
    clock.let_pass(timedelta(days=6))
    assert len(letters()) == 1


def test_who_reported_is_not_asked_and_neither_is_who_wrote_it(cast: Cast, clock: Clock) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    ada, di = cast.viewer("ada"), cast.viewer("di")
    assert will_try(item.pk, by=cast.viewer("bo")) is None
    will_try(item.pk, by=ada)
    used(ada, item, "Mill")
    used(di, item, "Oven")
    assert will_try(item.pk, by=di) is None
    clock.let_pass(WEEK)
    assert letters() == []
    assert Ask.objects.get().end == Ask.End.REPORTED


def test_who_put_it_by_is_asked_unless_they_took_it_away(cast: Cast, clock: Clock, facts: Facts) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    put_item(item.pk, by=cast.viewer("ada"))
    put_item(item.pk, by=cast.viewer("di"))
    put_item(item.pk, by=cast.viewer("di"))
    facts.deliver()
    assert Ask.objects.count() == 2
    take_item_away(item.pk, by=cast.viewer("di"))
    clock.let_pass(WEEK)
    assert [letter.to for letter in letters()] == [["ada@example.org"]]
    assert Ask.objects.get(person=cast.person("di")).end == Ask.End.GONE


@pytest.mark.parametrize("first", ["confirmed", "published"])
def test_whose_question_was_answered_by_what_it_is_made_of_is_asked(cast: Cast, facts: Facts, first: str) -> None:
    di, bo = cast.viewer("di"), cast.viewer("bo")
    given = answer(cast.viewer("ada"), asked_question(di, cast.bakers))
    if first == "confirmed":
        confirm_answer(given.pk, by=di)
    practice(bo, cast.bakers, text=f"Wait longer. [^p{given.pk}]")
    if first == "published":
        confirm_answer(given.pk, by=di)
    facts.deliver()
    found = Ask.objects.get()
    assert (found.person_id, found.why) == (di.id, Ask.Why.ANSWERED)


@pytest.mark.parametrize("what", ["suspended", "left", "retired", "deleted", "moved", "locked"])
def test_nobody_is_asked_about_what_they_can_no_longer_report_on(cast: Cast, clock: Clock, what: str) -> None:
    bo, di = cast.viewer("bo"), cast.viewer("di")
    item = practice(bo, cast.bakers)
    will_try(item.pk, by=di)
    match what:
        case "suspended":
            communities.suspend(cast.bakers.pk, di.id, "For a reason.", by=bo)
        case "left":
            communities.leave(cast.bakers.pk, by=di)
        case "retired":
            Item.objects.filter(pk=item.pk).update(state=State.RETIRED)
        case "deleted":
            delete(opening(item).pk, by=bo)
        case "moved":
            Item.objects.filter(pk=item.pk).update(room=cast.kitchen)
        case _:
            Item.objects.filter(pk=item.pk).update(locked_at=MONDAY_MORNING)
    clock.let_pass(WEEK)
    assert letters() == []
    assert Ask.objects.get().end == Ask.End.GONE


def test_one_click_in_the_letter_and_one_on_the_page_report(cast: Cast, clock: Clock, client: Client) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    will_try(item.pk, by=cast.viewer("di"))
    clock.let_pass(WEEK)
    (letter,) = letters()
    link = re.search(r"Adapted: http://[^/]+(\S+)", letter.body)
    assert link is not None
    shown = client.get(link[1])
    assert re.search(r'<input[^>]*value="adapted"[^>]*checked', shown.content.decode())
    assert not Report.objects.exists()
    client.post(link[1], {"outcome": "adapted"})
    made = Report.objects.get()
    assert (made.person_id, made.outcome, made.post.source) == (cast.person("di").pk, "adapted", "")
    assert level(item) == Level.TRIED
    again = client.get(link[1]).content.decode()
    assert "Thank you, Di" in again
    client.post(link[1], {"outcome": "used"})
    assert Report.objects.count() == 1


def test_a_link_of_the_letter_gives_no_more_than_its_person_may(cast: Cast, client: Client) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    asked = will_try(item.pk, by=cast.viewer("di"))
    assert asked is not None
    path = f"/asked/{links.token(asked.pk)}"
    communities.suspend(cast.bakers.pk, cast.person("di").pk, "For a reason.", by=cast.viewer("bo"))
    assert client.post(path, {"outcome": "used"}).status_code == 403
    Item.objects.filter(pk=item.pk).update(room=cast.kitchen)
    assert client.get(path).status_code == 404
    for forged in ("none", f"{path[7:]}x", "1:a:b", "\u2603", "x" * 400):
        assert client.get(f"/asked/{forged}").status_code == 404


def test_a_link_ends_after_90_days(cast: Cast, clock: Clock, client: Client) -> None:
    asked = will_try(practice(cast.viewer("bo"), cast.bakers).pk, by=cast.viewer("di"))
    assert asked is not None
    path = f"/asked/{links.token(asked.pk)}"
    clock.let_pass(timedelta(days=91))
    assert client.get(path).status_code == 404


def test_letters_end_for_one_practice_or_for_all(cast: Cast, clock: Clock, client: Client) -> None:
    di = cast.viewer("di")
    items = [practice(cast.viewer("bo"), cast.bakers, title) for title in ("Rest the dough", "Steam the oven")]
    first, second = (will_try(item.pk, by=di) for item in items)
    assert first is not None and second is not None  # noqa: PT018 - for the type checker
    client.post(f"/asked/{links.token(first.pk)}/stop", {"what": "this"})
    assert [one.end for one in Ask.objects.order_by("pk")] == [Ask.End.DECLINED, ""]
    mail_program = Client(enforce_csrf_checks=True)
    answered = mail_program.post(f"/asked/{links.token(second.pk)}/stop", {"List-Unsubscribe": "One-Click"})
    assert answered.status_code == 200
    clock.let_pass(WEEK)
    assert letters() == []
    other = practice(cast.viewer("bo"), cast.bakers, "Cool it down")
    assert will_try(other.pk, by=di) is None
    client.post(f"/asked/{links.token(second.pk)}/stop", {"what": "again"})
    assert will_try(other.pk, by=di) is not None


def test_never_means_never_until_one_says_otherwise(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    stop_asking(cast.person("di").pk)
    assert will_try(item.pk, by=cast.viewer("di")) is None
    ask_again(cast.person("di").pk)
    assert will_try(item.pk, by=cast.viewer("di")) is not None
