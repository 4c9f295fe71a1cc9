"""The night's recount: what lists and pages count follows what stands."""

from __future__ import annotations

import pytest
from django.db.models import F

from lorehall.content.jobs import recount, recount_content
from lorehall.content.models import Item, Post, RoomCount, TagCount
from lorehall.content.rules.delete import delete
from lorehall.content.rules.mark import follow, mark_useful
from lorehall.content.rules.move import move
from lorehall.questions.tests.asking import answer, ask
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lively(cast: Cast) -> Cast:
    """Questions that were answered, marked, followed, moved, deleted."""
    ada, bo, di = cast.viewer("ada"), cast.viewer("bo"), cast.viewer("di")
    first, moved, gone = (ask(ada, cast.bakers, tags="rye oats") for _ in range(3))
    post = answer(di, first)
    mark_useful(post.pk, by=ada)
    follow(first.pk, by=di)
    delete(answer(bo, first).pk, by=bo)
    move(moved.pk, cast.kitchen.pk, by=bo)
    delete(Post.objects.get(item=gone, number=1).pk, by=ada)
    return cast


def test_a_recount_finds_nothing_where_rules_kept_the_counts(lively: Cast) -> None:
    assert recount() == []


def test_every_count_that_drifted_is_mended_and_told(lively: Cast) -> None:
    kept = {
        model: sorted(model.objects.values_list())
        for model in (RoomCount, TagCount, Item, Post)
    }  # fmt: skip
    RoomCount.objects.update(total=F("total") + 1, open=F("open") + 2)
    TagCount.objects.update(total=F("total") + 3)
    Item.objects.update(replies_count=F("replies_count") + 1, followers_count=F("followers_count") + 1)
    Post.objects.update(useful_count=F("useful_count") + 5)
    drifts = recount()
    assert {drift.kept - drift.counted for drift in drifts if drift.table == Post._meta.db_table} == {5}
    assert {drift.column for drift in drifts} == {
        "total", "open", "replies_count", "followers_count", "useful_count",
    }  # fmt: skip
    for model, rows in kept.items():
        assert sorted(model.objects.values_list()) == rows
    assert recount() == []


def test_a_count_that_is_missing_is_made(lively: Cast) -> None:
    before = set(TagCount.objects.filter(total__gt=0).values_list("tag", "room", "total"))
    RoomCount.objects.all().delete()
    TagCount.objects.all().delete()
    recount_content.call()
    assert set(TagCount.objects.filter(total__gt=0).values_list("tag", "room", "total")) == before
    assert sorted(RoomCount.objects.values_list("total", flat=True)) == [1, 1]


def test_what_came_with_an_import_stays_counted(lively: Cast) -> None:
    Item.objects.update(followers_base=7, followers_count=F("followers_count") + 7)
    Post.objects.update(useful_base=4, useful_count=F("useful_count") + 4)
    assert recount() == []
