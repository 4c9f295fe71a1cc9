"""What is listed as worth a practice, in which order, for whom; and what was said of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from lorehall.bookmarks.rules import put_item
from lorehall.communities.places import place
from lorehall.content.models import Item, Post
from lorehall.content.rules.mark import mark_useful
from lorehall.harvest.jobs import reckon_worth, thin_versions
from lorehall.harvest.models import Verdict, Worth
from lorehall.harvest.queries.worthy import practice_id, settled, worthy
from lorehall.harvest.reckon import reckon_all
from lorehall.harvest.rules.begin import begin_from
from lorehall.harvest.rules.judge import judge, take_back
from lorehall.harvest.tests.test_desk import client_of
from lorehall.kernel import clock
from lorehall.kernel.errors import Conflict, Forbidden, Refused
from lorehall.practice.models import DraftVersion
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.save import Change, save
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.confirm import confirm
from tests.cast import Cast
from tests.counting import Queries
from tests.making import opening, practice, reply, talk
from tests.recorded import Facts

pytestmark = pytest.mark.django_db


def listed(cast: Cast, name: str = "bo") -> list[str]:
    viewer = cast.viewer(name)
    return [row.title for row in worthy(viewer, place(viewer, slug=cast.bakers.slug), "").rows]


def confirmed(cast: Cast, title: str = "Why is the crumb dense?", **more: object) -> Item:
    item = ask(cast.bakers.pk, Asking(title, "It is.", **more), by=cast.viewer("ada"))  # type: ignore[arg-type]
    given = answer(item.pk, "Proof it longer.", by=cast.viewer("bo"))
    confirm(given.pk, by=cast.viewer("ada"))
    mark_useful(given.pk, by=cast.viewer("ada"))
    return item


def test_a_confirmed_answer_that_was_useful_is_listed_with_its_reasons(cast: Cast) -> None:
    confirmed(cast)
    talk(cast.viewer("ada"), cast.bakers, "Hello there")
    reckon_all()
    body = client_of(cast, "bo").get("/c/the-bakers/harvest").content.decode()
    assert listed(cast) == ["Why is the crumb dense?"]
    assert "an answer is confirmed · marked useful once · 1 answer" in re.sub(r"\s+", " ", body)


def test_what_is_worth_most_comes_first(cast: Cast) -> None:
    confirmed(cast, "One that is less")
    more = confirmed(cast, "One that is more")
    put_item(more.pk, by=cast.viewer("di"))
    reckon_all()
    assert listed(cast) == ["One that is more", "One that is less"]


def test_it_is_listed_in_the_moment_of_its_confirmation(cast: Cast, facts: Facts) -> None:
    item = confirmed(cast)
    Post.objects.filter(item=item, number=2).update(useful_count=3)
    facts.deliver()
    assert listed(cast) == [item.title]


def test_numbers_count_only_what_all_readers_may_read(cast: Cast) -> None:
    item = confirmed(cast)
    reckon_all()
    before = Worth.objects.get(item=item).worth
    talk(cast.viewer("bo"), cast.bakers, "Of the kitchen", text=f"See #{item.pk}", room_id=cast.kitchen.pk)
    reckon_all()
    assert Worth.objects.get(item=item).worth == before
    talk(cast.viewer("bo"), cast.bakers, "Of all", text=f"See #{item.pk}")
    reckon_all()
    assert Worth.objects.get(item=item).reasons["linked"] == 1


def test_a_closed_rooms_threads_are_listed_for_those_who_read_it(cast: Cast) -> None:
    confirmed(cast, "Of the kitchen", room_id=cast.kitchen.pk)
    reckon_all()
    assert listed(cast) == ["Of the kitchen"]
    assert listed(cast, "di") == []
    assert "Of the kitchen" not in client_of(cast, "di").get("/c/the-bakers/harvest").content.decode()


def test_what_is_begun_or_in_a_practice_is_not_listed(cast: Cast) -> None:
    begun, cited = confirmed(cast, "One that is begun"), confirmed(cast, "One that is cited")
    reckon_all()
    begin_from(begun.pk, by=cast.viewer("ada"))
    practice(cast.viewer("ada"), cast.bakers, text=f"So it is. [^p{opening(cited).pk}]")
    assert listed(cast) == []
    assert "One that is begun" in client_of(cast, "bo").get("/c/the-bakers/harvest?show=begun").content.decode()


def test_what_one_may_not_see_hides_nothing_from_one(cast: Cast) -> None:
    item = confirmed(cast)
    reckon_all()
    begin_from(item.pk, by=cast.viewer("ada"))
    text = f"So it is. [^p{opening(item).pk}]"
    practice(cast.viewer("ada"), cast.bakers, text=text, room_id=cast.kitchen.pk)
    assert listed(cast, "di") == [item.title]


def test_not_worth_it_is_remembered_with_who_and_can_be_taken_back(cast: Cast) -> None:
    item = confirmed(cast)
    reckon_all()
    bo = client_of(cast, "bo")
    bo.post(f"/i/{item.pk}/harvest/verdict", {"says": "not_worth", "note": "Said better elsewhere."})
    assert listed(cast) == []
    body = bo.get("/c/the-bakers/harvest?show=settled").content.decode()
    assert "Said better elsewhere." in body
    assert "Bo, " in body
    bo.post(f"/i/{item.pk}/harvest/verdict", {"take_back": "1"})
    assert listed(cast) == [item.title]
    assert Verdict.objects.get().ended_by_id == cast.person("bo").pk


def test_already_in_names_the_practice_by_its_address(cast: Cast) -> None:
    item, there = confirmed(cast), practice(cast.viewer("ada"), cast.bakers)
    address = f"http://testserver/practice/{there.pk}/{there.slug}"
    judge(item.pk, "already_in", practice_id=practice_id(address), by=cast.viewer("bo"))
    (line,) = settled(place(cast.viewer("di"), slug="the-bakers"))
    assert line.practice == there.title


def test_a_hidden_practice_is_not_named(cast: Cast) -> None:
    item = confirmed(cast)
    there = practice(cast.viewer("ada"), cast.bakers, "Of the kitchen", room_id=cast.kitchen.pk)
    judge(item.pk, "already_in", practice_id=there.pk, by=cast.viewer("bo"))
    (line,) = settled(place(cast.viewer("di"), slug="the-bakers"))
    assert (line.practice, line.practice_url) == ("", "")


def test_two_verdicts_do_not_stand_at_once(cast: Cast) -> None:
    item = confirmed(cast)
    judge(item.pk, "not_worth", by=cast.viewer("bo"))
    with pytest.raises(Conflict):
        judge(item.pk, "not_worth", by=cast.viewer("bo"))
    take_back(item.pk, by=cast.viewer("bo"))
    judge(item.pk, "not_worth", by=cast.viewer("bo"))
    assert Verdict.objects.count() == 2


def test_a_verdict_needs_a_keeper_a_word_and_a_practice_that_is_there(cast: Cast) -> None:
    item, other = confirmed(cast), talk(cast.viewer("ada"), cast.bakers)
    with pytest.raises(Forbidden):
        judge(item.pk, "not_worth", by=cast.viewer("ada"))
    for says, which in (("proven", None), ("already_in", None), ("already_in", 10**12), ("already_in", other.pk)):
        with pytest.raises(Refused):
            judge(item.pk, says, practice_id=which, by=cast.viewer("bo"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [("12", 12), ("#12", 12), ("/practice/12/rest-it", 12), ("https://x.org/practice/12", 12), ("", 0), ("rest", 0)],
)
def test_a_practice_is_named_by_number_or_address(typed: str, found: int) -> None:
    assert practice_id(typed) == found


def test_what_is_worth_less_now_is_listed_no_more(cast: Cast) -> None:
    item = confirmed(cast)
    reckon_worth.call()
    Post.objects.filter(item=item).update(useful_count=0)
    Item.objects.filter(pk=item.pk).update(state="answered")
    assert reckon_worth.call() == 0


def test_a_visitor_and_an_outsider_are_told_that_it_is_for_members(cast: Cast) -> None:
    for client in (Client(), client_of(cast, "cy"), client_of(cast, "sam")):
        assert client.get("/c/the-bakers/harvest").status_code == 403


def test_the_list_is_walked_by_key_and_costs_the_same(cast: Cast, queries: Queries) -> None:
    bo = cast.viewer("bo")
    rows = iter(range(1000))

    def grow(n: int) -> None:
        for _ in range(n):
            item = talk(cast.viewer("ada"), cast.bakers, f"Talk {next(rows)}")
            Worth.objects.create(item=item, community=cast.bakers, worth=30, reasons={"posts": 9})

    here = place(bo, slug="the-bakers")
    queries.same_at(grow, lambda: worthy(bo, here, ""), at_most=2)
    grow(5)
    first = worthy(bo, here, "")
    second = worthy(bo, here, first.older)
    assert len({row.id for row in [*first.rows, *second.rows]}) == 25
    assert second.older == ""


def test_old_versions_of_a_draft_are_thinned_out_and_what_comes_late_is_still_merged(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers)
    reply(ada, item)
    with clock.at(clock.now() - timedelta(days=3)):
        draft = begin_from(item.pk, by=ada)
        for n in range(1, 9):
            save(draft.pk, Change(f"A.\n\nB {n}.\n\nC.", n), by=ada)
    assert thin_versions.call() > 0
    assert DraftVersion.objects.filter(draft=draft).count() <= 3
    saved = save(draft.pk, Change("A.\n\nB 5.\n\nC, late.", 6), by=ada)
    assert "C, late." in saved.draft.source
    assert "B 8." in saved.draft.source


def test_whoever_wrote_in_a_draft_stays_known_when_its_versions_are_thinned_out(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    with clock.at(clock.now() - timedelta(days=40)):
        draft = begin(cast.bakers.pk, Beginning("Keep the starter cool", "A.\n\nB."), by=ada)
        save(draft.pk, Change("A.\n\nB, in a jar.", 1), by=bo)
        save(draft.pk, Change("A.\n\nB, in a jar, in the cellar.", 2), by=ada)
        save(draft.pk, Change("A.\n\nB, in a jar, in the cellar, for days.", 3), by=ada)
        thin_versions.call()
        publish(draft.pk, by=ada)
    assert thin_versions.call() > 0
    assert set(DraftVersion.objects.filter(draft=draft).values_list("by_id", flat=True)) == {ada.id, bo.id}
