"""The index of words follows what is written, and can be written anew."""

from __future__ import annotations

import pytest

from lorehall.content import index
from lorehall.content.models import Item, ItemWords, Post, PostWords
from lorehall.content.rules import reindex, tag
from lorehall.content.rules.edit import Edit, edit
from lorehall.kernel import jobs as work
from tests.cast import Cast
from tests.making import opening, reply, talk

pytestmark = pytest.mark.django_db


def rows() -> dict[int, tuple[str, ...]]:
    return index.POSTS.said(list(PostWords.objects.values_list("post_id", flat=True)))


def test_every_live_post_has_a_row_and_every_live_item_one(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, "Baking rye loaves", text="In *the* cellar.", tags="rye")
    post = reply(cast.viewer("bo"), item, "Cold cellars.")
    assert rows()[opening(item).pk] == ("bake rye loav", "rye", "in the cellar", "", "")
    assert rows()[post.pk] == ("", "", "", "cold cellar", "bake rye loav rye")
    assert index.ITEMS.said([item.pk]) == {item.pk: ("bake rye loav", "rye", "in the cellar", "baking rye loaves")}
    assert not reindex.lacking()


def test_writing_it_anew_gives_the_same_and_mends_what_is_missing_or_too_much(cast: Cast) -> None:
    items = [talk(cast.viewer("ada"), cast.bakers, f"Loaf number {number}") for number in range(3)]
    for number in range(3):
        reply(cast.viewer("bo"), items[0], f"Reply number {number}")
    before = rows()
    index.POSTS.drop(list(before)[:4])
    index.ITEMS.drop([items[1].pk])
    index.POSTS.put([(10**9, ("gone", "", "", "", ""))])
    assert reindex.lacking()
    assert reindex.count() == 3
    assert sum(items for _, items in reindex.walk()) == 3
    assert reindex.finish() == 1
    assert rows() == before
    assert set(ItemWords.objects.values_list("item_id", flat=True)) == set(Item.objects.values_list("pk", flat=True))
    assert list(reindex.walk(after=items[-1].pk)) == []
    assert list(reindex.walk(cast.vault.pk)) == []


def test_a_job_writes_the_rest_of_a_long_item(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "AT_ONCE", 2)
    item = talk(cast.viewer("ada"), cast.bakers, "Rye loaves")
    for number in range(6):
        reply(cast.viewer("bo"), item, f"Reply number {number}")
    edit(opening(item).pk, Edit("Other words.", 1, title="Spelt loaves"), by=cast.viewer("ada"))
    work.run_all(strict=True)
    assert all("spelt" in " ".join(said) for said in rows().values())
    tag.retag(item.pk, "grain", by=cast.viewer("ada"))
    work.run_all(strict=True)
    assert all("grain" in " ".join(said) for said in rows().values())
    assert Post.objects.count() == len(rows()) == 7


def test_frequencies_are_known_before_and_after_taking_stock(cast: Cast) -> None:
    for number in range(4):
        talk(cast.viewer("ada"), cast.bakers, f"Loaf number {number}")
    for _ in range(2):
        size, docs = index.ITEMS.counted(["loaf", "1", "zeppelin"])
        assert size == 4
        assert docs["loaf"] == 4
        assert docs.get("zeppelin", 0) == 0
        index.ITEMS.take_stock()
