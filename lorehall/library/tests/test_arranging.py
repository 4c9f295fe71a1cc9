"""The topic map: who arranges it, that it stays a tree, and two who arrange at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lorehall.communities import rules
from lorehall.communities.models import Role
from lorehall.communities.places import place as place_of
from lorehall.content.models import Item
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.library.models import Placement, Topic
from lorehall.library.queries.topics import topic_map
from lorehall.library.rules import topic
from lorehall.library.rules.place import place
from lorehall.library.rules.topic import Spot
from tests.cast import Cast
from tests.making import practice
from tests.recorded import Recorded

pytestmark = pytest.mark.django_db


def grow(cast: Cast, *names: str, below: Topic | None = None) -> list[Topic]:
    parent = below.pk if below else None
    return [topic.add(cast.bakers.pk, name, by=cast.viewer("bo"), parent_id=parent) for name in names]


def drawn(cast: Cast) -> list[tuple[int, str]]:
    """The map as depth and name, in its order."""
    here = place_of(cast.viewer("bo"), slug=cast.bakers.slug)
    return [(branch.depth, branch.name) for branch in topic_map(here, whole=True).walk()]


def sound(community_id: int) -> bool:
    """Every topic hangs on the top, positions are 1, 2, 3 …, and the ways are those of the tree."""
    rows = {row.pk: row for row in Topic.objects.filter(community_id=community_id)}
    for row in rows.values():
        way, at, steps = [], row, 0
        while at is not None and steps <= len(rows):
            way.insert(0, [at.name, at.slug])
            at, steps = rows.get(at.parent_id), steps + 1
        siblings = sorted(one.position for one in rows.values() if one.parent_id == row.parent_id)
        if steps > len(rows) or row.trail != way or siblings != list(range(1, len(siblings) + 1)):
            return False
    return True


def test_topics_are_moved_by_steps_and_to_spots(cast: Cast, facts: Recorded) -> None:
    flour, ovens, rye = grow(cast, "Flour", "Ovens", "Rye")
    bo = cast.viewer("bo")
    topic.step(rye.pk, "up", by=bo)
    assert drawn(cast) == [(0, "Flour"), (0, "Rye"), (0, "Ovens")]
    topic.step(rye.pk, "in", by=bo)
    assert drawn(cast) == [(0, "Flour"), (1, "Rye"), (0, "Ovens")]
    topic.move(ovens.pk, Spot(flour.pk, rye.pk), by=bo)
    assert drawn(cast) == [(0, "Flour"), (1, "Ovens"), (1, "Rye")]
    topic.step(ovens.pk, "down", by=bo)
    topic.step(rye.pk, "out", by=bo)
    assert drawn(cast) == [(0, "Flour"), (1, "Ovens"), (0, "Rye")]
    assert sound(cast.bakers.pk)


def test_a_step_at_an_end_changes_nothing(cast: Cast) -> None:
    grow(cast, "Flour", "Ovens")
    before = drawn(cast)
    for way in ("up", "in", "out", "sideways"):
        topic.step(Topic.objects.get(name="Flour").pk, way, by=cast.viewer("bo"))
    topic.step(Topic.objects.get(name="Ovens").pk, "down", by=cast.viewer("bo"))
    assert drawn(cast) == before


def test_a_topic_cannot_stand_below_itself(cast: Cast) -> None:
    (flour,) = grow(cast, "Flour")
    (rye,) = grow(cast, "Rye", below=flour)
    for below in (flour, rye):
        with pytest.raises(Refused, match="below itself"):
            topic.move(flour.pk, Spot(below.pk), by=cast.viewer("bo"))
    assert sound(cast.bakers.pk)


def test_what_was_below_a_topic_that_is_taken_out_moves_up_and_its_practices_stand_nowhere(cast: Cast) -> None:
    flour, _ovens = grow(cast, "Flour", "Ovens")
    (rye,) = grow(cast, "Rye", below=flour)
    item, other = practice(cast.viewer("bo"), cast.bakers), practice(cast.viewer("bo"), cast.bakers, "Feed the starter")
    place(item.pk, flour.pk, by=cast.viewer("bo"))
    place(other.pk, rye.pk, by=cast.viewer("bo"))
    topic.remove(flour.pk, by=cast.viewer("bo"))
    assert drawn(cast) == [(0, "Rye"), (0, "Ovens")]
    assert [row.item_id for row in Placement.objects.all()] == [other.pk]
    assert Item.objects.filter(pk=item.pk, deleted_at=None).exists()
    assert sound(cast.bakers.pk)


def test_two_topics_of_one_name_do_not_stand_side_by_side(cast: Cast) -> None:
    (flour,) = grow(cast, "Flour")
    with pytest.raises(Refused, match="already"):
        grow(cast, "flour")
    (below,) = grow(cast, "Flour", below=flour)
    with pytest.raises(Refused, match="already"):
        topic.step(below.pk, "out", by=cast.viewer("bo"))


def test_a_map_has_an_end_in_depth(cast: Cast) -> None:
    below: Topic | None = None
    for number in range(8):
        (below,) = grow(cast, f"Level {number}", below=below)
    with pytest.raises(Refused, match="levels deep"):
        grow(cast, "Too deep", below=below)
    (tall,) = grow(cast, "Tall")
    grow(cast, "Beneath", below=tall)
    seventh = Topic.objects.get(name="Level 6")
    with pytest.raises(Refused, match="levels deep"):
        topic.move(tall.pk, Spot(seventh.pk), by=cast.viewer("bo"))


def test_only_who_keeps_the_library_arranges_it(cast: Cast) -> None:
    (flour,) = grow(cast, "Flour")
    item = practice(cast.viewer("ada"), cast.bakers)
    for name in ("ada", "di", "sam", "cy"):
        viewer = cast.viewer(name)
        for act in (
            lambda viewer=viewer: topic.add(cast.bakers.pk, "Mine", by=viewer),
            lambda viewer=viewer: topic.rename(flour.pk, "Mine", by=viewer),
            lambda viewer=viewer: topic.move(flour.pk, Spot(), by=viewer),
            lambda viewer=viewer: topic.step(flour.pk, "up", by=viewer),
            lambda viewer=viewer: topic.remove(flour.pk, by=viewer),
            lambda viewer=viewer: place(item.pk, flour.pk, by=viewer),
        ):
            with pytest.raises((Forbidden, Hidden)):
                act()
    rules.change_role(cast.bakers.pk, cast.person("di").pk, Role.STEWARD, by=cast.viewer("bo"))
    topic.rename(flour.pk, "Flours", by=cast.viewer("di"))
    assert drawn(cast) == [(0, "Flours")]


def test_a_practice_stands_at_one_place_of_its_own_community(cast: Cast) -> None:
    flour, ovens = grow(cast, "Flour", "Ovens")
    vault = topic.add(cast.vault.pk, "Gold", by=cast.viewer("bo"))
    item, bo = practice(cast.viewer("ada"), cast.bakers), cast.viewer("bo")
    place(item.pk, flour.pk, by=bo)
    place(item.pk, ovens.pk, by=bo)
    assert Placement.objects.get().topic_id == ovens.pk
    with pytest.raises(Hidden):
        place(item.pk, vault.pk, by=bo)
    place(item.pk, None, by=bo)
    assert not Placement.objects.exists()


STEPS = st.tuples(st.sampled_from(["step", "move", "remove", "add", "rename"]), *(st.integers(0, 7) for _ in range(3)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(STEPS, max_size=12))
def test_whatever_is_done_it_stays_a_tree(cast: Cast, acts: list[tuple[str, int, int, int]]) -> None:
    Topic.objects.update(parent=None)
    Topic.objects.all().delete()
    bo = cast.viewer("bo")
    flour, _ovens = grow(cast, "Flour", "Ovens")
    grow(cast, "Rye", "Spelt", below=flour)
    for number, (verb, one, two, three) in enumerate(acts):
        ids: list[int | None] = [*Topic.objects.order_by("pk").values_list("pk", flat=True), None]
        a, b, c = (ids[which % len(ids)] for which in (one, two, three))
        try:
            match verb:
                case "step":
                    topic.step(a or 0, ("up", "down", "in", "out")[two % 4], by=bo)
                case "move":
                    topic.move(a or 0, Spot(b, c), by=bo)
                case "remove":
                    topic.remove(a or 0, by=bo)
                case "rename":
                    topic.rename(a or 0, f"Another {number}", by=bo)
                case _:
                    topic.add(cast.bakers.pk, f"New {number}", by=bo, parent_id=a)
        except Refused:
            pass
        assert sound(cast.bakers.pk)


def at_once(*acts: Callable[[], object]) -> list[Refused]:
    """Run them in threads that set off together; the refusals."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one for one in pool.map(run, acts) if isinstance(one, Refused)]


