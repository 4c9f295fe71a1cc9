"""What is unread: the laws that hold whoever reads, writes, deletes, leaves, in whatever order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lorehall.communities import rules as communities
from lorehall.communities.models import Membership
from lorehall.communities.places import place
from lorehall.content.models import Item, Post
from lorehall.content.policy import visible
from lorehall.content.rules.delete import delete, restore
from lorehall.content.rules.move import move
from lorehall.kernel import clock
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.people.viewer import VISITOR
from lorehall.reading.models import Read, Since
from lorehall.reading.queries.news import arrived, first_unread, news
from lorehall.reading.queries.rail import rail
from lorehall.reading.queries.unread import unread_list
from lorehall.reading.rules.mark import mark_all_read, mark_read, undo_mark_all
from lorehall.reading.rules.settle import MANY, settle, settle_all
from tests.cast import Cast
from tests.making import opening, reply, talk


def number_read(cast: Cast, name: str, item: Item) -> int:
    return Read.objects.filter(person=cast.person(name), item=item).values_list("number", flat=True).first() or 0


def count(cast: Cast, name: str, item: Item) -> str:
    """How many posts a list says are new, where the item is in one's lists at all."""
    viewer = cast.viewer(name)
    found = news(viewer, list(visible(viewer).filter(pk=item.pk)))  # type: ignore[arg-type]
    if found and found[item.pk].whole:
        return str(unread_by_hand(cast, item, number_read(cast, name, item), floor_of(cast, name, item), name))
    return found[item.pk].words if found else ""


def floor_of(cast: Cast, name: str, item: Item) -> Any:
    """The moment up to which everything counts as read."""
    mine = Since.objects.filter(person=cast.person(name), room=item.room)
    joined = Membership.objects.filter(person=cast.person(name), community=item.community)
    return mine.values_list("at", flat=True).first() or joined.values_list("joined_at", flat=True).get()


def in_rail(cast: Cast, name: str, community: Any = None) -> int:
    viewer = cast.viewer(name)
    return len(rail(viewer, place(viewer, community_id=(community or cast.bakers).pk))[1].ids)


def listed(cast: Cast, name: str) -> list[int]:
    viewer = cast.viewer(name)
    here = place(viewer, community_id=cast.bakers.pk)
    return [row.id for row in unread_list(viewer, here, after=None, before=None).rows]


def mark_everything(cast: Cast, name: str) -> Any:
    viewer = cast.viewer(name)
    here, at = place(viewer, community_id=cast.bakers.pk), clock.now()
    mark_all_read(here, here.room_ids, at, by=viewer)
    return at


def test_what_was_there_before_one_joined_counts_as_read(cast: Cast) -> None:
    old = talk(cast.viewer("bo"), cast.bakers)
    communities.join(cast.bakers.pk, by=cast.viewer("cy"))
    assert (count(cast, "cy", old), in_rail(cast, "cy")) == ("", 0)
    fresh = reply(cast.viewer("bo"), old)
    assert (count(cast, "cy", old), in_rail(cast, "cy"), listed(cast, "cy")) == ("1", 1, [old.pk])
    assert first_unread(cast.viewer("cy"), old.pk).url.endswith(f"/2#p{fresh.pk}")


