"""Two who write one draft at once, what may be chosen for it, and who may write it."""

from __future__ import annotations

import pytest

from lorehall.content.models import Post
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.practice.models import DraftSource, DraftVersion, PracticeDraft, Shape
from lorehall.practice.rules.choose import choose, cited
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.save import Change, save
from lorehall.practice.rules.write_together import let_write
from tests.cast import Cast
from tests.making import opening, reply, talk
from tests.recorded import Facts

TEXT = "Use it.\n\n## Steps\n\n1. Mix.\n\n## Where it does not fit\n\nNowhere.\n"


@pytest.fixture
def draft(cast: Cast) -> PracticeDraft:
    """Ada's, in the Bakers' first room; Bo sees it as their coordinator."""
    return begin(cast.bakers.pk, Beginning("Rest the dough", TEXT, tags="dough"), by=cast.viewer("ada"))


def stands(draft: PracticeDraft) -> PracticeDraft:
    return PracticeDraft.objects.get(pk=draft.pk)


def test_each_save_is_a_version(cast: Cast, draft: PracticeDraft) -> None:
    saved = save(draft.pk, Change("Other.", 1, title="Rest it", shape=Shape.CHECKLIST), by=cast.viewer("ada"))
    assert (saved.draft.version, saved.merged, saved.sent) == (2, False, 2)
    assert (stands(draft).title, stands(draft).source, stands(draft).shape) == ("Rest it", "Other.", "checklist")
    assert list(DraftVersion.objects.filter(draft=draft).values_list("number", "source")) == [(1, TEXT), (2, "Other.")]


def test_saving_what_stands_makes_no_version(cast: Cast, draft: PracticeDraft) -> None:
    assert save(draft.pk, Change(TEXT, 1), by=cast.viewer("ada")).draft.version == 1


def test_what_two_wrote_at_once_both_stands(cast: Cast, draft: PracticeDraft) -> None:
    save(draft.pk, Change(TEXT.replace("Mix.", "Mix well."), 1, tags="dough, rye"), by=cast.viewer("ada"))
    saved = save(draft.pk, Change(TEXT.replace("Nowhere.", "Rye."), 1, tags="dough, time"), by=cast.viewer("bo"))
    assert saved.merged
    assert not saved.conflicts
    assert stands(draft).source == TEXT.replace("Mix.", "Mix well.").replace("Nowhere.", "Rye.")
    assert stands(draft).tags == "dough, rye, time"


def test_who_wrote_on_while_a_save_was_merged_loses_nothing(cast: Cast, draft: PracticeDraft) -> None:
    bos = TEXT + "\nBo adds.\n"
    save(draft.pk, Change("Ada begins.\n\n" + TEXT, 1), by=cast.viewer("ada"))
    first = save(draft.pk, Change(bos, 1), by=cast.viewer("bo"))
    saved = save(draft.pk, Change(bos.replace("Bo adds.", "Bo adds more."), first.sent), by=cast.viewer("bo"))
    assert saved.draft.source == "Ada begins.\n\n" + TEXT + "\nBo adds more.\n"


def test_where_both_changed_the_same_words_both_stand_marked(cast: Cast, draft: PracticeDraft) -> None:
    save(draft.pk, Change(TEXT.replace("Nowhere.", "In winter."), 1, title="By Ada"), by=cast.viewer("ada"))
    saved = save(draft.pk, Change(TEXT.replace("Nowhere.", "With rye."), 1, title="By Bo"), by=cast.viewer("bo"))
    assert len(saved.conflicts) == 2
    assert "In winter." in stands(draft).source
    assert "With rye." in stands(draft).source
    assert stands(draft).title == "By Ada"


@pytest.mark.parametrize("version", [-5, 0, 10**18])
def test_a_version_that_never_was_does_no_harm(cast: Cast, draft: PracticeDraft, version: int) -> None:
    saved = save(draft.pk, Change(TEXT + "\nMore.\n", version), by=cast.viewer("ada"))
    assert "More." in saved.draft.source


def test_a_draft_that_has_ended_is_not_changed(cast: Cast, draft: PracticeDraft) -> None:
    publish(draft.pk, by=cast.viewer("ada"))
    with pytest.raises(Forbidden):
        save(draft.pk, Change("Other.", 1), by=cast.viewer("ada"))


def test_a_post_comes_as_text_with_its_citation(cast: Cast, draft: PracticeDraft) -> None:
    said = reply(cast.viewer("di"), talk(cast.viewer("bo"), cast.bakers), "Wait for **twelve** hours.")
    chosen = choose(draft.pk, said.pk, by=cast.viewer("ada"))
    assert chosen.text == f"Wait for **twelve** hours. [^p{said.pk}]"
    assert DraftSource.objects.get(draft=draft).revision == 1


