"""Versions: each has a reason, any two can be compared, every one can come back, and nobody goes around that."""

from __future__ import annotations

import pytest
from django.test import Client

from lorehall.content.models import Citation, Item, Post, Revision
from lorehall.content.rules.edit import Edit, edit
from lorehall.content.rules.revert import restore_revision
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.people.viewer import VISITOR
from lorehall.practice.models import Credit, Practice
from lorehall.practice.queries.versions import version, versions
from lorehall.practice.rules.customs import Ways, set_ways
from lorehall.practice.rules.revise import Change, restore, revise
from tests.cast import Cast
from tests.making import opening, practice, reply, talk
from tests.recorded import Facts

TEXT = "Use it when time is short.\n\n## Steps\n\n1. Mix.\n2. Wait.\n"


def made(cast: Cast, who: str = "ada", **more: object) -> Item:
    return practice(cast.viewer(who), cast.bakers, text=TEXT, **more)


def changed(cast: Cast, item: Item, text: str, reason: str = "It was wrong.", who: str = "ada") -> Post:
    return revise(item.pk, Change(text, opening(item).version, reason), by=cast.viewer(who))


def test_every_change_is_a_version_with_its_reason_however_soon_it_follows(cast: Cast, facts: Facts) -> None:
    item = made(cast)
    changed(cast, item, f"{TEXT}3. Bake.\n", "The end was missing.")
    changed(cast, item, f"{TEXT}3. Bake it hot.\n", "How hot was missing.")
    found = versions(VISITOR, item.pk)
    assert [(row.number, row.reason) for row in found.rows] == [
        (3, "How hot was missing."),
        (2, "The end was missing."),
        (1, ""),
    ]
    assert found.stands == 3
    assert facts.of("practice.revised") == [{"item_id": item.pk, "by_id": cast.person("ada").pk}] * 2


def test_before_any_change_there_is_version_one(cast: Cast) -> None:
    item = made(cast)
    found = versions(VISITOR, item.pk)
    assert [(row.number, row.by_name) for row in found.rows] == [(1, "Ada")]
    assert "Mix" in version(VISITOR, item.pk, 1).html


def test_a_change_without_a_reason_or_without_a_change_is_refused(cast: Cast) -> None:
    item = made(cast)
    for change in (Change("Another text.", 1, " "), Change("Another.", 1, "x" * 201), Change(TEXT, 1, "No reason.")):
        with pytest.raises(Refused):
            revise(item.pk, change, by=cast.viewer("ada"))
    assert not Revision.objects.exists()


def test_any_two_versions_are_compared_whichever_is_named_first(cast: Cast) -> None:
    item = made(cast)
    changed(cast, item, TEXT.replace("Mix", "Fold"))
    changed(cast, item, TEXT.replace("Mix", "Fold gently"))
    for older, newer in ((1, 3), (3, 1)):
        found = versions(VISITOR, item.pk, older=older, newer=newer)
        assert found.compared == (1, 3)
        assert found.comparison is not None
        assert found.comparison.hunks
    assert versions(VISITOR, item.pk, older=1, newer=99).comparison is None


def test_an_older_version_comes_back_as_a_new_one(cast: Cast) -> None:
    item = made(cast)
    post = changed(cast, item, TEXT.replace("Mix", "Fold"))
    restore(item.pk, 1, post.version, by=cast.viewer("ada"))
    found = versions(VISITOR, item.pk)
    assert found.stands == 3
    assert found.rows[0].reason == "Version 1 again"
    assert opening(item).source == opening(item).revisions.get(number=1).source
    with pytest.raises(Hidden):
        restore(item.pk, 9, opening(item).version, by=cast.viewer("ada"))


def test_only_who_keeps_it_revises_and_others_suggest(cast: Cast) -> None:
    item = made(cast, "di")
    changed(cast, item, f"{TEXT}3. Bake.\n", who="bo")
    for who in ("ada", "sam", "eve", "cy"):
        with pytest.raises(Forbidden) as no:
            changed(cast, item, "Mine.", who=who)
        assert who != "ada" or no.value.code == "suggest"


def test_where_others_look_first_even_a_coordinator_suggests(cast: Cast) -> None:
    item = made(cast)
    set_ways(cast.bakers.pk, Ways("one", 12), by=cast.viewer("bo"))
    for who in ("ada", "bo"):
        with pytest.raises(Refused) as no:
            changed(cast, item, "Mine.", who=who)
        assert no.value.code == "suggest"
        with pytest.raises(Refused):
            restore(item.pk, 1, 1, by=cast.viewer(who))


