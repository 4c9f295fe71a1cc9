"""The one visibility rule: both halves agree, for everybody, in every state."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from lorehall.communities import rules as communities
from lorehall.communities.models import Community, Room
from lorehall.communities.policy import knowable, may_know, may_read, readable
from lorehall.content.find import find_item, find_post
from lorehall.content.models import Item
from lorehall.content.policy import may_see, visible
from lorehall.content.rules.delete import delete
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import VISITOR, Viewer
from tests.cast import NAMES, Cast, gather
from tests.making import opening, talk


def everybody(cast: Cast) -> dict[str, Viewer]:
    return {name: cast.viewer(name) for name in NAMES} | {"visitor": VISITOR}


def items_everywhere(cast: Cast) -> None:
    """A live and a deleted item in every room, by two authors."""
    for room in (None, cast.kitchen.pk):
        for name, gone in itertools.product(("ada", "bo"), (False, True)):
            made = talk(cast.viewer(name), cast.bakers, room_id=room)
            if gone:
                delete(opening(made).pk, by=cast.viewer(name))
    talk(cast.viewer("ada"), cast.vault)
    delete(opening(talk(cast.viewer("bo"), cast.vault)).pk, by=cast.viewer("bo"))


@pytest.mark.parametrize("visibility", ["public", "listed", "secret"])
def test_may_see_one_and_may_list_many_agree_for_everybody(db: None, visibility: str) -> None:
    cast = gather()
    items_everywhere(cast)
    standing = communities.settings_of(cast.bakers)
    changed = replace(standing, visibility=visibility, joining="by_invitation")
    communities.change_settings(cast.bakers.pk, changed, by=cast.viewer("bo"))
    items = list(Item.objects.select_related("room", "community"))
    assert len(items) == 10
    for name, viewer in everybody(cast).items():
        listed = set(visible(viewer, deleted=True).values_list("pk", flat=True))
        live = set(visible(viewer).values_list("pk", flat=True))
        assert listed == {item.pk for item in items if may_see(viewer, item)}, name
        assert live == {item.pk for item in items if may_see(viewer, item) and item.deleted_at is None}, name
        rooms = set(readable(viewer).values_list("pk", flat=True))
        assert rooms == {room.pk for room in Room.objects.all() if may_read(viewer, room)}, name
        known = set(knowable(viewer).values_list("pk", flat=True))
        assert known == {place.pk for place in Community.objects.all() if may_know(viewer, place)}, name


def test_who_leaves_or_is_suspended_sees_nothing_of_it_at_once(cast: Cast) -> None:
    secret = talk(cast.viewer("ada"), cast.vault)
    kitchen = talk(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    communities.leave(cast.vault.pk, by=cast.viewer("ada"))
    communities.suspend(cast.bakers.pk, cast.person("ada").pk, "For a test.", by=cast.viewer("bo"))
    for item in (secret, kitchen):
        with pytest.raises(Hidden):
            find_item(item.pk, cast.viewer("ada"))


def test_what_is_hidden_and_what_is_not_there_are_found_by_the_same_statement(cast: Cast, queries: object) -> None:
    secret = talk(cast.viewer("bo"), cast.vault)
    outsider = cast.viewer("cy")
    with queries.counted() as hidden, pytest.raises(Hidden):  # type: ignore[attr-defined]
        find_item(secret.pk, outsider)
    with queries.exactly(1) as missing, pytest.raises(Hidden):  # type: ignore[attr-defined]
        find_item(999_999, outsider)
    assert len(hidden) == len(missing)
    with pytest.raises(Hidden):
        find_post(opening(secret).pk, outsider)


def test_a_visitor_reads_what_is_public_and_nothing_else(cast: Cast) -> None:
    open_to_all = talk(cast.viewer("ada"), cast.bakers)
    talk(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    talk(cast.viewer("ada"), cast.vault)
    assert list(visible(VISITOR)) == [open_to_all]
