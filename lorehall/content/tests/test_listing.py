"""Lists walk by key: every row once, in order, both ways."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lorehall.content import addresses
from lorehall.content.models import Item
from lorehall.content.queries.listing import cursor, listing, read_cursor
from lorehall.kernel import clock
from tests.cast import Cast
from tests.making import talk


def test_walking_all_pages_gives_every_row_once_even_with_equal_times(cast: Cast) -> None:
    ada = cast.viewer("ada")
    with clock.at(clock.now() - timedelta(days=1)):
        for number in range(7):
            talk(ada, cast.bakers, title=f"Same moment {number}")
    for number in range(6):
        with clock.at(clock.now() + timedelta(minutes=number)):
            talk(ada, cast.bakers, title=f"Another moment {number}")
    whole = list(Item.objects.order_by("-active_at", "-id").values_list("id", flat=True))
    walked: list[int] = []
    page = listing(Item.objects.all(), size=3)
    assert page.newer is None
    while True:
        walked += [row.id for row in page.rows]
        if page.older is None:
            break
        page = listing(Item.objects.all(), after=page.older, size=3)
    assert walked == whole
    back: list[int] = []
    while True:
        back = [row.id for row in page.rows] + back
        if page.newer is None:
            break
        page = listing(Item.objects.all(), before=page.newer, size=3)
    assert back == whole


@given(st.text())
def test_any_text_may_stand_where_a_cursor_should(text: str) -> None:
    read_cursor(text)


@given(st.datetimes(timezones=st.just(clock.now().tzinfo)), st.integers(1, 2**62))
def test_a_cursor_says_its_key_again(moment: object, item_id: int) -> None:
    assert read_cursor(cursor(moment, item_id)) == (moment, item_id)  # type: ignore[arg-type]


def test_a_list_costs_two_statements_however_long(cast: Cast, queries: object) -> None:
    ada = cast.viewer("ada")
    queries.same_at(  # type: ignore[attr-defined]
        lambda n: [talk(ada, cast.bakers, tags=f"tag{i}") for i in range(n)],
        lambda: listing(Item.objects.all()),
        at_most=2,
    )


def test_addresses_put_together_are_those_of_the_routes(cast: Cast) -> None:
    from django.urls import resolve

    for kind, name in (("question", "questions"), ("conversation", "conversations")):
        found = resolve(addresses.of_item(kind, 7, "a-slug"))
        assert found.app_name == name
        assert found.kwargs["item_id"] == 7
    assert resolve(addresses.of_post("conversation", 7, "a", 9, 3).split("#")[0]).kwargs["number"] == 3