def test_a_passage_comes_alone_and_choosing_again_notes_the_newer_version(cast: Cast, draft: PracticeDraft) -> None:
    said = reply(cast.viewer("di"), talk(cast.viewer("bo"), cast.bakers), "Wait for twelve hours. Or ten.")
    choose(draft.pk, said.pk, by=cast.viewer("ada"))
    Post.objects.filter(pk=said.pk).update(revisions_count=3)
    chosen = choose(draft.pk, said.pk, "<p>Wait <em>for</em> twelve</p><script>x()</script>", by=cast.viewer("ada"))
    assert chosen.text == f"Wait *for* twelve [^p{said.pk}]"
    assert DraftSource.objects.get(draft=draft).revision == 3


def test_an_imported_text_comes_as_markdown(cast: Cast, draft: PracticeDraft) -> None:
    said = reply(cast.viewer("di"), talk(cast.viewer("bo"), cast.bakers))
    Post.objects.filter(pk=said.pk).update(format="html", source="<p>Wait <b>long</b>.</p>")
    assert choose(draft.pk, said.pk, by=cast.viewer("ada")).text == f"Wait **long**. [^p{said.pk}]"


@pytest.mark.parametrize("text", ["```\nmix\n```", "| a |\n|---|\n| b |", "    mix", "<p>x</p>", "```\nopen"])
def test_a_citation_stands_below_what_is_no_sentence(text: str) -> None:
    assert cited(text, 5) == f"{text}\n\n[^p5]"


def test_what_not_all_readers_may_read_is_not_chosen(cast: Cast, draft: PracticeDraft) -> None:
    bo = cast.viewer("bo")
    hidden = opening(talk(bo, cast.bakers, room_id=cast.kitchen.pk))
    with pytest.raises(Refused, match="Not everybody"):
        choose(draft.pk, hidden.pk, by=bo)
    secret = opening(talk(bo, cast.vault))
    with pytest.raises(Refused, match="Not everybody"):
        choose(draft.pk, secret.pk, by=bo)


def test_what_one_may_not_read_oneself_is_not_there(cast: Cast, draft: PracticeDraft) -> None:
    let_write(draft.pk, "di", by=cast.viewer("ada"))
    hidden = opening(talk(cast.viewer("bo"), cast.bakers, room_id=cast.kitchen.pk))
    with pytest.raises(Hidden):
        choose(draft.pk, hidden.pk, by=cast.viewer("di"))


def test_a_draft_of_a_closed_rooms_post_stays_in_that_room(cast: Cast) -> None:
    ada, first = cast.viewer("ada"), cast.bakers.rooms.get(is_first=True)
    draft = begin(cast.bakers.pk, Beginning("Rest it", TEXT, room_id=cast.kitchen.pk), by=ada)
    choose(draft.pk, opening(talk(ada, cast.bakers, room_id=cast.kitchen.pk)).pk, by=ada)
    with pytest.raises(Refused, match="stays in its room"):
        save(draft.pk, Change(TEXT, 1, room_id=first.pk), by=ada)
    assert stands(draft).room_id == cast.kitchen.pk


def test_a_draft_of_open_posts_moves(cast: Cast, draft: PracticeDraft) -> None:
    ada = cast.viewer("ada")
    choose(draft.pk, opening(talk(ada, cast.bakers)).pk, by=ada)
    assert save(draft.pk, Change(TEXT, 1, room_id=cast.kitchen.pk), by=ada).draft.room_id == cast.kitchen.pk
    with pytest.raises(Refused, match="no such room"):
        save(draft.pk, Change(TEXT, 2, room_id=10**17), by=ada)


def test_a_member_who_is_let_in_writes_too(cast: Cast, draft: PracticeDraft, facts: Facts) -> None:
    with pytest.raises(Hidden):
        save(draft.pk, Change("Di's.", 1), by=cast.viewer("di"))
    facts.forget()
    let_write(draft.pk, "@Di", by=cast.viewer("ada"))
    let_write(draft.pk, "di", by=cast.viewer("bo"))
    assert save(draft.pk, Change("Di's.", 1), by=cast.viewer("di")).draft.source == "Di's."
    assert facts == ["practice.draft_shared"]


@pytest.mark.parametrize("name", ["cy", "sam", "eve", "nobody"])
def test_who_may_not_write_here_is_not_let_in(cast: Cast, draft: PracticeDraft, name: str) -> None:
    with pytest.raises(Refused):
        let_write(draft.pk, name, by=cast.viewer("ada"))


def test_who_does_not_read_its_room_is_not_let_in(cast: Cast) -> None:
    draft = begin(cast.bakers.pk, Beginning("Rest it", TEXT, room_id=cast.kitchen.pk), by=cast.viewer("ada"))
    with pytest.raises(Refused, match="can’t read"):
        let_write(draft.pk, "di", by=cast.viewer("ada"))
