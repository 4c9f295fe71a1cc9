"""Two at the same draft or practice at once: one does it, the other is told, nothing is doubled or lost."""

from __future__ import annotations

import pytest

from lorehall.content.models import Item, Revision
from lorehall.kernel.errors import Conflict
from lorehall.practice.models import DraftVersion, Practice, PracticeDraft
from lorehall.practice.rules import seen
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.revise import Change, revise
from lorehall.practice.rules.save import Change as DraftChange
from lorehall.practice.rules.save import save
from lorehall.practice.tests.test_races import at_once
from tests.cast import Cast
from tests.making import opening, practice

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Use it when time is short.\n\n## Steps\n\n1. Mix.\n2. Wait.\n\n## Why\n\nIt rests.\n"


def test_two_who_publish_at_once_make_one_practice(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    draft = begin(cast.bakers.pk, Beginning("Rest the dough", TEXT), by=ada)
    said = at_once(
        lambda: publish(draft.pk, by=ada, version=1),
        lambda: publish(draft.pk, by=bo, version=1),
        lambda: publish(draft.pk, by=ada, version=1),
    )
    assert Item.objects.count() == Practice.objects.count() == 1
    assert sum(isinstance(one, Item) for one in said) == 1


def test_two_who_save_at_once_lose_no_word(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    draft = begin(cast.bakers.pk, Beginning("Rest the dough", TEXT), by=ada)
    at_once(
        lambda: save(draft.pk, DraftChange(TEXT.replace("Mix", "Mix the flour"), 1), by=ada),
        lambda: save(draft.pk, DraftChange(TEXT.replace("It rests", "The gluten rests"), 1), by=bo),
    )
    stands = PracticeDraft.objects.get(pk=draft.pk)
    assert "Mix the flour" in stands.source
    assert "The gluten rests" in stands.source
    assert DraftVersion.objects.filter(draft=draft, number=stands.version).get().source == stands.source


def test_publishing_while_another_saves_publishes_what_was_read_or_nothing(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    draft = begin(cast.bakers.pk, Beginning("Rest the dough", TEXT), by=ada)
    said = at_once(
        lambda: publish(draft.pk, by=ada, version=1),
        lambda: save(draft.pk, DraftChange(f"{TEXT}More.\n", 1), by=bo),
    )
    if isinstance(said[0], Item):
        assert opening(said[0]).source == TEXT.strip("\n")
    else:
        assert isinstance(said[0], Conflict)
        assert not Item.objects.exists()


def test_of_two_who_revise_at_once_the_slower_is_told(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    item = practice(ada, cast.bakers, text=TEXT)
    said = at_once(
        lambda: revise(item.pk, Change(f"{TEXT}A.\n", 1, "For A."), by=ada),
        lambda: revise(item.pk, Change(f"{TEXT}B.\n", 1, "For B."), by=bo),
    )
    assert sum(isinstance(one, Conflict) for one in said) == 1
    assert sorted(Revision.objects.values_list("number", flat=True)) == [1, 2]


def test_who_reads_in_two_windows_at_once_is_one_reader(cast: Cast) -> None:
    item = practice(cast.viewer("ada"), cast.bakers, text=TEXT)
    di = cast.person("di").pk
    said = at_once(*(lambda: seen.read(item.pk, di, 1) for _ in range(4)))
    assert said == [None] * 4
    assert Practice.objects.get(pk=item.pk).readers_count == 1
