"""Drafts: who sees them, who looks at them, and how they become practices."""

from __future__ import annotations

import itertools

import pytest
from django.test import Client

from lorehall.communities import rules as communities
from lorehall.content.find import find_item
from lorehall.content.models import Item
from lorehall.content.policy import visible
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.people.viewer import VISITOR
from lorehall.practice.beginnings import beginning, built_in
from lorehall.practice.models import Customs, DraftWriter, Practice, PracticeDraft, Shape, Stage, State
from lorehall.practice.policy import may_see_draft, visible_drafts
from lorehall.practice.queries.drafts import draft_page
from lorehall.practice.rules.customs import Ways, set_template, set_ways
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.review_draft import judge, move_draft, stop_writing
from lorehall.practice.rules.save import Change, save
from lorehall.practice.rules.write_together import let_write
from tests.cast import NAMES, Cast
from tests.counting import Queries
from tests.making import practice

TITLE, TEXT = "Rest the dough overnight", "Use it when time is short.\n\n## Steps\n\n1. Mix.\n"


def draft_of(cast: Cast, who: str = "ada", **more: object) -> PracticeDraft:
    return begin(cast.bakers.pk, Beginning(TITLE, TEXT, **more), by=cast.viewer(who))  # type: ignore[arg-type]


def wanted(cast: Cast, reviewers: str) -> None:
    set_ways(cast.bakers.pk, Ways(reviewers, 6), by=cast.viewer("bo"))


def test_who_may_see_one_and_who_may_list_many_agree_for_everybody_and_every_stage(cast: Cast) -> None:
    for who, room, stage in itertools.product(("ada", "bo"), (None, cast.kitchen.pk), Stage):
        draft = draft_of(cast, who, room_id=room)
        if stage == Stage.PUBLISHED:
            publish(draft.pk, by=cast.viewer(who))
        PracticeDraft.objects.filter(pk=draft.pk).update(stage=stage)
    shared = draft_of(cast)
    let_write(shared.pk, "@di", by=cast.viewer("ada"))
    begin(cast.vault.pk, Beginning(TITLE, TEXT), by=cast.viewer("ada"))
    # Somebody who writes a draft of a room and is not in it any more.
    communities.let_out(cast.kitchen.pk, cast.person("ada").pk, by=cast.viewer("bo"))
    every = list(PracticeDraft.objects.select_related("room", "community"))
    assert len(every) == 18
    for name, viewer in {**{name: cast.viewer(name) for name in NAMES}, "visitor": VISITOR}.items():
        listed = set(visible_drafts(viewer).values_list("pk", flat=True))
        assert listed == {draft.pk for draft in every if may_see_draft(viewer, draft)}, name
        if name in {"cy", "eve", "sam", "visitor"}:
            assert not listed
    assert {draft.pk for draft in every if may_see_draft(cast.viewer("di"), draft)} == {shared.pk}


def test_nothing_of_a_draft_is_an_item(cast: Cast) -> None:
    draft_of(cast)
    assert not Item.objects.exists()
    assert not visible(cast.viewer("bo")).exists()


def test_where_nobody_has_to_look_who_writes_publishes(cast: Cast) -> None:
    draft = draft_of(cast)
    let_write(draft.pk, "di", by=cast.viewer("ada"))
    item = publish(draft.pk, by=cast.viewer("di"))
    assert Practice.objects.get(pk=item.pk).steward_id == cast.person("di").pk
    assert item.author_id == cast.person("ada").pk


def test_where_one_steward_looks_the_writer_waits_for_them(cast: Cast) -> None:
    wanted(cast, "one")
    draft = draft_of(cast)
    with pytest.raises(Forbidden, match="look at it"):
        publish(draft.pk, by=cast.viewer("ada"))
    move_draft(draft.pk, Stage.IN_REVIEW, by=cast.viewer("ada"))
    judge(draft.pk, True, version=1, by=cast.viewer("bo"))
    assert publish(draft.pk, by=cast.viewer("ada")).state == State.CURRENT


def test_a_reviewer_who_publishes_has_looked_at_it(cast: Cast) -> None:
    wanted(cast, "one")
    draft = draft_of(cast)
    assert publish(draft.pk, by=cast.viewer("bo")).pk


def test_nobody_reviews_what_they_began_themselves(cast: Cast) -> None:
    wanted(cast, "one")
    draft = draft_of(cast, "bo")
    move_draft(draft.pk, Stage.IN_REVIEW, by=cast.viewer("bo"))
    with pytest.raises(Forbidden):
        judge(draft.pk, True, version=1, by=cast.viewer("bo"))
    with pytest.raises(Forbidden):
        publish(draft.pk, by=cast.viewer("bo"))


