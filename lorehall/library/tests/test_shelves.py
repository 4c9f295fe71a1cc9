"""What the library shows: to whom, how many, in which order; and collections, gone through one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lorehall.communities.places import place as place_of
from lorehall.content.models import Item
from lorehall.content.rules.delete import delete
from lorehall.content.rules.state import set_state
from lorehall.kernel import clock
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.library.models import Collection, Done, Entry
from lorehall.library.queries.collected import course_page, courses
from lorehall.library.queries.library import library
from lorehall.library.queries.standing import Standing, standing
from lorehall.library.queries.topics import topic_map, topic_page
from lorehall.library.rules import collect, topic
from lorehall.library.rules.collect import Wish
from lorehall.library.rules.place import place
from lorehall.library.rules.progress import done
from lorehall.people.viewer import VISITOR
from lorehall.practice.models import Practice, State
from lorehall.practice.queries.head import head
from tests.cast import Cast
from tests.counting import Queries
from tests.making import opening, practice

pytestmark = pytest.mark.django_db


def viewer_of(cast: Cast, name: str) -> Any:
    return VISITOR if name == "visitor" else cast.viewer(name)


def tree(cast: Cast, name: str, **more: Any) -> list[tuple[str, int]]:
    viewer = viewer_of(cast, name)
    here = place_of(viewer, slug=cast.bakers.slug)
    return [(branch.name, branch.number) for branch in topic_map(here, **more).walk()]


def listed(cast: Cast, name: str, **asked: str) -> list[str]:
    viewer = viewer_of(cast, name)
    found = library(viewer, place_of(viewer, slug=cast.bakers.slug), {"show": "newest", **asked})
    assert found.shelf is not None
    return [row.title for row in found.shelf.rows]


def placed(cast: Cast) -> tuple[Item, Item]:
    """An open practice at Flour, and one of the kitchen at Ovens below it."""
    bo = cast.viewer("bo")
    flour = topic.add(cast.bakers.pk, "Flour", by=bo)
    ovens = topic.add(cast.bakers.pk, "Ovens", by=bo, parent_id=flour.pk)
    topic.add(cast.bakers.pk, "Salt", by=bo)
    open_, shut = practice(bo, cast.bakers), practice(bo, cast.bakers, "Fire the oven", room_id=cast.kitchen.pk)
    place(open_.pk, flour.pk, by=bo)
    place(shut.pk, ovens.pk, by=bo)
    return open_, shut


def test_the_map_names_and_counts_what_one_may_read(cast: Cast) -> None:
    placed(cast)
    assert tree(cast, "ada") == [("Flour", 2), ("Ovens", 1)]
    for name in ("di", "cy", "visitor", "sam", "eve"):
        assert tree(cast, name) == [("Flour", 1)]
    assert tree(cast, "bo", whole=True) == [("Flour", 2), ("Ovens", 1), ("Salt", 0)]


def test_a_topic_that_holds_nothing_for_the_reader_is_not_there(cast: Cast) -> None:
    placed(cast)
    for name, slug in (("di", "ovens"), ("di", "salt"), ("visitor", "ovens"), ("ada", "salt"), ("bo", "nowhere")):
        viewer = viewer_of(cast, name)
        with pytest.raises(Hidden):
            topic_page(viewer, place_of(viewer, slug=cast.bakers.slug), slug, after=None, before=None)
    bo = cast.viewer("bo")
    assert topic_page(bo, place_of(bo, slug=cast.bakers.slug), "salt", after=None, before=None)


def test_counts_and_lists_agree_for_everybody(cast: Cast) -> None:
    _open, _shut = placed(cast)
    gone = practice(cast.viewer("ada"), cast.bakers, "Gone again")
    delete(opening(gone).pk, by=cast.viewer("bo"))
    for name in ("ada", "bo", "di", "cy", "sam", "visitor"):
        viewer = viewer_of(cast, name)
        found = library(viewer, place_of(viewer, slug=cast.bakers.slug), {"show": "newest"})
        assert found.shelf is not None
        assert found.facets.all == len(found.shelf.rows)
        assert sum(one.number for one in found.facets.levels) == found.facets.all


def test_lists_show_what_stands_unless_somebody_asks_for_more(cast: Cast) -> None:
    open_, shut = placed(cast)
    set_state(open_, State.OUTDATED, waiting=False)
    set_state(shut, State.REVIEW_DUE, waiting=True)
    assert listed(cast, "ada") == ["Fire the oven"]
    assert listed(cast, "ada", state="outdated") == ["Rest the dough overnight"]
    assert len(listed(cast, "ada", state="any")) == 2
    assert listed(cast, "di", state="review_due") == []
    assert tree(cast, "di") == [("Flour", 0)]


def test_one_narrows_by_steward_level_shape_language_and_tag(cast: Cast) -> None:
    ada = cast.viewer("ada")
    mine = practice(ada, cast.bakers, "Feed the starter", tags="rye", shape="checklist", language="de")
    practice(cast.viewer("bo"), cast.bakers, "Fire the oven")
    Practice.objects.filter(pk=mine.pk).update(level="proven")
    for asked in ({"keeper": "me"}, {"level": "proven"}, {"shape": "checklist"}, {"language": "de"}, {"tag": "rye"}):
        assert listed(cast, "ada", **asked) == ["Feed the starter"]
    assert listed(cast, "visitor", keeper="me") == []
    Practice.objects.filter(pk=mine.pk).update(steward=None)
    assert listed(cast, "ada", keeper="none") == ["Feed the starter"]
    assert len(listed(cast, "ada", level="no-such", state="\0", shape="1")) == 2


@pytest.mark.parametrize("show", ["newest", "used", "evidence", "review"])
def test_walking_by_key_shows_everything_once_both_ways(cast: Cast, show: str) -> None:
    ada, begun = cast.viewer("ada"), clock.now()
    for number in range(23):
        with clock.at(begun - timedelta(days=number % 7)):
            item = practice(ada, cast.bakers, f"Practice number {number}")
        level = ["idea", "tried", "proven"][number % 3]
        due = None if number % 5 == 0 else clock.now().date() + timedelta(days=number % 4)
        Practice.objects.filter(pk=item.pk).update(used_count=number % 3, level=level, review_on=due)
    here = place_of(ada, slug=cast.bakers.slug)
    first = library(ada, here, {"show": show}).shelf
    assert first is not None
    second = library(ada, here, {"show": show, "after": first.older}).shelf
    assert second is not None
    assert len({row.id for row in (*first.rows, *second.rows)}) == 23 == len(first.rows) + len(second.rows)
    back = library(ada, here, {"show": show, "before": second.newer}).shelf
    assert back is not None
    assert [row.id for row in back.rows] == [row.id for row in first.rows]
    assert (first.newer, second.older, back.newer) == ("", "", "")


@pytest.mark.parametrize(
    "cursor", ["", ".", "9" * 30, f"{10**18}.{10**18}", "-1.-1", "\0.1", "a.b", "1.99999999999999999999"]
)
@pytest.mark.parametrize("show", ["newest", "used", "evidence", "review"])
def test_no_cursor_is_an_error(cast: Cast, show: str, cursor: str) -> None:
    practice(cast.viewer("ada"), cast.bakers)
    here = place_of(VISITOR, slug=cast.bakers.slug)
    assert library(VISITOR, here, {"show": show, "after": cursor}).shelf is not None
    assert library(VISITOR, here, {"show": show, "before": cursor, "language": "\0" * 99}).shelf is not None


def stock(cast: Cast, number: int) -> None:
    bo = cast.viewer("bo")
    course = collect.make(cast.bakers.pk, Wish("New to the oven", starter=number == 2), by=bo)
    for count in range(number):
        held = topic.add(cast.bakers.pk, f"Topic {Item.objects.count()}", by=bo)
        item = practice(bo, cast.bakers, f"Practice number {count}", tags=f"rye, tag{count}")
        place(item.pk, held.pk, by=bo)
        collect.put_in(course.pk, item.pk, by=bo)


@pytest.mark.parametrize("query", ["", "?show=newest", "?show=used&tag=rye", "?state=any"])
def test_the_library_costs_the_same_with_much_in_it(cast: Cast, queries: Queries, client: Client, query: str) -> None:
    client.force_login(cast.person("di"), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("library:index", args=[cast.bakers.slug]) + query
    stock(cast, 2)
    client.get(url)
    with queries.at_most(9) as few:
        assert client.get(url).status_code == 200
    stock(cast, 12)
    with queries.exactly(len(few)):
        client.get(url)


def collected(cast: Cast, *, room: Any = None) -> tuple[Collection, list[Item]]:
    """Three pages, the second one in the kitchen."""
    bo = cast.viewer("bo")
    made = collect.make(cast.bakers.pk, Wish("New to the oven", room_id=room.pk if room else None), by=bo)
    rooms = (None, cast.kitchen.pk, None)
    pages = [practice(bo, cast.bakers, f"Page number {n}", room_id=room_id) for n, room_id in enumerate(rooms, 1)]
    for page in pages:
        collect.put_in(made.pk, page.pk, by=bo)
    return made, pages


def test_a_collection_shows_the_pages_that_one_may_read_in_the_chosen_order(cast: Cast) -> None:
    made, pages = collected(cast)
    collect.step(made.pk, pages[2].pk, "up", by=cast.viewer("bo"))
    collect.step(made.pk, pages[2].pk, "up", by=cast.viewer("bo"))
    seen = {}
    for name in ("ada", "di", "visitor"):
        viewer = viewer_of(cast, name)
        found = course_page(viewer, place_of(viewer, slug=cast.bakers.slug), made.slug)
        seen[name] = [page.row.title[-1] for page in found.pages]
        assert courses(viewer, place_of(viewer, slug=cast.bakers.slug))[0].pages == len(found.pages)
    assert seen == {"ada": ["3", "1", "2"], "di": ["3", "1"], "visitor": ["3", "1"]}


def test_a_collection_of_a_room_is_not_there_for_others(cast: Cast) -> None:
    made, pages = collected(cast, room=cast.kitchen)
    for name in ("di", "visitor"):
        viewer = viewer_of(cast, name)
        here = place_of(viewer, slug=cast.bakers.slug)
        assert courses(viewer, here) == []
        with pytest.raises(Hidden):
            course_page(viewer, here, made.slug)
        found = standing(viewer, head(viewer, pages[0].pk))
        assert found is None
    with pytest.raises(Hidden):
        done(made.pk, pages[0].pk, by=cast.viewer("di"))


def test_going_through_a_collection_is_remembered_and_can_be_taken_back(cast: Cast) -> None:
    made, pages = collected(cast)
    ada = cast.viewer("ada")
    here = place_of(ada, slug=cast.bakers.slug)
    done(made.pk, pages[0].pk, by=ada)
    done(made.pk, pages[0].pk, by=ada)
    found = course_page(ada, here, made.slug)
    assert (found.done, found.next and found.next.id) == (1, pages[1].pk)
    assert courses(ada, here)[0].done == 1
    assert courses(cast.viewer("di"), place_of(cast.viewer("di"), slug=cast.bakers.slug))[0].done == 0
    done(made.pk, pages[0].pk, by=ada, on=False)
    assert not Done.objects.exists()
    with pytest.raises(Hidden):
        done(made.pk, pages[1].pk, by=cast.viewer("di"))
    with pytest.raises(Forbidden):
        done(made.pk, pages[0].pk, by=VISITOR)


def test_a_practice_says_where_it_stands_by_one_statement(cast: Cast, queries: Queries) -> None:
    open_, _shut = placed(cast)
    made, pages = collected(cast)
    collect.put_in(made.pk, open_.pk, by=cast.viewer("bo"))
    di = cast.viewer("di")
    asked = head(di, open_.pk)
    with queries.exactly(1):
        found = standing(di, asked)
    assert found is not None
    data: Standing = found[1]
    assert list(data.trail) == [("Flour", "flour")]
    (within,) = data.within
    assert (within.number, within.pages, within.after) == (3, 3, None)
    assert within.before is not None
    assert within.before.id == pages[2].pk


def test_there_is_one_starter_set_and_newcomers_find_it_on_top(cast: Cast, clock: Any) -> None:
    made, _pages = collected(cast)
    bo = cast.viewer("bo")
    collect.change(made.pk, Wish(made.name, starter=True), by=bo)
    other = collect.make(cast.bakers.pk, Wish("Another one", starter=True), by=bo)
    assert list(Collection.objects.filter(starter=True)) == [other]
    collect.change(made.pk, Wish(made.name, starter=True), by=bo)
    here = place_of(cast.viewer("di"), slug=cast.bakers.slug)
    start = library(cast.viewer("di"), here, {}).start
    assert start is not None
    assert [page.row.title[-1] for page in start.pages] == ["1", "3"]
    assert library(VISITOR, place_of(VISITOR, slug=cast.bakers.slug), {}).start is None


def test_only_who_keeps_the_library_keeps_collections(cast: Cast) -> None:
    made, pages = collected(cast)
    for name in ("ada", "sam", "cy"):
        viewer = cast.viewer(name)
        for act in (
            lambda viewer=viewer: collect.make(cast.bakers.pk, Wish("Mine"), by=viewer),
            lambda viewer=viewer: collect.change(made.pk, Wish("Mine"), by=viewer),
            lambda viewer=viewer: collect.remove(made.pk, by=viewer),
            lambda viewer=viewer: collect.put_in(made.pk, pages[0].pk, by=viewer),
            lambda viewer=viewer: collect.take_out(made.pk, pages[0].pk, by=viewer),
            lambda viewer=viewer: collect.step(made.pk, pages[0].pk, "up", by=viewer),
        ):
            with pytest.raises((Forbidden, Hidden)):
                act()


def test_a_page_stands_in_a_collection_once_and_only_in_its_own_community(cast: Cast) -> None:
    made, pages = collected(cast)
    bo = cast.viewer("bo")
    collect.put_in(made.pk, pages[0].pk, by=bo)
    assert Entry.objects.filter(collection=made).count() == 3
    elsewhere = practice(bo, cast.vault)
    with pytest.raises(Hidden):
        collect.put_in(made.pk, elsewhere.pk, by=bo)
    with pytest.raises(Refused):
        collect.make(cast.bakers.pk, Wish("  "), by=bo)
    assert collect.make(cast.bakers.pk, Wish("New"), by=bo).slug != "new"
