"""Uploads in texts: who may see one follows the texts that hold it, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lorehall.content.models import Attachment, Post
from lorehall.content.policy import may_read_text, readable_texts
from lorehall.content.queries.files import find_file, own_files
from lorehall.content.rules.attach import forget
from lorehall.content.rules.delete import delete, restore
from lorehall.content.rules.edit import Edit, edit
from lorehall.content.rules.move import move
from lorehall.kernel.errors import Hidden, Refused
from lorehall.people.viewer import VISITOR
from lorehall.questions.rules import ask
from lorehall.uploads import store
from lorehall.uploads.models import Upload
from tests.making import bring, opening, png, reply, talk

pytestmark = pytest.mark.django_db
EVERYBODY = ("ada", "bo", "cy", "di", "eve", "sam", "visitor")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


def sees(cast: Any, key: str) -> set[str]:
    """Who of all may see it."""
    found = set()
    for who in EVERYBODY:
        try:
            find_file(key, VISITOR if who == "visitor" else cast.viewer(who))
        except Hidden:
            continue
        found.add(who)
    return found


def held(cast: Any, community: Any, **more: Any) -> tuple[Any, Post]:
    """A picture that Ada brought, and the opening of hers that holds it."""
    ada = cast.viewer("ada")
    file = bring(ada, community, png())
    item = talk(ada, community, text=f"![crumb]({file.url})", **more)
    return file, opening(item)


def test_what_no_text_holds_is_its_senders_alone(cast: Any) -> None:
    assert sees(cast, bring(cast.viewer("ada"), cast.bakers, png()).key) == {"ada"}


def test_what_a_text_holds_is_seen_by_who_reads_the_text(cast: Any) -> None:
    assert sees(cast, held(cast, cast.bakers)[0].key) == set(EVERYBODY)
    assert sees(cast, held(cast, cast.bakers, room_id=cast.kitchen.pk)[0].key) == {"ada", "bo"}
    assert sees(cast, held(cast, cast.vault)[0].key) == {"ada", "bo"}


def test_it_follows_its_text_into_another_room_and_back(cast: Any) -> None:
    file, post = held(cast, cast.bakers)
    first = post.item.room_id
    move(post.item_id, cast.kitchen.pk, by=cast.viewer("bo"))
    assert sees(cast, file.key) == {"ada", "bo"}
    move(post.item_id, first, by=cast.viewer("bo"))
    assert sees(cast, file.key) == set(EVERYBODY)


def test_of_a_deleted_text_only_who_may_still_read_it_sees_it(cast: Any) -> None:
    file = bring(cast.viewer("di"), cast.bakers, png())
    post = reply(cast.viewer("di"), talk(cast.viewer("ada"), cast.bakers), f"![crumb]({file.url})")
    delete(post.pk, by=cast.viewer("di"))
    assert sees(cast, file.key) == {"di", "bo"}
    restore(post.pk, by=cast.viewer("di"))
    assert sees(cast, file.key) == set(EVERYBODY)


def test_of_a_deleted_item_only_who_may_still_see_it_sees_it(cast: Any) -> None:
    file, post = held(cast, cast.bakers)
    delete(post.pk, by=cast.viewer("ada"))
    assert sees(cast, file.key) == {"ada", "bo"}


def test_what_an_edit_takes_out_is_hidden_and_what_it_puts_back_is_seen(cast: Any) -> None:
    file, post = held(cast, cast.bakers)
    edit(post.pk, Edit("Nothing to see.", 1), by=cast.viewer("ada"))
    assert sees(cast, file.key) == {"ada"}
    edit(post.pk, Edit(f"![again]({file.url})", 2), by=cast.viewer("bo"))
    assert sees(cast, file.key) == set(EVERYBODY)
    assert "<img" in Post.objects.get(pk=post.pk).html


def test_who_may_not_see_it_can_not_make_it_seen(cast: Any) -> None:
    """Knowing the address is not enough, neither for others' loose files nor for those of a closed room."""
    loose = bring(cast.viewer("ada"), cast.bakers, png())
    closed, _post = held(cast, cast.bakers, room_id=cast.kitchen.pk)
    for file in (loose, closed):
        post = opening(talk(cast.viewer("di"), cast.bakers, text=f"![mine]({file.url})"))
        assert "<img" not in post.html
        assert f'<a href="{file.url}">mine</a>' in post.html
        assert not Attachment.objects.filter(post=post).exists()


