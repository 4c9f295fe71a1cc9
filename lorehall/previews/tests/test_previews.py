"""Previews: asked once, in a job, through the guard; shown in the post, hidden by its author, leaked to nobody."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client as Browser
from PIL import Image

from lorehall.content.models import Post
from lorehall.content.rules.delete import delete
from lorehall.content.rules.edit import Edit, edit
from lorehall.content.rules.move import move
from lorehall.conversations.queries import conversation_page
from lorehall.kernel import clock as clocks
from lorehall.kernel import files
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.kernel.http import Client, Guard
from lorehall.kernel.models import Job
from lorehall.kernel.tests.strangers import Stranger, page, stranger, trusting
from lorehall.previews import ask, rules
from lorehall.previews.models import Card, Preview
from lorehall.previews.queries import pictures_in_use
from lorehall.questions.queries.page import question_page
from lorehall.questions.rules.ask import Asking
from lorehall.questions.rules.ask import ask as ask_question
from tests.cast import Cast
from tests.making import opening, talk

MILL = (
    '<title>x</title><meta property="og:title" content="The mill &lt;b&gt;at&lt;/b&gt; Rye">'
    '<meta property="og:description" content="&lt;script&gt;alert(1)&lt;/script&gt;">'
    '<meta property="og:image" content="/p.png">'
)


def png(size: tuple[int, int] = (600, 400)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "wheat").save(out, "PNG")
    return out.getvalue()


def write(cast: Cast, site: Stranger, path: str = "/", *, where: Any = None, by: str = "ada", **more: Any) -> Post:
    """A conversation whose opening is an address, and the look at it that a job would take."""
    item = talk(cast.viewer(by), where or cast.bakers, text=f"Look:\n\n{site.url(path)}", **more)
    post = opening(item)
    ask.look_at(post.pk, trusting())
    return post


def printed(cast: Cast, post: Post, who: str = "di") -> str:
    (line,) = conversation_page(cast.viewer(who), post.item_id).lines
    return str(line.html)


@pytest.fixture
def mill() -> Any:
    """A page with a picture."""
    with stranger({"/": page(MILL), "/p.png": page(png(), "image/png")}) as site:
        yield site


def test_a_page_is_asked_and_stands_in_the_place_of_its_address(cast: Cast, mill: Stranger) -> None:
    post = write(cast, mill)
    html = printed(cast, post)
    assert '<figure class="preview pictured">' in html
    assert "The mill &lt;b&gt;at&lt;/b&gt; Rye" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "http://site.example" in html
    assert "Remove the preview" not in html
    preview = Preview.objects.get()
    assert files.find(preview.picture)
    assert pictures_in_use([preview.picture, "other"]) == {preview.picture}
    # What is stored stays what was written.
    assert "preview" not in Post.objects.get(pk=post.pk).html


def test_a_question_shows_it_too(cast: Cast, mill: Stranger) -> None:
    item = ask_question(cast.bakers.pk, Asking("Is this mill any good?", mill.url()), by=cast.viewer("ada"))
    ask.look_at(opening(item).pk, trusting())
    assert "The mill" in question_page(cast.viewer("cy"), item.pk).opening.html


def test_an_address_is_asked_once_for_all_posts(cast: Cast, mill: Stranger) -> None:
    first, second = write(cast, mill), write(cast, mill, by="di", title="Once more the mill")
    assert mill.asked("/") == mill.asked("/p.png") == 1
    for post in (first, second):
        assert "The mill" in printed(cast, post)


def test_nobody_learns_by_writing_an_address_that_others_wrote_it(cast: Cast, mill: Stranger) -> None:
    write(cast, mill, where=cast.vault)
    item = talk(cast.viewer("di"), cast.bakers, text=mill.url())
    post = opening(item)
    # Until a job has looked at this very post, there is nothing to see and nothing to hide.
    assert "figure" not in printed(cast, post)
    with pytest.raises(Hidden):
        rules.hide(post.pk, Preview.objects.get().key, by=cast.viewer("di"))


def test_others_learn_nothing_of_a_preview_in_a_secret_place(cast: Cast, mill: Stranger, client: Browser) -> None:
    post = write(cast, mill, where=cast.vault)
    key = Preview.objects.get().key
    client.force_login(cast.person("di"))
    known = client.post(f"/p/{post.pk}/previews/{key}/hide")
    unknown = client.post(f"/p/{post.pk}/previews/{'0' * 32}/hide")
    nowhere = client.post(f"/p/999999/previews/{key}/hide")
    assert known.status_code == unknown.status_code == nowhere.status_code == 404
    assert len(known.content) == len(unknown.content)


def test_its_author_hides_it_and_an_edit_does_not_bring_it_back(cast: Cast, mill: Stranger, facts: Any) -> None:
    post = write(cast, mill)
    key = Preview.objects.get().key
    assert "Remove the preview" in printed(cast, post, "ada")
    with pytest.raises(Forbidden):
        rules.hide(post.pk, key, by=cast.viewer("di"))
    facts.forget()
    rules.hide(post.pk, key, by=cast.viewer("ada"))
    rules.hide(post.pk, key, by=cast.viewer("ada"))
    assert facts == ["previews.hidden"]
    assert Card.objects.get().hidden_by_id == cast.person("ada").pk
    edit(post.pk, Edit(f"Look here:\n\n{mill.url()}", 1), by=cast.viewer("ada"))
    ask.look_at(post.pk, trusting())
    assert "figure" not in printed(cast, post)
    assert f">{mill.url()}</a>" in printed(cast, post)
    assert "Show the preview" in printed(cast, post, "ada")
    assert "Show the preview" not in printed(cast, post)
    rules.show_again(post.pk, key, by=cast.viewer("bo"))
    assert "figure" in printed(cast, post)


def test_an_address_that_was_edited_away_takes_its_card_along(cast: Cast, mill: Stranger) -> None:
    post = write(cast, mill)
    edit(post.pk, Edit("Nothing.", 1), by=cast.viewer("ada"))
    ask.look_at(post.pk, trusting())
    assert not Card.objects.exists()
    Preview.objects.update(next_at=clocks.now() - timedelta(days=1))
    ask.refresh(trusting())
    assert not Preview.objects.exists()


def test_the_reaction_puts_one_job_down_however_often_it_runs(cast: Cast, facts: Any, settings: Any) -> None:
    facts.deliver()
    talk(cast.viewer("ada"), cast.bakers, text="No address.")
    item = talk(cast.viewer("ada"), cast.bakers, text="https://mill.example/")
    facts.deliver()
    assert [job.args for job in Job.objects.filter(task="lorehall.previews.jobs.look")] == [[opening(item).pk]]
    settings.LINK_PREVIEWS = "off"
    talk(cast.viewer("ada"), cast.bakers, text="https://rye.example/", title="The other mill")
    facts.deliver()
    assert Job.objects.filter(task="lorehall.previews.jobs.look").count() == 1


@pytest.mark.parametrize(("setting", "public", "kitchen"), [("on", 1, 1), ("public", 1, 0), ("off", 0, 0)])
def test_the_host_says_where_other_sites_are_asked(
    cast: Cast, mill: Stranger, settings: Any, setting: str, public: int, kitchen: int
) -> None:
    settings.LINK_PREVIEWS = setting
    shown = printed(cast, write(cast, mill), "ada").count("<figure")
    inside = write(cast, mill, room_id=cast.kitchen.pk, title="In the kitchen")
    assert (shown, printed(cast, inside, "ada").count("<figure")) == (public, kitchen)
    assert mill.asked("/") == public


def test_our_own_addresses_are_not_asked(cast: Cast, settings: Any) -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "hall.example"]
    item = talk(cast.viewer("ada"), cast.bakers, text="https://hall.example/t/1/secret\n\nhttp://localhost:8000/i/1")
    ask.look_at(opening(item).pk, trusting())
    assert not Preview.objects.exists()


def test_a_private_address_is_never_asked(cast: Cast, mill: Stranger) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, text=f"http://127.0.0.2:{mill.port}/")
    ask.look_at(opening(item).pk, Client(Guard()))
    assert not mill.heads
    assert not Preview.objects.get().title


def test_failures_are_remembered_with_growing_pauses(cast: Cast, clock: Any, monday_morning: Any) -> None:
    with stranger({"/": page("gone", status="500 No")}) as site:
        write(cast, site)
        pauses = []
        for _ in range(6):
            preview = Preview.objects.get()
            pauses.append(preview.next_at - clocks.now())
            ask.ask(preview, trusting())  # too early: not asked
            clock.let_pass(pauses[-1])
            ask.ask(preview, trusting())
        assert site.asked("/") == 7
    assert pauses == [*ask.PAUSES, ask.PAUSES[-1]]


def test_what_was_known_stays_while_the_site_is_away(
    cast: Cast, mill: Stranger, clock: Any, monday_morning: Any
) -> None:
    post = write(cast, mill)
    clock.let_pass(ask.FRESH)
    with stranger({}) as away:
        Preview.objects.update(url=away.url())
        assert ask.refresh(trusting()) == 1
    assert "The mill" in printed(cast, post)
    assert Preview.objects.get().failures == 1


def test_it_is_asked_again_after_some_weeks_while_people_talk_about_it(
    cast: Cast, mill: Stranger, clock: Any, monday_morning: Any
) -> None:
    post = write(cast, mill)
    assert ask.refresh(trusting()) == 0
    clock.let_pass(ask.FRESH)
    assert ask.refresh(trusting()) == 1
    assert mill.asked("/") == 2
    delete(post.pk, by=cast.viewer("ada"))
    clock.let_pass(ask.FRESH)
    assert ask.refresh(trusting()) == 0


def test_no_site_is_asked_again_for_what_moved_to_where_nothing_is_asked(
    cast: Cast, mill: Stranger, clock: Any, monday_morning: Any, settings: Any
) -> None:
    settings.LINK_PREVIEWS = "public"
    post = write(cast, mill)
    move(post.item_id, cast.kitchen.pk, by=cast.viewer("bo"))
    clock.let_pass(ask.FRESH)
    assert ask.refresh(trusting()) == 0
    settings.LINK_PREVIEWS = "off"
    move(post.item_id, cast.bakers.rooms.get(is_first=True).pk, by=cast.viewer("bo"))
    assert ask.refresh(trusting()) == 0
    settings.LINK_PREVIEWS = "public"
    assert ask.refresh(trusting()) == 1


def _bomb() -> bytes:
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [_bomb, lambda: b"<svg onload=alert(1)>", lambda: png()[:99], lambda: bytes(2_000_000)]
)
def test_a_picture_that_is_none_or_a_bomb_is_left_out(cast: Cast, data: Any) -> None:
    with stranger({"/": page(MILL), "/p.png": page(data(), "image/png")}) as site:
        post = write(cast, site)
    assert '<figure class="preview">' in printed(cast, post)
    assert not Preview.objects.get().picture


def test_a_picture_inside_the_network_is_not_asked(cast: Cast, mill: Stranger) -> None:
    outside = MILL.replace("/p.png", f"http://10.0.0.1:{mill.port}/p.png")
    with stranger({"/": page(outside)}) as site:
        guard = Guard(
            resolve=lambda host, _port: ["127.0.0.1" if host == "site.example" else host],
            allow=("127.0.0.0/8",),
            ports=None,
        )
        post = opening(talk(cast.viewer("ada"), cast.bakers, text=site.url()))
        ask.look_at(post.pk, Client(guard))
    assert Preview.objects.get().title
    assert not Preview.objects.get().picture


def test_printing_costs_one_statement_more_with_addresses_and_none_without(
    cast: Cast, mill: Stranger, queries: Any
) -> None:
    plain = talk(cast.viewer("ada"), cast.bakers, text="No address.")
    post = write(cast, mill)
    viewer = cast.viewer("di")
    for item_id in (plain.pk, post.item_id):
        conversation_page(viewer, item_id)
    with queries.at_most(6) as without:
        conversation_page(viewer, plain.pk)
    with queries.exactly(len(without) + 1):
        conversation_page(viewer, post.item_id)
