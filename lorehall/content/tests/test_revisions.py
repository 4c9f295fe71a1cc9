"""Revisions: who changed what, any two against each other, and an older one brought back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lorehall.content.models import Item, Post, Revision
from lorehall.content.queries.listing import tags_of
from lorehall.content.queries.revisions import history, version
from lorehall.content.rules.edit import Edit, edit
from lorehall.content.rules.revert import restore_revision
from lorehall.kernel import clock
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from tests.cast import Cast
from tests.making import opening, reply, talk


def revised(cast: Cast) -> Post:
    """An opening of Ada's with three revisions, an hour apart; Bo made the second."""
    item = talk(cast.viewer("ada"), cast.bakers, "Resting dough", text="One.\n\nTwo.", tags="rye")
    post = opening(item)
    texts = [
        ("bo", Edit("One.\n\nTwo or three.", 1, "Resting the dough", ["rye", "dough"], "Clearer")),
        ("ada", Edit("One.\n\nTwo or four.", 2, "Resting the dough", ["rye", "dough"])),
    ]
    for hours, (name, change) in enumerate(texts, 1):
        with clock.at(clock.now() + timedelta(hours=hours)):
            edit(post.pk, change, by=cast.viewer(name))
    post.refresh_from_db()
    return post


def test_each_revision_says_who_when_why_and_what(cast: Cast) -> None:
    found = history(cast.viewer("di"), revised(cast).pk)
    assert [(one.number, one.by_name, one.reason) for one in found.versions] == [
        (3, "Ada", ""),
        (2, "Bo", "Clearer"),
        (1, "Ada", ""),
    ]
    change = found.versions[1].change
    assert change is not None
    assert (change.title_before, change.title) == ("Resting dough", "Resting the dough")
    assert (change.tags_before, change.tags) == ("rye", "dough rye")
    words = [(piece.tag, piece.text) for hunk in change.hunks for line in hunk.lines for piece in line.segments]
    assert ("ins", " or three") in words
    assert not found.may_restore


def test_any_two_can_be_compared_whichever_is_named_first(cast: Cast) -> None:
    post = revised(cast)
    for older, newer in ((1, 3), (3, 1)):
        found = history(cast.viewer("ada"), post.pk, older=older, newer=newer)
        assert found.compared == (1, 3)
        assert found.comparison is not None
        assert found.comparison.title_before == "Resting dough"
    assert history(cast.viewer("ada"), post.pk, older=1, newer=9).comparison is None
    same = history(cast.viewer("ada"), post.pk, older=2, newer=2).comparison
    assert same is not None
    assert same.nothing


def test_an_older_revision_comes_back_as_a_new_one_with_title_and_tags(cast: Cast, facts: Any) -> None:
    post = revised(cast)
    facts.forget()
    with clock.at(clock.now() + timedelta(hours=5)):
        restore_revision(post.pk, 1, post.version, by=cast.viewer("bo"))
    assert "content.post_edited" in facts
    post.refresh_from_db()
    assert (post.source, Item.objects.get().title) == ("One.\n\nTwo.", "Resting dough")
    assert [tag.slug for tag in tags_of([post.item_id])[post.item_id]] == ["rye"]
    last = Revision.objects.filter(post=post).latest("number")
    assert (last.number, last.by.name, last.reason) == (4, "Bo", "Revision 1 restored")


def test_only_who_may_edit_restores_and_only_what_is_there(cast: Cast) -> None:
    post = revised(cast)
    with pytest.raises(Forbidden):
        restore_revision(post.pk, 1, post.version, by=cast.viewer("di"))
    with pytest.raises(Hidden):
        restore_revision(post.pk, 9, post.version, by=cast.viewer("ada"))
    with pytest.raises(Refused):
        restore_revision(post.pk, 3, post.version, by=cast.viewer("ada"))
    with pytest.raises(Hidden):
        version(cast.viewer("ada"), post.pk, 9)


def test_who_restores_what_somebody_changed_meanwhile_is_told(cast: Cast) -> None:
    post = revised(cast)
    with clock.at(clock.now() + timedelta(hours=5)):
        edit(post.pk, Edit("Something else.", post.version), by=cast.viewer("bo"))
    with pytest.raises(Conflict):
        restore_revision(post.pk, 1, post.version, by=cast.viewer("ada"))
    post.refresh_from_db()
    assert post.source == "Something else."


def test_the_pages_show_compare_and_restore(cast: Cast) -> None:
    post = revised(cast)
    client = Client()
    client.force_login(cast.person("ada"))
    shown = client.get(f"/p/{post.pk}/revisions").content.decode()
    assert "Clearer" in shown
    assert "<ins> or three</ins>" in shown
    assert "From revision 1 to 3" in client.get(f"/p/{post.pk}/revisions?from=3&to=1").content.decode()
    one = client.get(f"/p/{post.pk}/revisions/1").content.decode()
    assert "It becomes a new revision in your name." in one
    late = client.post(f"/p/{post.pk}/revisions/1", {"version": "1"})
    assert (late.status_code, "Somebody else changed this meanwhile" in late.content.decode()) == (409, True)
    done = client.post(f"/p/{post.pk}/revisions/1", {"version": str(post.version)})
    assert done.status_code == 302
    post.refresh_from_db()
    assert post.source == "One.\n\nTwo."


def test_a_reply_is_restored_without_touching_title_and_tags(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    said = reply(cast.viewer("ada"), item, "First.")
    with clock.at(clock.now() + timedelta(hours=1)):
        edit(said.pk, Edit("Second.", 1), by=cast.viewer("ada"))
    with clock.at(clock.now() + timedelta(hours=2)):
        restore_revision(said.pk, 1, 2, by=cast.viewer("ada"))
    said.refresh_from_db()
    assert said.source == "First."
    assert Item.objects.get().title == item.title


def test_a_version_of_thousands_of_digits_is_no_version(cast: Cast, client: Client) -> None:
    client.force_login(cast.person("ada"))
    answer = client.post(f"/p/{revised(cast).pk}/revisions/1", {"version": "1" * 5000})
    assert answer.status_code == 409
