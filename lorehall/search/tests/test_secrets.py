"""Nothing that one may not see is found, counted, suggested or marked as close."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from lorehall.communities import rules as communities
from lorehall.content.models import Item, Post
from lorehall.content.policy import may_read_text, may_see
from lorehall.content.rules.delete import delete
from lorehall.content.rules.move import move
from lorehall.kernel import jobs
from lorehall.people.viewer import VISITOR, Viewer
from lorehall.search.jobs import close_in
from lorehall.search.queries.close import close
from lorehall.search.queries.found import find, people, similar, suggest, tags
from lorehall.search.rules.near import KEPT, settle_close
from lorehall.search.wanted import Wanted
from tests.cast import NAMES, Cast, gather
from tests.making import opening, reply, talk

TITLE = "How long the dough may rest"


def everybody(cast: Cast) -> dict[str, Viewer]:
    return {name: cast.viewer(name) for name in NAMES} | {"visitor": VISITOR}


def written_everywhere(cast: Cast) -> None:
    """Live and deleted items and replies in every room, by two authors; one that moved into the kitchen."""
    for room, name, gone in itertools.product((None, cast.kitchen.pk), ("ada", "bo"), (False, True)):
        item = talk(cast.viewer(name), cast.bakers, TITLE, room_id=room, text="In the cellar.", tags="rye")
        said = reply(cast.viewer("bo"), item, "Or in the pantry.")
        if gone:
            delete(opening(item).pk, by=cast.viewer(name))
        else:
            delete(reply(cast.viewer("bo"), item, "Never in the pantry.").pk, by=cast.viewer("bo"))
        assert said.pk
    moved = talk(cast.viewer("ada"), cast.bakers, TITLE, text="In the cellar.", tags="spelt")
    move(moved.pk, cast.kitchen.pk, by=cast.viewer("bo"))
    talk(cast.viewer("ada"), cast.vault, TITLE, text="In the cellar.", tags="secretly")
    delete(opening(talk(cast.viewer("bo"), cast.vault, TITLE, text="In the cellar.")).pk, by=cast.viewer("bo"))


SEARCHES = (
    Wanted(words=("dough",)),
    Wanted(words=("cellar",)),
    Wanted(words=("pantry", "dough")),
    Wanted(phrases=("the pantry",)),
    Wanted(words=("dough", "zeppelin")),
    Wanted(words=("dough",), order="newest"),
    Wanted(kinds=("conversation",)),
    Wanted(without=("croissant",)),
    Wanted(tag_slugs=("rye",)),
)


def may_find(viewer: Viewer, item: Item) -> bool:
    return may_see(viewer, item) and item.deleted_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("visibility", ["public", "listed", "secret"])
def test_searches_find_and_count_what_one_may_see_and_nothing_else(visibility: str) -> None:
    cast = gather()
    written_everywhere(cast)
    changed = replace(communities.settings_of(cast.bakers), visibility=visibility, joining="by_invitation")
    communities.change_settings(cast.bakers.pk, changed, by=cast.viewer("bo"))
    close_in(cast.bakers.pk)
    jobs.run_all(strict=True)
    items = {item.pk: item for item in Item.objects.select_related("room", "community")}
    for name, viewer in everybody(cast).items():
        allowed = {pk for pk, item in items.items() if may_find(viewer, item)}
        for wanted in SEARCHES:
            _check(viewer, wanted, allowed, name)
        whole = find(viewer, SEARCHES[0])
        assert {hit.item_id for hit in whole.hits} == allowed, name
        assert whole.about == len(allowed), name
        for place in (None, cast.bakers.pk, cast.vault.pk):
            near = {hit.item_id for hit in similar(viewer, TITLE, community_id=place, size=20)}
            assert near == {pk for pk in allowed if place in {None, items[pk].community_id}}, name
            urls = {one.url for one in suggest(viewer, "how long the dou", community_id=place, size=50)}
            assert len(urls) == len(near), name
        for item in items.values():
            assert {one.id for one in close(viewer, item.pk)} <= allowed, name


def _check(viewer: Viewer, wanted: Wanted, allowed: set[int], name: str) -> None:
    seen: set[int] = set()
    after: str | None = None
    while True:
        found = find(viewer, wanted, after=after, size=2)
        seen |= {hit.item_id for hit in found.hits}
        for hit in found.hits:
            assert may_read_text(
                viewer, Post.objects.select_related("item__room", "item__community").get(pk=hit.post_id)
            )
        if found.after is None:
            break
        after = found.after
    assert seen <= allowed, (name, wanted)
    assert found.about == len(seen), (name, wanted)


@pytest.mark.django_db
def test_tags_and_people_of_a_secret_community_are_not_known_outside(cast: Cast) -> None:
    written_everywhere(cast)
    for name, viewer in everybody(cast).items():
        inside = name in {"ada", "bo"}
        assert bool(tags(viewer, "secretly")) == inside, name
        assert bool(tags(viewer, "spelt")) == inside, name
        assert [one.items for one in tags(viewer, "rye")] == ([4] if inside else [2]), name
        assert any(one.kind == "tag" for one in suggest(viewer, "secretl")) == inside, name
        known = {one.handle for one in people(viewer, "bo")}
        assert ("bo" in known) == (name in {"ada", "bo", "di", "sam"}), name


@pytest.mark.django_db
def test_who_leaves_finds_nothing_of_it_at_once(cast: Cast) -> None:
    written_everywhere(cast)
    assert find(cast.viewer("ada"), Wanted(words=("dough",), community_ids=(cast.vault.pk,))).about == 1
    communities.leave(cast.vault.pk, by=cast.viewer("ada"))
    assert find(cast.viewer("ada"), Wanted(words=("dough",), community_ids=(cast.vault.pk,))).about == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["", " ", "a", "''", "\0\0", "NEAR(", "*" * 50, "dough" * 500, "東京", "%_%", "how lo*"]
)
def test_hostile_titles_and_beginnings_are_words(cast: Cast, typed: str) -> None:
    viewer = cast.viewer("ada")
    talk(viewer, cast.bakers, TITLE)
    similar(viewer, typed, community_id=cast.bakers.pk)
    suggest(viewer, typed)
    people(viewer, typed)
    tags(viewer, typed)


@pytest.mark.django_db
def test_suggestions_go_on_as_was_typed(cast: Cast) -> None:
    viewer = cast.viewer("ada")
    talk(viewer, cast.bakers, "Brewing a starter", tags="brewing-salt")
    talk(viewer, cast.bakers, "What the dough is")
    for typed in ("brewi", "Brewing a st", "brewing ", "starter br"):
        labels: list[Any] = [one.label for one in suggest(viewer, typed) if one.kind == "conversation"]
        assert labels == ["Brewing a starter"], typed
    assert {one.kind for one in suggest(viewer, "brewing")} == {"conversation", "tag"}
    assert [one.label for one in suggest(viewer, "ad")] == ["Ada"]


def test_what_is_close_is_not_less_where_much_is_hidden(cast: Cast) -> None:
    here = talk(cast.viewer("ada"), cast.bakers, TITLE, text="In the cellar.")
    for _ in range(2):
        talk(cast.viewer("ada"), cast.bakers, TITLE, text="In the cellar.")
    for _ in range(KEPT):
        talk(cast.viewer("ada"), cast.bakers, TITLE, room_id=cast.kitchen.pk, text="In the cellar.")
    settle_close(here.pk)
    assert len(close(cast.viewer("cy"), here.pk)) == 2
    assert len(close(cast.viewer("ada"), here.pk)) == 5


def test_no_search_tells_whether_a_word_is_said_where_one_may_not_read(cast: Cast) -> None:
    cy = cast.viewer("cy")
    talk(cast.viewer("ada"), cast.bakers, TITLE, text="Under a linen cloth.")
    asked = [Wanted(words=("linen", word)) for word in ("merger", "acquired")]
    before = [[hit.item_id for hit in find(cy, wanted).hits] for wanted in asked]
    for _ in range(3):
        talk(cast.viewer("ada"), cast.vault, "What comes next year", text="The merger is near.")
    assert [[hit.item_id for hit in find(cy, wanted).hits] for wanted in asked] == before
