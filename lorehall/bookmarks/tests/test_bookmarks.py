"""Putting by, finding again, being reminded once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from lorehall.bookmarks import rules
from lorehall.bookmarks.jobs import remind
from lorehall.bookmarks.models import Bookmark
from lorehall.bookmarks.queries import SIZE, due, shelf
from lorehall.bookmarks.rules import Wish
from lorehall.communities import rules as communities
from lorehall.communities.places import place
from lorehall.content.rules.delete import delete
from lorehall.kernel import jobs
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.people.models import Person
from lorehall.people.viewer import VISITOR
from tests.cast import Cast
from tests.making import opening, reply, talk
from tests.moments import MONDAY_MORNING, Clock

TOMORROW = date(2026, 3, 3)


@pytest.fixture
def as_ada(cast: Cast, client: Client) -> Client:
    client.force_login(cast.person("ada"))
    return client


def titles(cast: Cast, *asked: str, **more: str) -> list[str]:
    return [row.title for row in shelf(cast.viewer("ada"), *asked, **more).rows]


def letters() -> list[str]:
    """Run the reminders; what was mailed so far, each with its subject."""
    remind.call()
    jobs.run_all(strict=True)
    return [f"{letter.to[0]}: {letter.subject}" for letter in outbox.outbox]


def test_what_is_put_by_twice_is_put_by_once(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = talk(cast.viewer("bo"), cast.bakers)
    first = rules.put_item(item.pk, Wish("Try it"), by=ada)
    assert rules.put_item(item.pk, by=ada) == first
    assert Bookmark.objects.get().note == "Try it"
    rules.put_post(opening(item).pk, by=ada)
    rules.put_post(opening(item).pk, Wish("This part"), by=ada)
    assert [row.note for row in shelf(ada).rows] == ["This part", "Try it"]


def test_only_what_one_may_see_can_be_put_by(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.vault)
    with pytest.raises(Hidden):
        rules.put_item(item.pk, by=cast.viewer("cy"))
    with pytest.raises(Hidden):
        rules.put_post(opening(item).pk, by=VISITOR)
    with pytest.raises(Forbidden):
        rules.put_item(talk(cast.viewer("bo"), cast.bakers).pk, by=VISITOR)
    rules.put_item(talk(cast.viewer("bo"), cast.bakers).pk, by=cast.viewer("cy"))


def test_bookmarks_are_found_by_their_words_and_their_days(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    ada = cast.viewer("ada")
    rye = rules.put_item(talk(ada, cast.bakers, "Rye at last").pk, Wish("for Sunday"), by=ada)
    rules.put_item(talk(ada, cast.bakers, "Wheat").pk, Wish(remind_on=TOMORROW + timedelta(days=9)), by=ada)
    rules.put_item(talk(ada, cast.bakers, "Spelt").pk, Wish(remind_on=TOMORROW), by=ada)
    assert titles(cast) == ["Spelt", "Wheat", "Rye at last"]
    assert titles(cast, "due") == ["Spelt", "Wheat"]
    assert titles(cast, "", "rye") == ["Rye at last"]
    assert titles(cast, "", "sunday LAST") == ["Rye at last"]
    assert titles(cast, "", "sunday wheat") == []
    rules.take_away(rye.pk, by=ada)
    assert titles(cast, "", "rye") == []


def test_nobody_reaches_the_bookmarks_of_others(cast: Cast) -> None:
    mine = rules.put_item(talk(cast.viewer("bo"), cast.bakers).pk, by=cast.viewer("ada"))
    bo = cast.viewer("bo")
    for refused in (
        lambda: rules.change(mine.pk, Wish("x"), by=bo),
        lambda: rules.take_away(mine.pk, by=bo),
        lambda: rules.come_back(mine.pk, by=bo),
    ):
        with pytest.raises(Hidden):
            refused()
    assert shelf(bo).rows == []


def test_what_may_no_longer_be_read_is_listed_without_its_title(cast: Cast, as_ada: Client) -> None:
    ada = cast.viewer("ada")
    item = talk(cast.viewer("bo"), cast.vault, "The secret recipe", text="Lard.")
    rules.put_item(item.pk, Wish("mine to keep"), by=ada)
    rules.put_post(opening(item).pk, by=ada)
    assert "The secret recipe" in as_ada.get("/bookmarks").content.decode()
    communities.leave(cast.vault.pk, by=ada)
    page = as_ada.get("/bookmarks").content.decode()
    assert "The secret recipe" not in page
    assert "Lard" not in page
    assert page.count("No longer readable") == 2
    assert "mine to keep" in page
    assert titles(cast, "", "recipe") == []
    assert len(titles(cast, "", "keep")) == 1


def test_a_day_that_is_over_is_refused(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    item = talk(cast.viewer("bo"), cast.bakers)
    for day in (date(2026, 3, 1), date(2099, 1, 1)):
        with pytest.raises(Refused):
            rules.put_item(item.pk, Wish(remind_on=day), by=cast.viewer("ada"))
    rules.put_item(item.pk, Wish(remind_on=date(2026, 3, 2)), by=cast.viewer("ada"))


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("Europe/Vienna", datetime(2026, 3, 3, 7, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 3, 2, 19, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 3, 3, 16, tzinfo=UTC)),
    ],
)
def test_one_letter_comes_at_eight_where_the_person_is(cast: Cast, clock: Clock, zone: str, at: datetime) -> None:
    clock.stop_at(MONDAY_MORNING)
    Person.objects.filter(pk=cast.person("ada").pk).update(timezone=zone)
    ada = cast.viewer("ada")
    rules.put_item(talk(ada, cast.bakers, "Rye bread").pk, Wish("Feed it", TOMORROW), by=ada)
    clock.stop_at(at - timedelta(minutes=1))
    assert letters() == []
    clock.stop_at(at)
    assert letters() == ["ada@example.org: You wanted to come back to: Rye bread"]
    assert "Feed it" in str(outbox.outbox[0].body)
    assert letters() == letters()
    clock.let_pass(timedelta(days=1))
    assert len(letters()) == 1


def test_what_is_due_on_one_morning_comes_in_one_letter(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    ada = cast.viewer("ada")
    for title in ("Rye bread", "Wheat bread"):
        rules.put_item(talk(ada, cast.bakers, title).pk, Wish(remind_on=TOMORROW), by=ada)
    clock.let_pass(timedelta(days=1))
    assert letters() == ["ada@example.org: You wanted to come back to 2 things"]


def test_no_letter_tells_of_what_may_no_longer_be_read(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    ada = cast.viewer("ada")
    rules.put_item(talk(cast.viewer("bo"), cast.vault, "Secret").pk, Wish(remind_on=TOMORROW), by=ada)
    gone = talk(ada, cast.bakers, "Gone bread")
    rules.put_item(gone.pk, Wish(remind_on=TOMORROW), by=ada)
    communities.leave(cast.vault.pk, by=ada)
    delete(opening(gone).pk, by=cast.viewer("ada"))
    clock.let_pass(timedelta(days=1))
    assert letters() == []
    assert not Bookmark.objects.filter(reminded_at=None).exists()


def test_another_day_is_another_reminder_and_another_note_is_none(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    ada = cast.viewer("ada")
    mark = rules.put_item(talk(ada, cast.bakers, "Rye bread").pk, Wish(remind_on=TOMORROW), by=ada)
    clock.let_pass(timedelta(days=1))
    assert len(letters()) == 1
    rules.change(mark.pk, Wish("A note", TOMORROW), by=ada)
    assert len(letters()) == 1
    rules.change(mark.pk, Wish("A note", TOMORROW + timedelta(days=1)), by=ada)
    clock.let_pass(timedelta(days=1))
    assert len(letters()) == 2


def test_what_is_due_stands_on_the_home_until_one_came_back(cast: Cast, clock: Clock, as_ada: Client) -> None:
    clock.stop_at(MONDAY_MORNING)
    ada = cast.viewer("ada")
    mark = rules.put_item(talk(ada, cast.bakers, "Rye bread").pk, Wish("Feed it", date(2026, 3, 2)), by=ada)
    rules.put_item(talk(ada, cast.vault, "Elsewhere").pk, Wish(remind_on=date(2026, 3, 2)), by=ada)
    here = place(ada, slug=cast.bakers.slug)
    assert [one.title for one in due(ada, here)] == ["Rye bread"]
    page = as_ada.get(f"/c/{cast.bakers.slug}").content.decode()
    assert "You wanted to come back to this" in page
    assert "Feed it" in page
    as_ada.post(f"/bookmarks/{mark.pk}/come-back")
    assert due(ada, here) == []
    assert Bookmark.objects.filter(pk=mark.pk).exists()
    clock.let_pass(timedelta(days=15))
    assert due(ada, place(ada, slug=cast.vault.slug)) == []


def test_the_button_saves_and_takes_away(cast: Cast, as_ada: Client) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    path = as_ada.get(f"/i/{item.pk}")["Location"]
    assert "Saved" not in as_ada.get(path).content.decode().replace('data-saved="Saved"', "").replace(
        'data-on="Saved"', ""
    )
    json = {"Accept": "application/json"}
    assert as_ada.post(f"/i/{item.pk}/bookmark", {"on": "1"}, headers=json).json() == {"on": True}
    assert ">Saved<" in as_ada.get(path).content.decode()
    assert as_ada.post(f"/i/{item.pk}/bookmark", {"on": "0"})["Location"] == f"/i/{item.pk}"
    assert not Bookmark.objects.exists()


def test_the_form_keeps_note_and_day_of_a_post(cast: Cast, as_ada: Client) -> None:
    post = reply(cast.viewer("bo"), talk(cast.viewer("bo"), cast.bakers), "A wise word.")
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    as_ada.post(f"/p/{post.pk}/bookmark", {"note": "Read again", "remind_on": day.isoformat()})
    page = as_ada.get("/bookmarks").content.decode()
    assert "A wise word." in page
    assert "Read again" in page
    assert "Read again" in as_ada.get(f"/p/{post.pk}/bookmark").content.decode()
    assert as_ada.post(f"/p/{post.pk}/bookmark", {"note": "x" * 281}).status_code == 422


def test_the_list_costs_the_same_at_two_and_at_twenty_and_goes_on(cast: Cast, queries: Any) -> None:
    ada = cast.viewer("ada")
    for n in range(2):
        rules.put_item(talk(ada, cast.bakers, f"Talk {n}").pk, by=ada)
    with queries.exactly(1):
        shelf(ada)
    for n in range(2, SIZE + 5):
        rules.put_item(talk(ada, cast.bakers, f"Talk {n}").pk, by=ada)
    with queries.exactly(1):
        first = shelf(ada)
    assert len(first.rows) == SIZE
    assert len(shelf(ada, before=first.older or "").rows) == 5
    assert shelf(ada, before="no number").rows == first.rows


def test_a_cursor_of_thousands_of_digits_is_the_beginning(cast: Cast) -> None:
    rules.put_item(talk(cast.viewer("bo"), cast.bakers).pk, by=cast.viewer("ada"))
    assert len(titles(cast, before="1" * 5000)) == 1
