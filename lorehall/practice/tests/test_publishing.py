"""From a draft to a practice: who may, what stands then, and two at once."""

from __future__ import annotations

from datetime import date

import pytest

from lorehall.content.models import Citation, Post
from lorehall.kernel.errors import Conflict, Forbidden, Hidden
from lorehall.practice.models import Credit, Practice, PracticeDraft, Stage
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.publish import months_on, publish
from tests.cast import Cast
from tests.making import opening, practice, reply, talk

TEXT = "Use it when time is short.\n\n## Steps\n\n1. Mix.\n2. Wait. [^p{post}]\n"


def test_a_practice_stands_in_the_library_with_its_publisher_as_steward(cast: Cast) -> None:
    item = practice(cast.viewer("ada"), cast.bakers)
    kept = Practice.objects.get(pk=item.pk)
    assert (item.kind, item.state) == ("practice", "current")
    assert kept.steward_id == cast.person("ada").pk
    assert kept.review_on is not None
    assert kept.toc == [["s-steps", "Steps", 2]]


def test_a_citation_links_both_ways_and_credits_the_author(cast: Cast) -> None:
    said = reply(cast.viewer("di"), talk(cast.viewer("ada"), cast.bakers), "Wait for twelve hours.")
    item = practice(cast.viewer("ada"), cast.bakers, text=TEXT.format(post=said.pk))
    assert Citation.objects.get(item=item).post_id == said.pk
    assert Post.objects.get(pk=said.pk).cited_count == 1
    assert [credit.person_id for credit in Credit.objects.filter(practice_id=item.pk)] == [cast.person("di").pk]
    assert f'<a href="#note-c{said.pk}"' in opening(item).html


def test_what_readers_of_the_room_may_not_read_cannot_be_cited(cast: Cast) -> None:
    said = reply(cast.viewer("bo"), talk(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk), "Hush.")
    item = practice(cast.viewer("ada"), cast.bakers, text=TEXT.format(post=said.pk))
    assert not Citation.objects.exists()
    assert f"[^p{said.pk}]" in opening(item).html


def test_a_draft_is_hidden_from_other_members_and_from_outsiders(cast: Cast) -> None:
    draft = begin(cast.bakers.pk, Beginning("Rest the dough", "Wait."), by=cast.viewer("ada"))
    for name in ("di", "cy"):
        with pytest.raises(Hidden):
            publish(draft.pk, by=cast.viewer(name))


def test_a_sponsor_may_not_begin_one(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        begin(cast.bakers.pk, Beginning("Rest the dough", "Wait."), by=cast.viewer("sam"))


def test_one_who_read_an_older_draft_does_not_publish_the_newer(cast: Cast) -> None:
    draft = begin(cast.bakers.pk, Beginning("Rest the dough", "Wait."), by=cast.viewer("ada"))
    PracticeDraft.objects.filter(pk=draft.pk).update(version=2)
    with pytest.raises(Conflict):
        publish(draft.pk, by=cast.viewer("ada"), version=1)
    assert PracticeDraft.objects.get(pk=draft.pk).stage == Stage.DRAFT


def test_the_same_form_begins_one_draft(cast: Cast) -> None:
    beginning = Beginning("Rest the dough", "Wait.", submission="once")
    first, second = (begin(cast.bakers.pk, beginning, by=cast.viewer("ada")) for _ in range(2))
    assert first.pk == second.pk


def test_a_review_falls_on_the_last_day_of_a_shorter_month() -> None:
    assert months_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_on(date(2027, 2, 28), 12) == date(2028, 2, 28)