def test_the_ways_around_it_are_closed(cast: Cast, client: Client) -> None:
    item = made(cast)
    post = changed(cast, item, TEXT.replace("Mix", "Fold"))
    for who in ("ada", "bo"):
        with pytest.raises(Forbidden):
            edit(post.pk, Edit("Mine.", post.version), by=cast.viewer(who))
        with pytest.raises(Forbidden):
            restore_revision(post.pk, 1, post.version, by=cast.viewer(who))
    client.force_login(cast.person("ada"))
    assert client.get(f"/p/{post.pk}/edit")["Location"] == f"/i/{item.pk}/revise"
    assert client.get(f"/p/{post.pk}/revisions?from=1&to=2")["Location"] == f"/i/{item.pk}/versions?from=1&to=2"
    assert client.get(f"/p/{post.pk}/revisions/1")["Location"] == f"/i/{item.pk}/versions/1"
    assert client.post(f"/p/{post.pk}/revisions/1", {"version": post.version})["Location"] == f"/i/{item.pk}/versions/1"


def test_who_was_slower_sees_both_texts_and_loses_none(cast: Cast, client: Client) -> None:
    item = made(cast)
    changed(cast, item, f"{TEXT}3. Bake.\n", who="bo")
    client.force_login(cast.person("ada"))
    typed = {"title": item.title, "text": "Mine alone.", "reason": "I know.", "version": 1}
    answer = client.post(f"/i/{item.pk}/revise", {**typed, "shape": "practice", "language": "en"})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "3. Bake." in body
    assert "Mine alone." in body
    with pytest.raises(Conflict):
        revise(item.pk, Change("Mine alone.", 1, "I know."), by=cast.viewer("ada"))


def test_a_new_version_keeps_sections_citations_and_credits_in_step(cast: Cast) -> None:
    said = reply(cast.viewer("di"), talk(cast.viewer("ada"), cast.bakers), "Twelve hours.")
    item = made(cast)
    changed(cast, item, f"{TEXT}\n## Why\n\nIt rests. [^p{said.pk}]\n")
    assert [entry[1] for entry in Practice.objects.get(pk=item.pk).toc] == ["Steps", "Why"]
    assert Citation.objects.get(item=item, gone_at=None).post_id == said.pk
    assert Credit.objects.get(practice_id=item.pk).person_id == cast.person("di").pk
    changed(cast, item, TEXT)
    assert not Citation.objects.filter(item=item, gone_at=None).exists()
    assert Post.objects.get(pk=said.pk).cited_count == 0
    restore(item.pk, 2, opening(item).version, by=cast.viewer("ada"))
    assert Citation.objects.filter(item=item, gone_at=None).exists()


def test_shape_and_language_change_without_a_change_of_the_text(cast: Cast) -> None:
    item = made(cast)
    revise(item.pk, Change(TEXT, 1, "It is a list.", shape="checklist", language="de"), by=cast.viewer("ada"))
    kept = Practice.objects.get(pk=item.pk)
    assert (kept.shape, kept.language) == ("checklist", "de")


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script> bread", "Bread ]]> & “more”", "{{ 7*7 }} loaves", "٣ أرغفة في اليوم"]
)
def test_a_hostile_title_stays_words(cast: Cast, client: Client, title: str) -> None:
    item = practice(cast.viewer("ada"), cast.bakers, title, text=TEXT)
    for address in (f"/practice/{item.pk}/{item.slug}", f"/i/{item.pk}/versions", f"/i/{item.pk}/versions/1"):
        body = client.get(address).content.decode()
        assert "<script>alert" not in body
        assert "49 loaves" not in body


@pytest.mark.parametrize("typed", ["0", "-1", "9" * 18, "9" * 30, "x", "", "1\0"])
def test_numbers_out_of_addresses_may_be_anything(cast: Cast, client: Client, typed: str) -> None:
    item = made(cast)
    client.force_login(cast.person("ada"))
    fine = {400} if "\0" in typed else {200}  # with a NUL in it, no address is answered
    for query in ({"from": typed, "to": typed}, {"before": typed}, {"from": "1", "to": typed}):
        assert client.get(f"/i/{item.pk}/versions", query).status_code in fine
    assert client.get(f"/practice/{item.pk}/{item.slug}", {"after": typed}).status_code in fine
    assert client.post(f"/i/{item.pk}/versions/1", {"version": typed}).status_code in {302, 409, 422}
    assert client.get(f"/c/{cast.bakers.slug}/practice/drafts", {"after": typed, "show": typed}).status_code in fine
    begun = client.post(f"/c/{cast.bakers.slug}/practice/begin", {"shape": "how_to", "replaces": typed, "title": typed})
    assert begun.status_code in {302, 404}