def test_where_two_look_one_is_not_enough(cast: Cast) -> None:
    wanted(cast, "two")
    communities.change_role(cast.bakers.pk, cast.person("di").pk, "steward", by=cast.viewer("bo"))
    draft = draft_of(cast)
    move_draft(draft.pk, Stage.IN_REVIEW, by=cast.viewer("ada"))
    judge(draft.pk, True, version=1, by=cast.viewer("bo"))
    with pytest.raises(Forbidden):
        publish(draft.pk, by=cast.viewer("ada"))
    judge(draft.pk, True, version=1, by=cast.viewer("di"))
    assert publish(draft.pk, by=cast.viewer("ada")).pk


def test_a_word_on_an_older_text_does_not_count(cast: Cast) -> None:
    wanted(cast, "one")
    draft = draft_of(cast)
    move_draft(draft.pk, Stage.IN_REVIEW, by=cast.viewer("ada"))
    judge(draft.pk, True, version=1, by=cast.viewer("bo"))
    save(draft.pk, Change(f"{TEXT}2. Wait.\n", 1), by=cast.viewer("ada"))
    with pytest.raises(Forbidden):
        publish(draft.pk, by=cast.viewer("ada"))
    with pytest.raises(Conflict):
        judge(draft.pk, True, version=1, by=cast.viewer("bo"))
    assert draft_page(cast.viewer("ada"), draft.pk).words[0].stale


def test_who_wants_a_change_says_which_and_the_draft_goes_back(cast: Cast) -> None:
    draft = draft_of(cast)
    move_draft(draft.pk, Stage.IN_REVIEW, by=cast.viewer("ada"))
    with pytest.raises(Refused, match="what should change"):
        judge(draft.pk, False, " ", version=1, by=cast.viewer("bo"))
    judge(draft.pk, False, "Say how long.", version=1, by=cast.viewer("bo"))
    page = draft_page(cast.viewer("ada"), draft.pk)
    assert page.draft.stage == Stage.DRAFT
    assert [(word.by, word.good, word.note) for word in page.words] == [("Bo", False, "Say how long.")]


def test_nobody_publishes_a_version_that_is_not_there_yet(cast: Cast) -> None:
    draft = draft_of(cast)
    for version in (2, 7):
        with pytest.raises(Conflict):
            publish(draft.pk, by=cast.viewer("ada"), version=version)
    publish(draft.pk, by=cast.viewer("ada"), version=1)


def test_a_reviewers_word_is_about_what_they_read_and_their_note_outlives_a_change(cast: Cast, client: Client) -> None:
    draft, ada = draft_of(cast), cast.viewer("ada")
    move_draft(draft.pk, Stage.IN_REVIEW, by=ada)
    client.force_login(cast.person("bo"))
    path = f"/practice-drafts/{draft.pk}/review?version=1"
    assert f'href="{path}"' in client.get(f"/practice-drafts/{draft.pk}").content.decode()
    save(draft.pk, Change(f"{TEXT}2. Steal.\n", 1), by=ada)
    assert 'name="version" value="1"' in client.get(path).content.decode()
    answer = client.post(path, {"good": "1", "note": "Well said.", "version": "1"})
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Well said.</textarea>" in body
    assert "Somebody changed this draft meanwhile." in body
    assert 'name="version" value="2"' in body
    assert draft_page(ada, draft.pk).words == []


def test_what_has_no_title_or_text_is_not_sent_to_review(cast: Cast) -> None:
    for title, text in (("", TEXT), (TITLE, " \n")):
        draft = begin(cast.bakers.pk, Beginning(title, text), by=cast.viewer("ada"))
        with pytest.raises(Refused):
            move_draft(draft.pk, Stage.IN_REVIEW, by=cast.viewer("ada"))


def test_what_was_dropped_is_taken_up_again_and_what_is_published_is_not_dropped(cast: Cast) -> None:
    draft, ada = draft_of(cast), cast.viewer("ada")
    move_draft(draft.pk, Stage.DROPPED, by=ada)
    with pytest.raises(Forbidden):
        save(draft.pk, Change("More.", 1), by=ada)
    move_draft(draft.pk, Stage.DRAFT, by=ada)
    publish(draft.pk, by=ada)
    with pytest.raises(Forbidden):
        move_draft(draft.pk, Stage.DROPPED, by=ada)


def test_writers_come_and_go_but_who_began_it_stays(cast: Cast) -> None:
    draft, ada, di = draft_of(cast), cast.viewer("ada"), cast.viewer("di")
    let_write(draft.pk, "@di", by=ada)
    with pytest.raises(Refused):
        stop_writing(draft.pk, ada.id, by=di)
    stop_writing(draft.pk, di.id, by=di)
    assert list(DraftWriter.objects.filter(draft=draft).values_list("person_id", flat=True)) == [ada.id]
    with pytest.raises(Hidden):
        stop_writing(draft.pk, di.id, by=di)


