"""Editing, deleting, restoring: revisions, races, tombstones."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lorehall.content import writing
from lorehall.content.models import Item, Post, Revision, RoomCount, TagCount
from lorehall.content.queries.revisions import history
from lorehall.content.rules.delete import delete, restore
from lorehall.content.rules.edit import Edit, edit
from lorehall.kernel import clock
from lorehall.kernel.errors import Conflict, Forbidden, Refused
from tests.cast import Cast
from tests.making import opening, reply, talk


def later(minutes: int) -> object:
    return clock.at(clock.now() + timedelta(minutes=minutes))


def test_an_edit_within_five_minutes_makes_no_revision(cast: Cast) -> None:
    post = opening(talk(cast.viewer("ada"), cast.bakers, text="Ninety minutes."))
    edit(post.pk, Edit("A hundred minutes.", version=1), by=cast.viewer("ada"))
    assert Revision.objects.count() == 0
    assert Post.objects.get(pk=post.pk).source == "A hundred minutes."


def test_a_later_edit_keeps_what_stood_and_says_why(cast: Cast) -> None:
    post = opening(talk(cast.viewer("ada"), cast.bakers, text="Ninety minutes.", tags="dough"))
    with later(6):
        edit(post.pk, Edit("A hundred minutes.", version=1, reason="measured"), by=cast.viewer("ada"))
    with later(8):  # within the grace of the last revision
        edit(post.pk, Edit("A hundred and ten.", version=2), by=cast.viewer("ada"))
    with later(30):
        edit(post.pk, Edit("Two hours.", version=3, title="How long it may rest"), by=cast.viewer("bo"))
    found = history(cast.viewer("di"), post.pk).versions
    assert [(one.number, one.source, one.by_handle) for one in found] == [
        (3, "Two hours.", "bo"),
        (2, "A hundred and ten.", "ada"),
        (1, "Ninety minutes.", "ada"),
    ]
    assert found[1].reason == "measured"
    assert found[0].change
    assert found[0].change.title_before == "How long the dough may rest"
    assert found[0].change.hunks


def test_of_two_who_edit_at_once_one_wins_and_the_other_is_told(cast: Cast) -> None:
    post = opening(talk(cast.viewer("ada"), cast.bakers))
    edit(post.pk, Edit("Bo's text.", version=1), by=cast.viewer("bo"))
    with pytest.raises(Conflict) as told:
        edit(post.pk, Edit("Ada's text.", version=1), by=cast.viewer("ada"))
    assert told.value.code == "edited_meanwhile"
    assert Post.objects.get(pk=post.pk).source == "Bo's text."
    assert Revision.objects.filter(source="Ada's text.").count() == 0


@pytest.mark.parametrize(("who", "why"), [("di", "not_yours"), ("sam", "sponsors_read"), ("cy", "members_only")])
def test_nobody_else_may_edit_or_delete(cast: Cast, who: str, why: str) -> None:
    post = opening(talk(cast.viewer("ada"), cast.bakers))
    for change in (lambda: edit(post.pk, Edit("Mine now.", version=1), by=cast.viewer(who)),
                   lambda: delete(post.pk, by=cast.viewer(who))):  # fmt: skip
        with pytest.raises(Forbidden) as refusal:
            change()
        assert refusal.value.code == why


def test_a_deleted_reply_leaves_its_number_and_can_be_restored(cast: Cast, facts: object) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    post = reply(cast.viewer("di"), item)
    delete(post.pk, by=cast.viewer("di"))
    assert Item.objects.get(pk=item.pk).replies_count == 0
    assert reply(cast.viewer("ada"), item).number == 3
    with pytest.raises(Forbidden):
        restore(post.pk, by=cast.viewer("ada"))
    restore(post.pk, by=cast.viewer("di"))
    assert Item.objects.get(pk=item.pk).replies_count == 2
    assert {"content.post_deleted", "content.post_restored"} <= {row.name for row in facts.rows()}  # type: ignore[attr-defined]


def test_what_a_coordinator_deleted_its_author_cannot_restore(cast: Cast) -> None:
    post = reply(cast.viewer("di"), talk(cast.viewer("ada"), cast.bakers))
    delete(post.pk, by=cast.viewer("bo"))
    with pytest.raises(Forbidden):
        restore(post.pk, by=cast.viewer("di"))


def test_deleting_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    delete(opening(item).pk, by=cast.viewer("ada"))
    with pytest.raises((Conflict, Forbidden)):
        delete(opening(item).pk, by=cast.viewer("bo"))
    assert RoomCount.objects.get(kind="conversation").total == 0


def test_counts_follow_an_item_through_its_life(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, tags="dough, rest")
    assert [row.total for row in TagCount.objects.all()] == [1, 1]
    delete(opening(item).pk, by=cast.viewer("ada"))
    assert {row.total for row in TagCount.objects.all()} == {0}
    restore(opening(item).pk, by=cast.viewer("bo"))
    assert RoomCount.objects.get(kind="conversation").total == 1
    assert [row.total for row in TagCount.objects.all()] == [1, 1]


@pytest.mark.parametrize("text", ["", "   \n\t ", "x" * 200_001])
def test_nothing_and_too_much_are_refused_at_their_field(cast: Cast, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        talk(cast.viewer("ada"), cast.bakers, text=text)
    assert refusal.value.field == "text"


def test_the_same_form_sent_twice_makes_one_post(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers, submission="one")
    assert talk(ada, cast.bakers, submission="one").pk == item.pk
    first = reply(ada, item, submission="two")
    assert reply(ada, item, submission="two").pk == first.pk
    assert Post.objects.count() == 2


@pytest.mark.parametrize("title", ["\u200b" * 9, "\u202e" * 9, "\u2060\u00ad .....", "\u0301" * 9])
def test_a_title_can_be_read_and_pressed(title: str) -> None:
    with pytest.raises(Refused):
        writing.title(title)