def test_one_jumps_to_the_first_unread_and_what_is_read_falls_away(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    posts = [reply(cast.viewer("bo"), item) for _ in range(3)]
    assert news(cast.viewer("ada"), [Item.objects.get(pk=item.pk)])[item.pk] == ("", True)  # type: ignore[list-item]
    mark_read({item.pk: 2}, by=cast.viewer("ada"))
    assert count(cast, "ada", item) == "2"
    assert first_unread(cast.viewer("ada"), item.pk).url.endswith(f"/3#p{posts[1].pk}")
    mark_read({item.pk: 4}, by=cast.viewer("ada"))
    assert (count(cast, "ada", item), in_rail(cast, "ada")) == ("", 0)
    assert not first_unread(cast.viewer("ada"), item.pk).is_new


def test_what_one_writes_oneself_is_never_unread(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    reply(cast.viewer("ada"), item)
    assert (count(cast, "ada", item), in_rail(cast, "ada")) == ("", 0)
    reply(cast.viewer("bo"), item)
    reply(cast.viewer("ada"), item)
    assert (count(cast, "ada", item), in_rail(cast, "ada")) == ("1", 1)


def test_the_number_never_falls_and_never_runs_ahead(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    reply(cast.viewer("bo"), item)
    for told, stands in ((2, 2), (1, 2), (999, 2)):
        mark_read({item.pk: told}, by=cast.viewer("ada"))
        assert number_read(cast, "ada", item) == stands
    reply(cast.viewer("bo"), item)
    assert count(cast, "ada", item) == "1"


def test_two_devices_that_report_in_any_order_end_at_the_highest(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    for _ in range(9):
        reply(cast.viewer("bo"), item)
    for told in (7, 3, 9, 9, 1):
        mark_read({item.pk: told}, by=cast.viewer("ada"))
    assert number_read(cast, "ada", item) == 9
    assert Read.objects.filter(person=cast.person("ada")).count() == 1


def test_a_deleted_post_is_not_counted_and_a_restored_one_is_again(cast: Cast, facts: Any) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    mark_read({item.pk: 1}, by=cast.viewer("ada"))
    gone = reply(cast.viewer("bo"), item)
    delete(gone.pk, by=cast.viewer("bo"))
    assert (count(cast, "ada", item), in_rail(cast, "ada")) == ("", 0)
    with clock.at(clock.now() + timedelta(days=1)):
        settle(cast.person("ada").pk, cast.bakers.pk)
    restore(gone.pk, by=cast.viewer("bo"))
    facts.deliver()
    assert (count(cast, "ada", item), in_rail(cast, "ada"), listed(cast, "ada")) == ("1", 1, [item.pk])


def test_nothing_is_counted_where_one_may_not_read_and_leaving_counts_at_once(cast: Cast, facts: Any) -> None:
    kitchen = talk(cast.viewer("bo"), cast.bakers, room_id=cast.kitchen.pk)
    talk(cast.viewer("bo"), cast.vault)
    assert in_rail(cast, "di") == 0
    assert count(cast, "di", kitchen) == ""
    assert (in_rail(cast, "ada"), in_rail(cast, "ada", cast.vault)) == (1, 1)
    communities.let_out(cast.kitchen.pk, cast.person("ada").pk, by=cast.viewer("bo"))
    assert in_rail(cast, "ada") == 0
    with pytest.raises(Hidden):
        first_unread(cast.viewer("ada"), kitchen.pk)
    assert mark_read({kitchen.pk: 1}, by=cast.viewer("ada")) == 0
    communities.let_in(cast.kitchen.pk, cast.person("ada").pk, by=cast.viewer("bo"))
    facts.deliver()
    assert in_rail(cast, "ada") == 0, "what was said before they were let in counts as read"
    reply(cast.viewer("bo"), kitchen)
    assert (in_rail(cast, "ada"), count(cast, "ada", kitchen)) == (1, "1")


def test_who_leaves_and_comes_back_begins_anew(cast: Cast, facts: Any) -> None:
    mark_everything(cast, "ada")
    item = talk(cast.viewer("bo"), cast.bakers)
    communities.leave(cast.bakers.pk, by=cast.viewer("ada"))
    facts.deliver()
    assert news(cast.viewer("ada"), [Item.objects.get(pk=item.pk)]) == {}  # type: ignore[list-item]
    communities.join(cast.bakers.pk, by=cast.viewer("ada"))
    assert in_rail(cast, "ada") == 0
    reply(cast.viewer("bo"), item)
    assert (in_rail(cast, "ada"), count(cast, "ada", item)) == (1, "1")


def test_visitors_outsiders_and_the_suspended_have_nothing_unread(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    for viewer in (VISITOR, cast.viewer("cy"), cast.viewer("eve")):
        assert news(viewer, [Item.objects.get(pk=item.pk)]) == {}  # type: ignore[list-item]
        assert mark_read({item.pk: 1}, by=viewer) == 0
        here = place(viewer, community_id=cast.bakers.pk)
        with pytest.raises(Forbidden):
            mark_all_read(here, here.room_ids, clock.now(), by=viewer)


def test_everything_is_marked_as_read_once_and_can_be_taken_back(cast: Cast) -> None:
    items = [talk(cast.viewer("bo"), cast.bakers, title=f"One of {n}") for n in range(3)]
    mark_read({items[0].pk: 1}, by=cast.viewer("ada"))
    assert in_rail(cast, "ada") == 2
    at = mark_everything(cast, "ada")
    assert (in_rail(cast, "ada"), listed(cast, "ada"), count(cast, "ada", items[1])) == (0, [], "")
    reply(cast.viewer("bo"), items[1])
    assert count(cast, "ada", items[1]) == "1"
    viewer = cast.viewer("ada")
    here = place(viewer, community_id=cast.bakers.pk)
    mark_all_read(here, here.room_ids, at, by=viewer)
    for _ in range(2):
        undo_mark_all(here, here.room_ids, at, by=viewer)
        assert (in_rail(cast, "ada"), count(cast, "ada", items[1])) == (2, "2")


def test_one_room_can_be_marked_as_read_alone(cast: Cast) -> None:
    talk(cast.viewer("bo"), cast.bakers)
    talk(cast.viewer("bo"), cast.bakers, room_id=cast.kitchen.pk)
    viewer = cast.viewer("ada")
    here = place(viewer, community_id=cast.bakers.pk)
    mark_all_read(here, [cast.kitchen.pk], clock.now(), by=viewer)
    assert rail(viewer, here)[1].rooms == {here.first_room.id: 1}
    di = cast.viewer("di")
    with pytest.raises(Hidden):
        mark_all_read(place(di, community_id=cast.bakers.pk), [cast.kitchen.pk], clock.now(), by=di)


def test_what_came_while_a_page_was_open_is_told_without_ones_own(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    assert arrived(cast.viewer("ada"), item.pk, 1) is None
    reply(cast.viewer("ada"), item)
    first = reply(cast.viewer("bo"), item)
    found = arrived(cast.viewer("ada"), item.pk, 1)
    assert found is not None
    assert (found.posts, found.answers) == (1, 0)
    assert found.url.endswith(f"/3#p{first.pk}")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "own", "read", "delete", "restore", "all", "undo", "settle", "again", "away"]),
        st.integers(0, 2),
        st.integers(1, 6),
    ),
    max_size=25,
)


@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_count_the_list_and_the_posts_agree_whatever_happens(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        check_history(cast, steps)
        transaction.set_rollback(True)


def check_history(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    items = [talk(cast.viewer("bo"), cast.bakers, title=f"Number {n}") for n in range(3)]
    reached: dict[int, int] = {}
    floor, before = cast.bakers.opened_at, None
    now = clock.now()
    for verb, which, number in steps:
        now += timedelta(hours=1)
        item = items[which]
        with clock.at(now):
            if verb in {"write", "own"}:
                reply(cast.viewer("bo" if verb == "write" else "ada"), item)
            elif verb == "read":
                mark_read({item.pk: number}, by=cast.viewer("ada"))
                last = Item.objects.get(pk=item.pk).last_number
                reached[item.pk] = max(reached.get(item.pk, 0), min(number, last))
            elif verb in {"delete", "restore"}:
                toggle(item, number, gone=verb == "delete")
            elif verb == "all":
                floor, before = mark_everything(cast, "ada"), floor
            elif verb == "undo" and before is not None:
                viewer = cast.viewer("ada")
                here = place(viewer, community_id=cast.bakers.pk)
                undo_mark_all(here, here.room_ids, floor, by=viewer)
                floor, before = before, None
            elif verb in {"settle", "again"}:
                settle(cast.person("ada").pk, cast.bakers.pk)
            expected = {item.pk: unread_by_hand(cast, item, reached.get(item.pk, 0), floor) for item in items}
            expected = {item: number for item, number in expected.items() if number}
            assert {item.pk: int(count(cast, "ada", item) or 0) for item in items if item.pk in expected} == expected
            assert in_rail(cast, "ada") == len(expected)
            assert set(listed(cast, "ada")) == set(expected)


def toggle(item: Item, number: int, *, gone: bool) -> None:
    """Delete or restore a reply as the rules would, with what their facts set going."""
    from lorehall.reading.rules.settle import look_again

    posts = Post.objects.filter(item=item, number=number, number__gt=1)
    posts.update(deleted_at=clock.now() if gone else None)
    if not gone:
        look_again(item.pk)


def unread_by_hand(cast: Cast, item: Item, number: int, floor: Any, name: str = "ada") -> int:
    """The law itself: live posts of others, after the last one read, after what counts as read."""
    posts = Post.objects.filter(item=item, deleted_at=None, number__gt=number, created_at__gt=floor)
    return posts.exclude(author=cast.person(name)).count()


def test_settling_for_who_reads_much_changes_nothing_but_the_cost(cast: Cast) -> None:
    left = talk(cast.viewer("bo"), cast.bakers, title="Never opened")
    read = [talk(cast.viewer("bo"), cast.bakers, title=f"Read {n}") for n in range(5)]
    mark_read({item.pk: 1 for item in read}, by=cast.viewer("ada"))
    Read.objects.bulk_create(
        [Read(person=cast.person("ada"), item=talk(cast.viewer("bo"), cast.bakers), number=1) for _ in range(MANY)]
    )
    with clock.at(clock.now() + timedelta(hours=1)):
        assert settle_all() == 1
        assert settle_all() == 0
        assert Since.objects.filter(person=cast.person("ada"), settled__gt=left.created_at).exists()
        assert (in_rail(cast, "ada"), listed(cast, "ada")) == (1, [left.pk])
        reply(cast.viewer("bo"), read[0])
        assert set(listed(cast, "ada")) == {left.pk, read[0].pk}
        mark_read({left.pk: 1}, by=cast.viewer("ada"))
        assert listed(cast, "ada") == [read[0].pk]


def test_what_is_moved_to_where_one_reads_is_unread_there(cast: Cast, facts: Any) -> None:
    kitchen = talk(cast.viewer("bo"), cast.bakers, room_id=cast.kitchen.pk)
    with clock.at(clock.now() + timedelta(hours=1)):
        settle(cast.person("di").pk, cast.bakers.pk)
        here = place(cast.viewer("bo"), community_id=cast.bakers.pk)
        move(kitchen.pk, here.first_room.id, by=cast.viewer("bo"))
        facts.deliver()
        assert (in_rail(cast, "di"), listed(cast, "di")) == (1, [kitchen.pk])


def test_counting_costs_the_same_with_two_items_and_with_twenty(cast: Cast, queries: Any) -> None:
    bo = cast.viewer("bo")
    ada = cast.viewer("ada")
    here = place(ada, community_id=cast.bakers.pk)
    queries.same_at(
        lambda n: [talk(bo, cast.bakers) for _ in range(n)],
        lambda: (rail(ada, here), unread_list(ada, here, after=None, before=None)),
        at_most=4,
    )


def test_an_opening_that_is_new_is_wholly_new(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    assert news(cast.viewer("ada"), [Item.objects.get(pk=item.pk)])[item.pk].whole  # type: ignore[list-item]
    assert opening(item).number == 1