@pytest.mark.django_db(transaction=True)
def test_two_who_put_topics_below_each_other_at_once_make_no_circle(cast: Cast) -> None:
    flour, ovens = grow(cast, "Flour", "Ovens")
    bo = cast.viewer("bo")
    refused = at_once(
        lambda: topic.move(flour.pk, Spot(ovens.pk), by=bo), lambda: topic.move(ovens.pk, Spot(flour.pk), by=bo)
    )
    assert [refusal.code for refusal in refused] == ["circle"]
    assert sound(cast.bakers.pk)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_arrange_at_once_nothing_is_lost_or_doubled(cast: Cast) -> None:
    flour, ovens, rye, spelt = grow(cast, "Flour", "Ovens", "Rye", "Spelt")
    item, bo = practice(cast.viewer("bo"), cast.bakers), cast.viewer("bo")
    refused = at_once(
        lambda: topic.add(cast.bakers.pk, "Salt", by=bo),
        lambda: topic.add(cast.bakers.pk, "Salt", by=bo),
        lambda: topic.move(rye.pk, Spot(flour.pk), by=bo),
        lambda: topic.step(spelt.pk, "up", by=bo),
        lambda: topic.remove(ovens.pk, by=bo),
        lambda: place(item.pk, ovens.pk, by=bo),
    )
    names = sorted(Topic.objects.values_list("name", flat=True))
    assert names == ["Flour", "Rye", "Salt", "Spelt"]
    assert sum(refusal.code == "name_taken" for refusal in refused) == 1
    assert sound(cast.bakers.pk)
    assert not Placement.objects.exists()


def test_who_stands_beside_what_is_gone_is_told(cast: Cast) -> None:
    flour, ovens = grow(cast, "Flour", "Ovens")
    with pytest.raises(Conflict):
        topic.move(flour.pk, Spot(None, 10**15), by=cast.viewer("bo"))
    with pytest.raises(Conflict):
        topic.move(flour.pk, Spot(10**15), by=cast.viewer("bo"))
    with pytest.raises(Hidden):
        topic.step(10**15, "up", by=cast.viewer("bo"))
    assert drawn(cast) == [(0, "Flour"), (0, "Ovens")]
    assert ovens.pk
