"""Lists of questions: what is in them, and that walking them by key misses nothing and shows nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lorehall.communities.places import place
from lorehall.content.models import Item
from lorehall.content.rules.delete import delete
from lorehall.content.rules.mark import follow
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import VISITOR
from lorehall.questions.queries.lists import LISTS, lists_for, question_list
from lorehall.questions.rules.answer import Given, log_answer, reply
from lorehall.questions.rules.clarify import ask_for_detail
from lorehall.questions.rules.confirm import confirm
from lorehall.questions.tests.asking import answer, ask, opening
from tests.cast import Cast
from tests.counting import Queries

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def listed(cast: Cast, name: str, which: str = "newest", **more: object) -> list[int]:
    viewer = VISITOR if name == "visitor" else cast.viewer(name)
    found = question_list(viewer, place(viewer, slug=cast.bakers.slug), which, **more)  # type: ignore[arg-type]
    return [row.item.id for row in found.rows]


def test_each_list_holds_what_its_name_says(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    quiet, asked_back, answered, confirmed = (ask(ada, cast.bakers, f"Question number {n}") for n in range(4))
    ask_for_detail(asked_back.pk, "Which flour?", by=bo)
    answer(bo, answered)
    confirm(answer(bo, confirmed).pk, by=ada)
    follow(quiet.pk, by=cast.viewer("di"))
    found = {which: set(listed(cast, "ada", which)) for which in LISTS}
    assert found["open"] == {quiet.pk, asked_back.pk}
    assert found["unanswered"] == {quiet.pk}
    assert found["confirmed"] == {confirmed.pk}
    assert found["newest"] == found["mine"] == found["followed"]
    assert listed(cast, "di", "followed") == [quiet.pk]
    assert listed(cast, "di", "mine") == []


def test_visitors_have_no_lists_of_their_own(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    assert "mine" not in lists_for(VISITOR)
    assert listed(cast, "visitor", "mine") == [item.pk]


def test_rooms_and_deleted_ones_stay_out_for_who_may_not_read_them(cast: Cast) -> None:
    ada = cast.viewer("ada")
    seen, hidden, gone = ask(ada, cast.bakers), ask(ada, cast.bakers, room_id=cast.kitchen.pk), ask(ada, cast.bakers)
    delete(opening(gone).pk, by=ada)
    assert set(listed(cast, "ada")) == {seen.pk, hidden.pk}
    assert listed(cast, "ada", room_id=cast.kitchen.pk) == [hidden.pk]
    for name in ("di", "cy", "eve", "sam", "visitor"):
        assert listed(cast, name) == [seen.pk]
        with pytest.raises(Hidden):
            listed(cast, name, room_id=cast.kitchen.pk)


def test_a_tag_narrows_the_list(cast: Cast) -> None:
    ada = cast.viewer("ada")
    rye, _other = ask(ada, cast.bakers, tags="rye"), ask(ada, cast.bakers, tags="wheat")
    assert listed(cast, "ada", tag="rye") == [rye.pk]
    assert listed(cast, "ada", tag="nothing") == []


def test_a_row_says_who_helped_and_a_logged_answer_names_who_gave_it(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    item = ask(ada, cast.bakers)
    confirm(log_answer(item.pk, Given("Scald it.", "Ines"), by=bo).pk, by=ada)
    [row] = question_list(ada, place(ada, slug=cast.bakers.slug)).rows
    assert (row.helper, row.item.replies) == ("Ines", 1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.lists(st.integers(0, 4), max_size=45))
def test_walking_the_pages_both_ways_shows_everything_once(cast: Cast, minutes: list[int]) -> None:
    """With many at the very same moment, too."""
    Item.objects.all().delete()
    ada, bakers = cast.person("ada"), cast.bakers
    room = bakers.rooms.get(is_first=True)
    Item.objects.bulk_create(
        Item(
            community=bakers,
            room=room,
            kind="question",
            state="open",
            waiting=True,
            title="x",
            slug="x",
            author=ada,
            created_at=NOON,
            active_at=NOON + timedelta(minutes=minute),
            active_by=ada,
        )
        for minute in minutes
    )
    whole = list(Item.objects.order_by("-active_at", "-id").values_list("pk", flat=True))
    viewer = cast.viewer("di")
    here = place(viewer, slug=bakers.slug)
    page = question_list(viewer, here)
    walked, pages = [row.item.id for row in page.rows], [page]
    while page.older:
        page = question_list(viewer, here, after=page.older)
        walked += [row.item.id for row in page.rows]
        pages.append(page)
    assert walked == whole
    for earlier in reversed(pages[:-1]):
        page = question_list(viewer, here, before=page.newer)
        assert [row.item.id for row in page.rows] == [row.item.id for row in earlier.rows]


@pytest.mark.parametrize("nonsense", ["", "x", "1", "9" * 40 + ".1", "1.", "-5.5", "1.1.1", "1." + "9" * 30, "é.ü"])
def test_a_cursor_that_is_none_starts_at_the_beginning(cast: Cast, nonsense: str) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    listed(cast, "ada", after=nonsense)
    assert item.pk in listed(cast, "ada")


def test_a_list_costs_the_same_with_many_rows(cast: Cast, queries: Queries) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")

    def grow(rows: int) -> None:
        for n in range(rows):
            item = ask(ada, cast.bakers, f"Question number {n}", tags="rye wheat")
            reply(confirm(answer(bo, item).pk, by=ada).post_id, "So it was.", by=ada)

    here = place(ada, slug=cast.bakers.slug)
    queries.same_at(grow, lambda: question_list(ada, here), at_most=3)
