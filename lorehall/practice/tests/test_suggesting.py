"""Edits that members suggest: accepted, amended, declined, put together with what changed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lorehall.communities import rules as communities
from lorehall.content.models import Revision
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.practice.models import Credit, Customs, Reviewers, Suggestion
from lorehall.practice.queries.suggestions import one_suggestion, suggestions
from lorehall.practice.rules.decide import Decision, accept, agree, decline
from lorehall.practice.rules.move import Move, move
from lorehall.practice.rules.revise import Change, revise
from lorehall.practice.rules.suggest import Proposal, suggest, withdraw
from lorehall.practice.tests.keeping import work
from tests.cast import Cast
from tests.making import opening, practice
from tests.recorded import Facts

TEXT = """Use it when time is short.

## Steps

1. Mix.
2. Wait an hour.
3. Fold.

## Where it does not fit

In summer."""


@pytest.fixture
def kept(cast: Cast) -> Any:
    """A practice that Ada keeps."""
    return practice(cast.viewer("ada"), cast.bakers, text=TEXT)


def proposal(**more: Any) -> Proposal:
    text = TEXT.replace("an hour", "two hours")
    return Proposal(
        **{
            "title": "Rest the dough overnight",
            "source": text,
            "reason": "An hour is not enough.",
            "version": 1,
            **more,
        }
    )


def as_shown(cast: Cast, who: str, suggestion: Suggestion, **more: Any) -> Decision:
    """What the page would send."""
    found = one_suggestion(cast.viewer(who), suggestion.pk)
    return Decision(**{"title": found.rebased.title, "text": found.rebased.source, "version": found.version, **more})


@pytest.mark.parametrize("who", ["ada", "bo", "di"])
def test_any_member_suggests_an_edit(cast: Cast, kept: Any, facts: Facts, who: str) -> None:
    suggest(kept.pk, proposal(), by=cast.viewer(who))
    assert facts == ["practice.edit_suggested"]


@pytest.mark.parametrize("who", ["cy", "eve", "sam"])
def test_who_is_no_member_suggests_nothing(cast: Cast, kept: Any, who: str) -> None:
    with pytest.raises(Forbidden):
        suggest(kept.pk, proposal(), by=cast.viewer(who))


def test_nobody_suggests_what_they_can_not_see_or_what_is_gone(cast: Cast, kept: Any) -> None:
    hidden = practice(cast.viewer("ada"), cast.vault)
    with pytest.raises(Hidden):
        suggest(hidden.pk, proposal(), by=cast.viewer("di"))
    move(kept.pk, Move("retired", "Old."), by=cast.viewer("ada"))
    with pytest.raises(Refused, match="nobody changes"):
        suggest(kept.pk, proposal(), by=cast.viewer("di"))


@pytest.mark.parametrize(
    "wrong", [{"reason": " "}, {"source": "\n"}, {"title": "No"}, {"version": 2}, {"version": 0}, {"source": TEXT}]
)
def test_a_suggestion_needs_a_reason_a_text_and_a_change(cast: Cast, kept: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        suggest(kept.pk, proposal(**wrong), by=cast.viewer("di"))


def test_the_same_form_sent_twice_suggests_once(cast: Cast, kept: Any) -> None:
    first = suggest(kept.pk, proposal(submission="one"), by=cast.viewer("di"))
    assert suggest(kept.pk, proposal(submission="one"), by=cast.viewer("di")).pk == first.pk
    assert Suggestion.objects.count() == 1


def test_an_accepted_edit_is_a_version_that_names_who_suggested_it(cast: Cast, kept: Any, facts: Facts) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    facts.forget()
    accept(made.pk, as_shown(cast, "ada", made), by=cast.viewer("ada"))
    last = Revision.objects.order_by("number").last()
    assert last is not None
    assert (last.number, last.by_id, last.reason) == (
        2,
        cast.person("ada").pk,
        "Suggested by Di: An hour is not enough.",
    )
    assert "two hours" in opening(kept).source
    assert Suggestion.objects.get().verdict == Suggestion.Verdict.ACCEPTED
    assert Credit.objects.get(person=cast.person("di")).told_at is not None
    assert "practice.suggestion_decided" in facts
    assert "practice.revised" in facts


def test_who_keeps_it_learns_of_a_suggestion_and_who_made_it_of_the_decision_once(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    assert work() == [("ada", f"An edit of “{kept.title}”")]
    accept(made.pk, as_shown(cast, "bo", made), by=cast.viewer("bo"))
    assert work() == [("di", f"Bo accepted your edit of “{kept.title}”.")]


def test_who_may_not_read_it_any_more_gets_no_letter(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    work()
    communities.suspend(cast.bakers.pk, cast.person("di").pk, "A quarrel.", by=cast.viewer("bo"))
    decline(made.pk, "Not so.", by=cast.viewer("ada"))
    assert work() == []


def test_one_is_not_written_to_about_ones_own(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("ada"))
    accept(made.pk, as_shown(cast, "ada", made), by=cast.viewer("ada"))
    assert work() == []


def test_an_amended_edit_says_so(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    better = as_shown(cast, "ada", made, text=TEXT.replace("an hour", "three hours"), why="Two were too few.")
    assert accept(made.pk, better, by=cast.viewer("ada")).verdict == Suggestion.Verdict.AMENDED


def test_a_stale_edit_is_put_together_with_what_stands(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    text = TEXT.replace("In summer.", "In summer, or with spelt.")
    revise(kept.pk, Change(text, opening(kept).version, "Spelt."), by=cast.viewer("ada"))
    found = one_suggestion(cast.viewer("ada"), made.pk)
    assert found.rebased.stale
    assert found.rebased.clean
    accept(made.pk, as_shown(cast, "ada", made), by=cast.viewer("ada"))
    assert "two hours" in opening(kept).source
    assert "spelt" in opening(kept).source
    assert Suggestion.objects.get().verdict == Suggestion.Verdict.ACCEPTED


def test_where_both_changed_the_same_words_both_are_shown_and_the_marks_must_go(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    revise(kept.pk, Change(TEXT.replace("an hour", "a night"), opening(kept).version, "Longer."), by=cast.viewer("ada"))
    found = one_suggestion(cast.viewer("ada"), made.pk)
    assert not found.rebased.clean
    with pytest.raises(Refused, match="part two texts"):
        accept(made.pk, as_shown(cast, "ada", made), by=cast.viewer("ada"))
    chosen = as_shown(cast, "ada", made, text=TEXT.replace("an hour", "two hours or a night"))
    assert accept(made.pk, chosen, by=cast.viewer("ada")).verdict == Suggestion.Verdict.AMENDED


def test_several_are_open_at_once_and_each_is_accepted_on_top_of_the_other(cast: Cast, kept: Any) -> None:
    first = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    other = TEXT.replace("3. Fold.", "3. Fold twice.")
    second = suggest(kept.pk, proposal(source=other, reason="Once is little."), by=cast.viewer("bo"))
    for one in (first, second):
        accept(one.pk, as_shown(cast, "ada", one), by=cast.viewer("ada"))
    assert "two hours" in opening(kept).source
    assert "Fold twice" in opening(kept).source


def test_a_text_that_changed_while_one_decided_is_a_conflict_and_nothing_is_decided(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    looked = as_shown(cast, "ada", made)
    revise(kept.pk, Change(TEXT + "\n\nMore.", opening(kept).version, "More."), by=cast.viewer("bo"))
    with pytest.raises(Conflict) as raised:
        accept(made.pk, looked, by=cast.viewer("ada"))
    assert raised.value.theirs is not None
    assert Suggestion.objects.get().verdict == Suggestion.Verdict.OPEN


def test_what_is_decided_stays_decided_and_readable(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    looked = as_shown(cast, "ada", made)
    with pytest.raises(Refused, match="why"):
        decline(made.pk, " ", by=cast.viewer("ada"))
    decline(made.pk, "We tried that.", by=cast.viewer("ada"))
    for act in (lambda: accept(made.pk, looked, by=cast.viewer("bo")), lambda: withdraw(made.pk, by=cast.viewer("di"))):
        with pytest.raises(Conflict):
            act()
    (row,) = suggestions(cast.viewer("cy"), kept.pk).decided
    assert (row.verdict_words, row.why, row.decided_by) == ("Declined", "We tried that.", "Ada")


def test_only_who_suggested_it_takes_it_back(cast: Cast, kept: Any) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    with pytest.raises(Forbidden):
        withdraw(made.pk, by=cast.viewer("ada"))
    withdraw(made.pk, by=cast.viewer("di"))
    assert Suggestion.objects.get().verdict == Suggestion.Verdict.WITHDRAWN


@pytest.mark.parametrize("who", ["di", "cy", "eve", "sam"])
def test_only_who_keeps_it_decides(cast: Cast, kept: Any, who: str) -> None:
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    looked = as_shown(cast, "ada", made)
    with pytest.raises(Forbidden):
        accept(made.pk, looked, by=cast.viewer(who))
    with pytest.raises(Forbidden):
        decline(made.pk, "No.", by=cast.viewer(who))


def reviewed_by(cast: Cast, reviewers: str) -> None:
    bo = cast.person("bo")
    Customs.objects.create(community=cast.bakers, reviewers=reviewers, changed_by=bo, changed_at=cast.bakers.opened_at)


def test_where_one_looks_nobody_accepts_their_own(cast: Cast, kept: Any) -> None:
    reviewed_by(cast, Reviewers.ONE)
    made = suggest(kept.pk, proposal(), by=cast.viewer("ada"))
    with pytest.raises(Forbidden, match="Somebody else"):
        accept(made.pk, as_shown(cast, "ada", made), by=cast.viewer("ada"))
    accept(made.pk, as_shown(cast, "bo", made), by=cast.viewer("bo"))


def test_where_two_look_the_first_agrees_and_another_accepts(cast: Cast, kept: Any) -> None:
    reviewed_by(cast, Reviewers.TWO)
    made = suggest(kept.pk, proposal(), by=cast.viewer("di"))
    with pytest.raises(Refused, match="agrees first"):
        accept(made.pk, as_shown(cast, "ada", made), by=cast.viewer("ada"))
    agree(made.pk, by=cast.viewer("bo"))
    with pytest.raises(Conflict):
        agree(made.pk, by=cast.viewer("ada"))
    with pytest.raises(Refused, match="agrees first"):
        accept(made.pk, as_shown(cast, "bo", made), by=cast.viewer("bo"))
    accept(made.pk, as_shown(cast, "ada", made), by=cast.viewer("ada"))


def test_the_pages_of_suggestions_read_and_post(cast: Cast, kept: Any, client: Client) -> None:
    client.force_login(cast.person("di"))
    form = {"title": kept.title, "text": TEXT.replace("an hour", "two hours"), "reason": "Longer.", "version": 1}
    assert client.get(f"/i/{kept.pk}/suggest").status_code == 200
    made = client.post(f"/i/{kept.pk}/suggest", form)["Location"]
    assert client.get(made).status_code == 200
    client.force_login(cast.person("ada"))
    body = client.get(made).content.decode()
    assert "two hours" in body
    assert client.post(made, {"title": kept.title, "text": "\0", "version": "9" * 30}).status_code == 422
    assert client.post(made + "/decline", {"declined": ""}).status_code == 422
    good = {"title": kept.title, "text": form["text"], "version": opening(kept).version}
    assert client.post(made, {**good, "version": 77}).status_code == 409
    assert client.post(made, good)["Location"] == f"/practice/{kept.pk}/{kept.slug}"
    assert "Accepted" in client.get(f"/i/{kept.pk}/suggestions").content.decode()
