"""Useful, follow, tags, rooms and locks."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.urls import reverse

from lorehall.communities.places import place
from lorehall.content.models import Follow, Item, Mention, Post, RoomCount, Tag, TagCount
from lorehall.content.queries.counts import counts, tags_in_use
from lorehall.content.queries.tag import tag_page
from lorehall.content.rules import mark, move
from lorehall.content.rules import tag as tags
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.people.viewer import VISITOR
from tests.cast import Cast
from tests.making import opening, reply, talk


def test_useful_counts_each_member_once_and_can_be_taken_back(cast: Cast) -> None:
    post = opening(talk(cast.viewer("ada"), cast.bakers))
    assert mark.mark_useful(post.pk, by=cast.viewer("di")) == 1
    assert mark.mark_useful(post.pk, by=cast.viewer("di")) == 1
    assert mark.mark_useful(post.pk, by=cast.viewer("bo")) == 2
    assert mark.unmark_useful(post.pk, by=cast.viewer("di")) == 1
    assert mark.unmark_useful(post.pk, by=cast.viewer("di")) == 1


def test_nobody_marks_their_own_text_as_useful(cast: Cast) -> None:
    post = opening(talk(cast.viewer("ada"), cast.bakers))
    with pytest.raises(Forbidden):
        mark.mark_useful(post.pk, by=cast.viewer("ada"))


def test_a_sponsor_may_follow_and_may_not_mark(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    mark.follow(item.pk, by=cast.viewer("sam"))
    mark.follow(item.pk, by=cast.viewer("sam"))
    assert Item.objects.get(pk=item.pk).followers_count == 2  # the author follows too
    with pytest.raises(Forbidden):
        mark.mark_useful(opening(item).pk, by=cast.viewer("sam"))
    mark.unfollow(item.pk, by=cast.viewer("sam"))
    assert Follow.objects.filter(item=item).count() == 1


def test_who_is_mentioned_is_noted_if_they_are_members(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, text="Ask @bo, @cy or @nobody; not `@di`.")
    assert list(Mention.objects.values_list("person__handle", flat=True)) == ["bo"]
    assert 'href="/people/bo"' in opening(item).html
    assert "/people/cy" not in opening(item).html


def test_a_link_to_an_item_that_some_readers_may_not_see_stays_text(cast: Cast) -> None:
    hidden = talk(cast.viewer("ada"), cast.bakers, title="The secret leaven", room_id=cast.kitchen.pk)
    shown = talk(cast.viewer("ada"), cast.bakers, text=f"See #{hidden.pk}.")
    assert f"/i/{hidden.pk}" not in opening(shown).html
    inside = talk(cast.viewer("ada"), cast.bakers, text=f"See #{hidden.pk}.", room_id=cast.kitchen.pk)
    assert f"/i/{hidden.pk}" in opening(inside).html


def test_a_tag_used_only_where_one_may_not_look_is_not_there(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, tags="bread")
    talk(cast.viewer("ada"), cast.bakers, tags="bread, leaven", room_id=cast.kitchen.pk)
    for viewer, seen in (
        (cast.viewer("ada"), {"bread": 2, "leaven": 1}),
        (cast.viewer("di"), {"bread": 1}),
        (VISITOR, {"bread": 1}),
    ):
        here = place(viewer, community_id=cast.bakers.pk)
        assert {use.slug: use.total for use in tags_in_use(here)} == seen
        assert counts(here).conversations == (2 if "leaven" in seen else 1)
    with pytest.raises(Hidden):
        tag_page(place(cast.viewer("di"), community_id=cast.bakers.pk), "leaven")


def test_merging_moves_the_items_and_leaves_a_signpost(cast: Cast) -> None:
    bo = cast.viewer("bo")
    talk(bo, cast.bakers, tags="bread, brot")
    talk(bo, cast.bakers, tags="brot")
    tags.merge(cast.bakers, "brot", "bread", by=bo)
    here = place(bo, community_id=cast.bakers.pk)
    assert {use.slug: use.total for use in tags_in_use(here)} == {"bread": 2}
    assert tag_page(here, "brot").moved_to == "bread"
    talk(bo, cast.bakers, tags="brot")  # an old habit lands on the tag that stays
    assert {use.slug: use.total for use in tags_in_use(here)} == {"bread": 3}
    with pytest.raises(Refused):
        tags.merge(cast.bakers, "bread", "bread", by=bo)


def test_renaming_keeps_the_old_address(cast: Cast) -> None:
    bo = cast.viewer("bo")
    talk(bo, cast.bakers, tags="brad")
    tags.rename(cast.bakers, "brad", "Bread", by=bo)
    here = place(bo, community_id=cast.bakers.pk)
    assert tag_page(here, "brad").moved_to == "bread"
    assert tag_page(here, "bread").total == 1
    talk(bo, cast.bakers, tags="other")
    with pytest.raises(Refused):
        tags.rename(cast.bakers, "other", "bread", by=bo)


def test_a_member_may_not_keep_tags_and_an_outsider_may_not_know(cast: Cast) -> None:
    talk(cast.viewer("bo"), cast.bakers, tags="bread")
    talk(cast.viewer("bo"), cast.vault, tags="gold")
    with pytest.raises(Forbidden):
        tags.rename(cast.bakers, "bread", "loaf", by=cast.viewer("ada"))
    with pytest.raises(Hidden):
        tags.rename(cast.vault, "gold", "loaf", by=cast.viewer("cy"))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Bread, ROLLS", ["bread", "rolls"]),
        ("c# c++ .net", ["c", "c++", ".net"]),
        ("größe", ["grosse"]),
        ("日本語 طعام", ["日本語", "طعام"]),
        ("#one #one", ["one"]),
        ("tcp/ip 100% a?b <b>", ["tcp-ip", "100", "a-b", "b"]),
        (".. - %2f \u202e\x01", ["2f"]),
        ("हिन्दी", ["हिन्दी"]),
    ],
)
def test_tags_are_read_out_of_what_was_typed(typed: str, names: list[str]) -> None:
    assert tags.names(typed) == names


def test_every_tag_that_can_be_typed_has_a_page(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, tags="tcp/ip ../x a?b#c 50%")
    for use in tags_in_use(place(cast.viewer("ada"), community_id=cast.bakers.pk)):
        assert reverse("content:tag", args=[cast.bakers.slug, use.slug])


def test_a_tag_can_be_renamed_back(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, tags="bread")
    tags.rename(cast.bakers, "bread", "loaf", by=cast.viewer("bo"))
    tags.rename(cast.bakers, "loaf", "bread", by=cast.viewer("bo"))
    assert tag_page(place(cast.viewer("ada"), community_id=cast.bakers.pk), "loaf").moved_to == "bread"


def test_a_tag_that_was_merged_meanwhile_is_not_merged_again(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, tags="bread loaf")
    bread, loaf = (Tag.objects.get(slug=slug) for slug in ("bread", "loaf"))
    tags.merge(cast.bakers, "bread", "loaf", by=cast.viewer("bo"))
    with pytest.raises(Conflict), transaction.atomic():
        tags.hold_tags(bread, loaf)


def test_seven_tags_are_too_many() -> None:
    with pytest.raises(Refused):
        tags.names("a b c d e f g")


def test_moving_takes_the_counts_along_and_hides_at_once(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, tags="bread")
    move.move(item.pk, cast.kitchen.pk, by=cast.viewer("bo"))
    assert {(row.room_id == cast.kitchen.pk): row.total for row in RoomCount.objects.filter(kind="conversation")} == {
        True: 1,
        False: 0,
    }
    assert TagCount.objects.get(room=cast.kitchen).total == 1
    assert counts(place(cast.viewer("di"), community_id=cast.bakers.pk)).conversations == 0


def test_a_locked_item_takes_no_reply_but_a_coordinators(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    move.lock(item.pk, by=cast.viewer("bo"))
    with pytest.raises(Forbidden):
        reply(cast.viewer("ada"), item)
    reply(cast.viewer("bo"), item)
    move.unlock(item.pk, by=cast.viewer("bo"))
    reply(cast.viewer("ada"), item)
    assert Post.objects.filter(item=item).count() == 3
    with pytest.raises(Forbidden):
        move.lock(item.pk, by=cast.viewer("ada"))


def test_a_room_that_the_mover_may_not_read_is_no_room(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    with pytest.raises(Refused):
        move.move(item.pk, cast.vault.rooms.get().pk, by=cast.viewer("bo"))
    assert Tag.objects.count() == 0


def test_notes_of_two_posts_on_a_page_keep_apart(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, text="Salt[^1].\n\n[^1]: Two percent.")
    second = reply(cast.viewer("ada"), item, "Water[^1].\n\n[^1]: Seventy percent.")
    ids = [set(re.findall(r'id="([^"]+)"', html)) for html in (opening(item).html, second.html)]
    assert ids[0]
    assert ids[1]
    assert not ids[0] & ids[1]
