"""Posts and threads as Markdown."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lorehall.content.models import Origin
from lorehall.content.queries.markdown import item_markdown, post_markdown
from lorehall.content.rules.delete import delete
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.people.viewer import VISITOR
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.answer import reply as reply_to
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.confirm import confirm
from tests.cast import Cast
from tests.making import opening, reply, talk
from tests.moments import MONDAY_MORNING, Clock


def test_a_post_is_copied_as_it_was_written_with_whose_it_is(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    item = talk(cast.viewer("ada"), cast.bakers, text="It **rests**.")
    post = opening(item)
    assert post_markdown(VISITOR, post.pk) == f"It **rests**.\n\n— [Ada]({settings.URL}/p/{post.pk}), 2026-03-02\n"


def test_a_thread_has_its_answers_in_order_with_replies_under_them(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    item = ask(cast.bakers.pk, Asking("Why *so*?", "It is.", tried="Salt.", tags="rye"), by=ada)
    first = answer(item.pk, "Because.", by=bo)
    second = answer(item.pk, "Or not.", by=cast.viewer("di"))
    reply_to(first.pk, "Oh.", by=ada)
    confirm(second.pk, by=ada)
    Origin.objects.create(post=first, source="breadsite", key="1", url="https://b.example/1", licence="CC BY-SA 4.0")
    text = item_markdown(VISITOR, item.pk)
    parts = [
        "# Why \\*so\\*?",
        "Question · The Bakers · Ada, 2026-03-02",
        "It is.",
        "## What I tried\n\nSalt.",
        "## Answer by Bo, 2026-03-02\n\nBecause.",
        "[breadsite](https://b.example/1) · CC BY-SA 4.0",
        "### Reply by Ada, 2026-03-02\n\nOh.",
        "## Answer by Di, 2026-03-02 · Confirmed\n\nOr not.",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, text
    assert places == sorted(places)


def test_a_deleted_text_is_in_no_copy(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers)
    gone = reply(ada, item, "Never mind.")
    delete(gone.pk, by=ada)
    assert "Never mind" not in item_markdown(ada, item.pk)
    with pytest.raises(Forbidden):
        post_markdown(cast.viewer("di"), gone.pk)


def test_nobody_copies_what_they_may_not_see(cast: Cast) -> None:
    item = talk(cast.viewer("bo"), cast.vault)
    with pytest.raises(Hidden):
        item_markdown(cast.viewer("cy"), item.pk)
    with pytest.raises(Hidden):
        post_markdown(VISITOR, opening(item).pk)


def test_a_thread_costs_the_same_however_long(cast: Cast, queries: Any) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers)
    reply(ada, item)
    with queries.at_most(6) as short:
        item_markdown(ada, item.pk)
    for n in range(20):
        reply(ada, item, f"Reply {n}.")
    with queries.exactly(len(short)):
        item_markdown(ada, item.pk)


def test_a_copy_is_plain_text_that_no_search_engine_keeps(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    for path in (f"/i/{item.pk}.md", f"/p/{opening(item).pk}.md"):
        response = Client().get(path)
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["X-Robots-Tag"] == "noindex"
