"""Practices among what is found: by kind and state, with their level; what stands no more is low and not offered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lorehall.communities.places import place
from lorehall.content.models import Item
from lorehall.content.queries import complete
from lorehall.content.rules.state import set_state
from lorehall.kernel import jobs
from lorehall.people.viewer import VISITOR
from lorehall.practice.models import Practice, State
from lorehall.search.models import Close
from lorehall.search.queries.close import close
from lorehall.search.queries.found import find, similar
from lorehall.search.queries.suggest import suggest
from lorehall.search.rules.near import settle_close
from lorehall.search.syntax import parse
from lorehall.search.wanted import Wanted
from tests.cast import Cast
from tests.making import practice, talk

pytestmark = pytest.mark.django_db
PAST = (State.OUTDATED, State.SUPERSEDED, State.RETIRED)


def found(cast: Cast, *said: str, who: str = "ada", **more: Any) -> list[int]:
    viewer = VISITOR if who == "visitor" else cast.viewer(who)
    return [hit.item_id for hit in find(viewer, Wanted(words=said, **more)).hits]


def move(item: Item, state: State) -> None:
    set_state(item, state, waiting=state == State.REVIEW_DUE)


def test_a_practice_is_found_by_kind_and_state(cast: Cast) -> None:
    ada = cast.viewer("ada")
    one = practice(ada, cast.bakers, "Rest the dough overnight")
    other = talk(ada, cast.bakers, "Rest the dough or not")
    assert set(found(cast, "dough")) == {one.pk, other.pk}
    assert found(cast, "dough", kinds=("practice",)) == [one.pk]
    for said, state in (("current", State.CURRENT), ("due", State.REVIEW_DUE), *((str(past), past) for past in PAST)):
        move(one, state)
        assert parse(f"dough is:{said}").asked.states == (said,)
        assert found(cast, "dough", states=(said,)) == [one.pk]
        assert found(cast, states=(said,)) == [one.pk]


def test_what_is_due_for_review_is_no_open_question(cast: Cast) -> None:
    item = practice(cast.viewer("ada"), cast.bakers, "Rest the dough overnight")
    move(item, State.REVIEW_DUE)
    for state in ("open", "unanswered"):
        assert found(cast, "dough", states=(state,)) == []
        assert found(cast, states=(state,)) == []


@pytest.mark.parametrize("state", PAST)
def test_what_no_longer_stands_is_found_below_what_does(cast: Cast, state: State) -> None:
    ada = cast.viewer("ada")
    weaker = practice(ada, cast.bakers, "Keep the sponge cool", text="The dough rests, and waits for the cellar.")
    stronger = practice(ada, cast.bakers, "Rest the dough, rest the dough")
    assert found(cast, "dough") == [stronger.pk, weaker.pk]
    move(stronger, state)
    talked = talk(ada, cast.bakers, "What dough wants to rest")
    assert found(cast, "dough")[0] == talked.pk
    assert stronger.pk in found(cast, "dough")


def test_what_is_better_borne_out_stands_higher(cast: Cast) -> None:
    ada = cast.viewer("ada")
    first, second = (practice(ada, cast.bakers, f"Rest the dough {when}") for when in ("early", "late"))
    for better in (first, second):
        Practice.objects.update(level="idea")
        Practice.objects.filter(pk=better.pk).update(level="proven")
        assert found(cast, "dough")[0] == better.pk


@pytest.mark.parametrize("state", PAST)
def test_what_no_longer_stands_is_offered_nowhere(cast: Cast, state: State) -> None:
    ada = cast.viewer("ada")
    item, beside = practice(ada, cast.bakers, "Rest the dough overnight"), talk(ada, cast.bakers, "Rest the dough")
    here = place(ada, slug=cast.bakers.slug)

    def offered() -> list[bool]:
        settle_close(beside.pk)
        return [
            item.url in [one.url for one in suggest(ada, "rest the do")],
            item.pk in [hit.item_id for hit in similar(ada, "Rest the dough for a night", community_id=cast.bakers.pk)],
            item.pk in [near.id for near in close(ada, beside.pk)],
            f"#{item.pk}" in [one.text for one in complete.items(here, here.first_room, "rest")],
        ]

    item.url = f"/practice/{item.pk}/{item.slug}"  # type: ignore[attr-defined]
    assert offered() == [True] * 4
    move(item, state)
    assert offered() == [False] * 4


def test_what_was_close_before_it_became_outdated_is_close_no_more(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item, beside = practice(ada, cast.bakers, "Rest the dough overnight"), talk(ada, cast.bakers, "Rest the dough")
    jobs.run_all(strict=True)
    settle_close(beside.pk)
    move(item, State.OUTDATED)
    assert Close.objects.filter(item=beside, to=item).exists()
    assert close(ada, beside.pk) == []


def test_the_page_says_state_and_level_and_offers_the_filters(cast: Cast, client: Client) -> None:
    item = practice(cast.viewer("ada"), cast.bakers, "Rest the dough overnight")
    Practice.objects.filter(pk=item.pk).update(level="promising")
    move(item, State.OUTDATED)
    page = client.get("/search", {"q": "dough kind:practice"}).content.decode()
    for said in ("Outdated", "Promising", 'aria-current="page">Practice</a>', "is%3Aoutdated"):
        assert said in page


def test_a_practice_of_a_closed_room_is_found_by_nobody_outside_it(cast: Cast) -> None:
    practice(cast.viewer("ada"), cast.bakers, "Rest the dough overnight", room_id=cast.kitchen.pk)
    for who in ("di", "cy", "sam", "visitor"):
        assert found(cast, "dough", who=who) == found(cast, who=who, kinds=("practice",)) == []