def test_quoting_a_picture_that_one_sees_shows_it_again(cast: Any) -> None:
    file, post = held(cast, cast.bakers)
    quoting = reply(cast.viewer("di"), post.item, f"> ![crumb]({file.url})\n\nGood.")
    assert "<img" in quoting.html
    delete(post.pk, by=cast.viewer("ada"))
    assert sees(cast, file.key) == {"ada", "bo"}  # the quotation went with its item


def test_another_communitys_picture_stays_a_link(cast: Any) -> None:
    file = bring(cast.viewer("ada"), cast.vault, png())
    post = opening(talk(cast.viewer("ada"), cast.bakers, text=f"![hush]({file.url})"))
    assert "<img" not in post.html
    assert sees(cast, file.key) == {"ada"}


def test_what_stands_beside_a_question_holds_pictures_too(cast: Any) -> None:
    ada = cast.viewer("ada")
    text, tried = bring(ada, cast.bakers, png()), bring(ada, cast.bakers, png())
    asking = ask.Asking("Why is it so dense?", f"![a]({text.url})", tried=f"![b]({tried.url})")
    item = ask.ask(cast.bakers.pk, asking, by=ada)
    assert sees(cast, text.key) == sees(cast, tried.key) == set(EVERYBODY)
    edit(opening(item).pk, Edit("No picture.", 1), by=ada)
    assert (sees(cast, text.key), sees(cast, tried.key)) == ({"ada"}, set(EVERYBODY))
    ask.edit_question(opening(item).pk, Edit("No picture.", 2), ask.Asides(tried="Nothing."), by=ada)
    assert sees(cast, tried.key) == {"ada"}


def test_only_what_no_text_holds_can_be_deleted_and_only_by_its_sender(cast: Any) -> None:
    file, post = held(cast, cast.bakers)
    with pytest.raises(Refused):
        forget(file.key, by=cast.viewer("ada"))
    edit(post.pk, Edit("Nothing.", 1), by=cast.viewer("ada"))
    with pytest.raises(Hidden):
        forget(file.key, by=cast.viewer("bo"))
    forget(file.key, by=cast.viewer("ada"))
    assert not Upload.objects.filter(key=file.key).exists()


def test_its_files_go_when_the_deletion_is_written_down(cast: Any, django_capture_on_commit_callbacks: Any) -> None:
    file = bring(cast.viewer("ada"), cast.bakers, png())
    with django_capture_on_commit_callbacks(execute=True):
        forget(file.key, by=cast.viewer("ada"))
    assert not store.folder(file.key).exists()


def test_a_text_holds_a_thing_once(cast: Any) -> None:
    file, post = held(cast, cast.bakers)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(post=post, upload_id=file.id, at=post.created_at)


def test_one_may_read_a_text_and_one_may_list_it_agree_for_everybody(cast: Any) -> None:
    ada, di = cast.viewer("ada"), cast.viewer("di")
    open_one = talk(ada, cast.bakers)
    for item in (open_one, talk(ada, cast.bakers, room_id=cast.kitchen.pk), talk(ada, cast.vault)):
        reply(ada, item)
        delete(reply(ada, item).pk, by=ada)
    delete(reply(di, open_one).pk, by=di)
    gone = talk(di, cast.bakers)
    reply(ada, gone)
    delete(opening(gone).pk, by=di)
    for who in EVERYBODY:
        viewer = VISITOR if who == "visitor" else cast.viewer(who)
        listed = set(readable_texts(viewer).values_list("pk", flat=True))
        posts = Post.objects.select_related("item__room", "item__community")
        assert listed == {post.pk for post in posts if may_read_text(viewer, post)}, who


def test_a_page_of_ones_own_says_where_each_is_used(cast: Any, queries: Any) -> None:
    file, post = held(cast, cast.bakers)
    loose = bring(cast.viewer("ada"), cast.bakers, b"flour", "list.txt")
    ada = cast.viewer("ada")
    with queries.exactly(2):
        own = own_files(ada)
    assert [row.file.key for row in own.rows] == [loose.key, file.key]
    assert [row.in_use for row in own.rows] == [False, True]
    assert own.rows[1].uses[0].title == post.item.title
    assert own_files(cast.viewer("bo")).rows == ()


def test_finding_costs_the_same_for_what_is_hidden_and_what_is_missing(cast: Any, queries: Any) -> None:
    file, _post = held(cast, cast.vault)
    cy = cast.viewer("cy")
    said = []
    for key in (file.key, "f" * 32, "nonsense"):
        with queries.exactly(1) as counted, pytest.raises(Hidden):
            find_file(key, cy)
        said.append(counted.statements)
    assert said[0] == said[1] == said[2]
