"""Completion offers whom and what the writer and all readers of the room may know of, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lorehall.communities import rules
from lorehall.communities.places import Place, place
from lorehall.communities.viewers import viewer_of
from lorehall.content.queries import complete
from lorehall.content.rules.delete import delete
from lorehall.content.writing import preview
from lorehall.kernel.errors import Hidden
from lorehall.people.rules import create_person
from tests.cast import Cast
from tests.making import opening, reply, talk


def names(cast: Cast, typed: str = "", by: str = "ada", **more: Any) -> list[str]:
    here = where(cast, by)
    room = here.room("kitchen") if more.pop("kitchen", False) else here.first_room
    return [option.label for option in complete.people(cast.viewer(by), here, room, typed, **more)]


def titles(cast: Cast, typed: str, *, by: str = "ada", kitchen: bool = False) -> list[str]:
    here = where(cast, by)
    return [
        option.label for option in complete.items(here, here.room("kitchen") if kitchen else here.first_room, typed)
    ]


def where(cast: Cast, by: str) -> Place:
    return place(cast.viewer(by), slug=cast.bakers.slug)


def test_members_are_found_by_the_beginning_of_a_word_of_their_name_or_of_their_handle(cast: Cast) -> None:
    zoe = create_person("Žofie Müller", "zoe@example.org", handle="baker-z")
    rules.join(cast.bakers.pk, by=viewer_of(zoe.pk))
    assert names(cast, "zof") == names(cast, "mulle") == names(cast, "Ž") == names(cast, "baker") == ["Žofie Müller"]
    assert not names(cast, "ofie")
    here = where(cast, "ada")
    found = complete.people(cast.viewer("ada"), here, here.first_room, "zo")
    assert found == [("@baker-z", "Žofie Müller", "@baker-z")]


def test_the_suspended_outsiders_and_oneself_are_never_offered(cast: Cast) -> None:
    assert set(names(cast)) == {"Bo", "Di", "Sam"}


def test_an_invited_room_offers_those_who_read_it(cast: Cast) -> None:
    assert names(cast, kitchen=True) == ["Bo"]


def test_who_wrote_in_the_thread_comes_first_the_latest_before_the_others(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    reply(cast.viewer("di"), item)
    assert names(cast, item_id=item.pk) == ["Di", "Bo", "Sam"]
    assert names(cast) == ["Bo", "Di", "Sam"]


def test_a_thread_of_another_room_tells_nothing(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.bakers, room_id=cast.kitchen.pk)
    reply(cast.viewer("bo"), item)
    assert names(cast, by="di", item_id=item.pk) == ["Ada", "Bo", "Sam"]


def test_items_are_found_by_words_of_their_title_in_any_order_with_accents_folded(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, "Crème pâtissière that does not split")
    talk(cast.viewer("ada"), cast.bakers, "A starter that smells of acetone")
    assert titles(cast, "creme") == titles(cast, "Pâtis cre") == ["Crème pâtissière that does not split"]
    assert len(titles(cast, "that")) == 2
    assert titles(cast, "hat") == []


def test_an_item_is_found_by_its_number_wherever_all_readers_may_read_it(cast: Cast) -> None:
    here = talk(cast.viewer("ada"), cast.bakers, "A starter that smells of acetone")
    vault = talk(cast.viewer("ada"), cast.vault, "Where the key is kept")
    assert titles(cast, str(here.pk)) == ["A starter that smells of acetone"]
    assert titles(cast, str(vault.pk)) == []
    assert titles(cast, "9" * 60) == []


def test_what_an_invited_room_holds_is_offered_in_that_room_alone(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, "The price of the new oven", room_id=cast.kitchen.pk)
    assert titles(cast, "price") == []
    assert titles(cast, "price", kitchen=True) == ["The price of the new oven"]


def test_what_was_deleted_is_not_offered(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, "A starter that smells of acetone")
    delete(opening(item).pk, by=cast.viewer("ada"))
    assert titles(cast, "starter") == titles(cast, str(item.pk)) == []


def test_a_name_that_is_a_pattern_is_only_a_name(cast: Cast) -> None:
    assert names(cast, "%") == names(cast, "_") == names(cast, "\\") == names(cast, "'") == names(cast, "x\0y") == []
    assert titles(cast, "%%%") == titles(cast, "")


def test_people_take_two_statements_and_items_one(cast: Cast, queries: Any) -> None:
    item = talk(cast.viewer("bo"), cast.bakers)
    viewer, here = cast.viewer("ada"), where(cast, "ada")
    with queries.exactly(2):
        complete.people(viewer, here, here.first_room, "b", item_id=item.pk)
    with queries.exactly(1):
        complete.items(here, here.first_room, "dough")


def test_a_room_that_the_writer_may_not_read_is_not_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.person("di"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/c/{cast.bakers.slug}/complete/people", {"room": cast.kitchen.pk})
    assert answer.status_code == 404
    with pytest.raises(Hidden):
        where(cast, "di").room_by_id(cast.kitchen.pk)


def test_the_preview_links_members_and_items_as_the_post_will(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, "A starter that smells of acetone")
    room = where(cast, "ada").first_room.id
    shown = preview(f"@bo and @cy on #{item.pk}", room, viewer=cast.viewer("ada"))
    assert 'href="/people/bo"' in shown
    assert "/people/cy" not in shown
    assert f'href="/i/{item.pk}"' in shown


def test_the_preview_tells_outsiders_nothing_of_who_is_a_member(cast: Cast) -> None:
    room = where(cast, "ada").first_room.id
    for by, where_to in (("cy", room), ("di", cast.kitchen.pk), ("ada", None)):
        assert "href" not in preview("@bo", where_to, viewer=cast.viewer(by))


def test_the_preview_says_why_a_text_cannot_be_kept(cast: Cast, client: Client) -> None:
    client.force_login(cast.person("ada"), backend="django.contrib.auth.backends.ModelBackend")
    for text in ("a" * 300_000, "[" * 5_000_000):
        answer = client.post("/preview", {"text": text, "room": where(cast, "ada").first_room.id})
        assert answer.status_code in {413, 422}
        assert len(answer.content) < 20_000