def test_what_is_written_to_replace_a_practice_takes_its_place(cast: Cast) -> None:
    ada = cast.viewer("ada")
    old = practice(ada, cast.bakers, "Rest it two hours")
    new = publish(draft_of(cast, replaces_id=old.pk).pk, by=ada)
    stands = Practice.objects.select_related("item").get(pk=old.pk)
    assert (stands.item.state, stands.superseded_by_id) == (State.SUPERSEDED, new.pk)


def test_who_does_not_keep_a_practice_replaces_it_with_nothing(cast: Cast) -> None:
    old = practice(cast.viewer("bo"), cast.bakers, "Rest it two hours")
    publish(draft_of(cast, "di", replaces_id=old.pk).pk, by=cast.viewer("di"))
    assert find_item(old.pk, VISITOR).state == State.CURRENT


def test_nobody_replaces_or_translates_what_they_do_not_see(cast: Cast) -> None:
    hidden = practice(cast.viewer("bo"), cast.bakers, room_id=cast.kitchen.pk)
    for field in ("replaces_id", "translates_id"):
        with pytest.raises(Hidden):
            draft_of(cast, "di", **{field: hidden.pk})


def test_every_language_points_at_the_first(cast: Cast) -> None:
    ada = cast.viewer("ada")
    first = practice(ada, cast.bakers)
    second = publish(draft_of(cast, translates_id=first.pk, language="de").pk, by=ada)
    third = publish(draft_of(cast, translates_id=second.pk, language="fr").pk, by=ada)
    assert set(Practice.objects.get(pk=first.pk).translations.values_list("pk", flat=True)) == {second.pk, third.pk}


def test_writers_read_which_headings_have_nothing_below_them(cast: Cast) -> None:
    ada = cast.viewer("ada")
    text = "Soon.\n\n## When\n\n<!-- Say when. -->\n\n## *How* & why\n\n1. \n\n## Steps\n\n1. Mix.\n\n## More\n"
    draft = begin(cast.bakers.pk, Beginning("Rest it", text), by=ada)
    assert draft_page(ada, draft.pk).bare == ["When", "How & why", "More"]


@pytest.mark.parametrize("shape", Shape.values)
def test_every_shape_has_a_template_whose_prompts_readers_never_see(cast: Cast, shape: str) -> None:
    source = built_in(shape)
    assert "<!--" in source
    item = practice(cast.viewer("ada"), cast.bakers, text=source, shape=shape)
    html = item.posts.get(number=1).html
    assert "<!--" not in html
    assert "&lt;!--" not in html
    assert "<h2" in html


def test_a_communitys_own_template_takes_the_place_of_the_built_in_one(cast: Cast) -> None:
    bo = cast.viewer("bo")
    set_template(cast.bakers.pk, "how_to", "## Our way", by=bo)
    assert beginning(cast.bakers.pk, "how_to") == "## Our way"
    assert beginning(cast.vault.pk, "how_to") == built_in("how_to")
    set_template(cast.bakers.pk, "how_to", " ", by=bo)
    assert beginning(cast.bakers.pk, "how_to") == built_in("how_to")
    for who in ("ada", "di", "sam"):
        with pytest.raises(Forbidden):
            set_template(cast.bakers.pk, "how_to", "Mine", by=cast.viewer(who))


def test_ways_outside_their_bounds_are_refused(cast: Cast) -> None:
    for ways in (Ways("none", 0), Ways("none", 61), Ways("seven", 12)):
        with pytest.raises(Refused):
            set_ways(cast.bakers.pk, ways, by=cast.viewer("bo"))
    assert not Customs.objects.exists()


def test_the_list_of_drafts_costs_the_same_for_two_and_for_twenty(cast: Cast, client: Client, queries: Queries) -> None:
    client.force_login(cast.person("bo"))

    def more(number: int) -> None:
        for _ in range(number):
            draft_of(cast)

    address = f"/c/{cast.bakers.slug}/practice/drafts"
    queries.same_at(more, lambda: client.get(address), at_most=5)


@pytest.mark.parametrize("typed", ["", "-1", "9" * 18, "9" * 30, "x\0y"])
def test_whatever_is_sent_about_a_draft_is_answered(cast: Cast, client: Client, typed: str) -> None:
    draft = draft_of(cast)
    client.force_login(cast.person("ada"))
    act = f"/practice-drafts/{draft.pk}"
    form = {"title": typed, "text": typed, "tags": typed, "shape": typed, "language": typed, "version": typed}
    assert client.post(f"{act}/write", {**form, "room": typed}).status_code in {302, 422}
    assert client.post(f"{act}/move", {"to": typed}).status_code == 404
    assert client.post(f"{act}/writers", {"handle": typed, "remove": typed}).status_code == 302
    assert client.post(f"{act}/publish", {"version": typed}).status_code == 302
