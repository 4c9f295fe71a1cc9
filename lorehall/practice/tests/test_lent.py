"""Pictures in drafts and suggested edits: seen by who may see these, kept when they are published, not swept before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lorehall.content.queries.files import find_file
from lorehall.kernel import clock
from lorehall.kernel.errors import Hidden, Refused
from lorehall.practice.models import Lent
from lorehall.practice.rules.decide import Decision, accept
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.save import Change, save
from lorehall.practice.rules.suggest import Proposal, suggest
from lorehall.practice.rules.write_together import let_write
from lorehall.uploads.jobs import sweep_uploads
from lorehall.uploads.models import Upload
from tests.cast import Cast
from tests.making import bring, opening, png, practice


def test_a_picture_of_one_writer_stays_when_another_publishes(cast: Cast) -> None:
    ada, di = cast.viewer("ada"), cast.viewer("di")
    draft = begin(cast.bakers.pk, Beginning("Rest the dough", "Wait."), by=ada)
    let_write(draft.pk, "di", by=ada)
    brought = bring(di, cast.bakers, png())
    with pytest.raises(Hidden):
        find_file(brought.key, ada)
    save(draft.pk, Change(f"Wait.\n\n![The crumb]({brought.url})", draft.version), by=di)
    assert find_file(brought.key, ada).key == brought.key
    for name in ("cy", "sam", "eve"):
        with pytest.raises(Hidden):
            find_file(brought.key, cast.viewer(name))
    item = publish(draft.pk, by=ada)
    assert brought.key in opening(item).html
    assert find_file(brought.key, cast.viewer("cy")).open


def test_pictures_of_open_drafts_are_not_swept(cast: Cast) -> None:
    ada = cast.viewer("ada")
    brought = bring(ada, cast.bakers, png())
    begin(cast.bakers.pk, Beginning("Rest the dough", f"![The crumb]({brought.url})"), by=ada)
    with clock.at(clock.now() + timedelta(days=3)):
        sweep_uploads.call()
    assert Upload.objects.filter(key=brought.key).exists()


def test_a_picture_of_a_suggested_edit_stays_when_it_is_accepted(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    di = cast.viewer("di")
    brought = bring(di, cast.bakers, png())
    text = f"{opening(item).source}\n\n![The crumb]({brought.url})"
    made = suggest(item.pk, Proposal(item.title, text, "A picture says more.", 1), by=di)
    accept(made.pk, Decision(item.title, text, opening(item).version), by=cast.viewer("bo"))
    assert brought.key in opening(item).html


def test_nobody_is_lent_what_the_writer_may_not_see(cast: Cast) -> None:
    secret = bring(cast.viewer("bo"), cast.bakers, png())
    begin(cast.bakers.pk, Beginning("Rest the dough", f"![The crumb]({secret.url})"), by=cast.viewer("ada"))
    assert not Lent.objects.exists()
    with pytest.raises(Hidden):
        find_file(secret.key, cast.viewer("ada"))


def test_marks_of_a_merge_are_not_published(cast: Cast) -> None:
    draft = begin(cast.bakers.pk, Beginning("Rest the dough", "Wait.\n"), by=cast.viewer("ada"))
    save(draft.pk, Change("Wait long.\n", 1), by=cast.viewer("ada"))
    saved = save(draft.pk, Change("Wait briefly.\n", 1), by=cast.viewer("bo"))
    assert saved.conflicts
    with pytest.raises(Refused, match="part two texts"):
        publish(draft.pk, by=cast.viewer("ada"))
