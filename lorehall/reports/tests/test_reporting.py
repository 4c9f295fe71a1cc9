"""Reports of use, and the level that follows in the same moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lorehall.communities import rules as communities
from lorehall.content.models import Post, PostRole
from lorehall.content.rules.delete import delete, restore
from lorehall.content.rules.edit import Edit, prepare, write
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import VISITOR
from lorehall.practice.models import Level, Practice, Seen
from lorehall.reports.contexts import Asked, Field
from lorehall.reports.evidence import Thresholds
from lorehall.reports.jobs import fade, weigh_again
from lorehall.reports.models import LevelChange, Outcome, Report, ReportVersion
from lorehall.reports.queries.every import history
from lorehall.reports.rules.address import address, open_again
from lorehall.reports.rules.confirm import confirm, withdraw
from lorehall.reports.rules.decide import Deciding, decide, end
from lorehall.reports.rules.report import Use, amend, apart, report
from lorehall.reports.rules.weigh import set_rules
from lorehall.reports.tests.reporting import failed, level, member, used
from tests.cast import Cast
from tests.making import opening, practice
from tests.moments import MONDAY_MORNING, Clock
from tests.recorded import Facts


def test_a_report_is_a_post_of_its_practice_and_lifts_it_at_once(cast: Cast, facts: Facts) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    facts.forget()
    made = used(cast.viewer("ada"), item, "Mill", changed="Less salt.", effect="It rose.", link="https://mill.example")
    assert made.post.role == PostRole.REPORT
    assert made.post.source == "Less salt.\n\nIt rose."
    assert made.post.html == "<p>Less salt.</p>\n<p>It rose.</p>\n"
    assert (made.context, made.context_key, made.own) == ([["team", "Mill"]], "mill", False)
    assert level(item) == Level.TRIED
    assert list(facts) == ["content.post_added", "reports.reported", "reports.level_moved"]
    stands = Practice.objects.get(pk=item.pk)
    assert (stands.used_count, stands.failed_count, stands.evidence["worked"]) == (1, 0, 1)
    assert Seen.objects.get(practice=stands, person=cast.person("ada")).used == 1


def test_words_are_optional_and_the_outcome_is_not(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    assert used(cast.viewer("ada"), item).post.source == ""
    with pytest.raises(Refused, match="what came of it"):
        used(cast.viewer("ada"), item, outcome="proven")
    with pytest.raises(Refused, match="https"):
        used(cast.viewer("ada"), item, link="javascript:alert(1)")


def test_the_same_form_sent_twice_reports_once(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    first = used(cast.viewer("ada"), item, "Mill", submission="a")
    assert used(cast.viewer("ada"), item, "Mill", submission="a") == first
    assert Report.objects.count() == 1


def test_authors_stewards_and_whoever_wrote_along_lift_it_to_tried_at_most(cast: Cast) -> None:
    bo, ada, di = (cast.viewer(name) for name in ("bo", "ada", "di"))
    item = practice(ada, cast.bakers)
    text = opening(item)
    edited = prepare(text.pk, Edit("Another text.", 1, reason="So."), by=bo, asking=Permission.REVISE, versioned=True)
    write(edited, by=bo)
    for by, team in ((ada, "a"), (bo, "b"), (bo, "c")):
        assert used(by, item, team).own
    assert level(item) == Level.TRIED
    assert not used(di, item, "d").own
    assert level(item) == Level.TRIED


def test_who_improves_the_text_after_using_it_keeps_their_report(cast: Cast) -> None:
    bo, di = cast.viewer("bo"), cast.viewer("di")
    item = practice(cast.viewer("ada"), cast.bakers)
    made = used(bo, item, "a")
    write(prepare(opening(item).pk, Edit("Better.", 1), by=bo, asking=Permission.REVISE, versioned=True), by=bo)
    used(di, item, "b")
    assert level(item) == Level.PROMISING
    assert not Report.objects.get(pk=made.pk).own


def test_the_same_person_or_team_does_not_count_twice(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    ada, di = cast.viewer("ada"), cast.viewer("di")
    used(ada, item, "Mill")
    used(ada, item, "Oven")
    used(di, item, "  mïll. ")
    assert level(item) == Level.PROMISING  # the mill is Di's, the oven Ada's
    delete(Report.objects.get(context_key="oven").pk, by=ada)
    assert level(item) == Level.TRIED


def test_a_practice_climbs_to_the_standard_and_a_failure_takes_it_down(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    ada, bo, di, eli = cast.viewer("ada"), cast.viewer("bo"), cast.viewer("di"), member(cast, "eli")
    item = practice(bo, cast.bakers)
    assert level(item) == Level.IDEA
    used(ada, item, "Mill")
    used(di, item, "Oven")
    assert level(item) == Level.PROMISING
    third = used(eli, item, "Shop", Outcome.ADAPTED)
    assert level(item) == Level.PROMISING
    confirm(third.pk, by=ada)
    assert level(item) == Level.PROVEN
    with pytest.raises(Refused, match="once it was made"):
        decide(item.pk, Deciding("Ours.", "Bo and Ada", date(2026, 3, 3)), by=bo)
    decide(item.pk, Deciding("Ours.", "Bo and Ada", date(2026, 3, 2)), by=bo)
    assert level(item) == Level.STANDARD
    assert Practice.objects.get(pk=item.pk).evidence["decision"] == ["Bo and Ada", "2026-03-02"]
    failure = failed(ada, item, "Ledger")
    assert level(item) == Level.PROMISING
    with pytest.raises(Refused, match="First say in the text"):
        address(failure.pk, by=bo)
    clock.let_pass(timedelta(hours=1))
    change = Edit(f"Not for ledgers. [^p{failure.pk}]", 1, reason="Where it does not fit")
    write(prepare(opening(item).pk, change, by=bo, asking=Permission.REVISE, versioned=True), by=bo)
    assert address(failure.pk, by=bo).addressed_in == 2
    assert level(item) == Level.STANDARD
    open_again(failure.pk, by=bo)
    assert level(item) == Level.PROMISING
    moved = [f"{change.was} → {change.now}" for change in history(item.pk)]
    assert moved[:2] == ["Standard → Promising", "Promising → Standard"]
    assert moved[-1] == "Idea → Tried"
    assert history(item.pk)[0].who == "Bo"


def test_a_decision_needs_proof_and_ends_with_a_reason(cast: Cast) -> None:
    bo = cast.viewer("bo")
    item = practice(bo, cast.bakers)
    used(cast.viewer("ada"), item, "Mill")
    with pytest.raises(Refused, match="proven"):
        decide(item.pk, Deciding("Ours.", "Bo", date(2026, 1, 1)), by=bo)
    assert level(item) == Level.TRIED
    assert not LevelChange.objects.filter(now=Level.STANDARD).exists()
    with pytest.raises(Conflict):
        end(item.pk, "No longer.", by=bo)
    with pytest.raises(Forbidden):
        decide(item.pk, Deciding("Ours.", "Ada", date(2026, 1, 1)), by=cast.viewer("ada"))


def test_a_report_is_confirmed_by_a_second_member_who_did_not_write_the_practice(cast: Cast, facts: Facts) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    made = used(cast.viewer("ada"), item, "Mill")
    facts.forget()
    for who, why in (("ada", "own"), ("bo", "wrote_it"), ("cy", "members_only"), ("sam", "sponsors_read")):
        with pytest.raises(Forbidden) as refused:
            confirm(made.pk, by=cast.viewer(who))
        assert refused.value.code == why
    confirm(made.pk, by=cast.viewer("di"))
    confirm(made.pk, by=cast.viewer("di"))
    assert facts == ["reports.confirmed"]
    assert Practice.objects.get(pk=item.pk).evidence["confirmed"] == 1
    withdraw(made.pk, by=cast.viewer("di"))
    assert Practice.objects.get(pk=item.pk).evidence["confirmed"] == 0


def test_an_amended_report_keeps_what_it_said_and_is_weighed_anew(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    item = practice(bo, cast.bakers)
    made = failed(ada, item, "Mill", effect="It fell.")
    confirm(made.pk, by=cast.viewer("di"))
    assert level(item) == Level.IDEA
    with pytest.raises(Forbidden):
        amend(made.pk, Use(Outcome.USED), 1, by=bo)
    now = amend(made.pk, Use(Outcome.ADAPTED, {"team": "Mill"}, "Less water.", "It rose."), 1, by=ada)
    assert level(item) == Level.TRIED
    assert not now.confirmations.exists()
    with pytest.raises(Conflict):
        amend(made.pk, Use(Outcome.USED), 1, by=ada)
    before = ReportVersion.objects.get()
    assert (before.number, before.outcome, before.context) == (1, "failed", [["team", "Mill"]])
    revision = Post.objects.get(pk=made.pk).revisions.get(number=2)
    assert revision.reason == "Did not work → Adapted"
    assert apart(now.changed, now.post.source) == ("Less water.", "It rose.")


def test_only_what_one_read_can_be_confirmed(cast: Cast) -> None:
    ada, di = cast.viewer("ada"), cast.viewer("di")
    made = failed(ada, practice(cast.viewer("bo"), cast.bakers), "Mill")
    read = made.post.revisions_count
    now = amend(made.pk, Use(Outcome.USED, {"team": "Mill"}), 1, by=ada)
    with pytest.raises(Conflict):
        confirm(made.pk, by=di, revisions=read)
    assert not now.confirmations.exists()
    confirm(made.pk, by=di, revisions=now.post.revisions_count)
    assert now.confirmations.count() == 1


def test_words_alone_are_amended_where_the_community_asks_other_things_by_now(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    made = report(practice(bo, cast.bakers).pk, Use(Outcome.USED, {"team": "Mill", "size": "40"}), by=ada)
    confirm(made.pk, by=cast.viewer("di"))
    set_rules(cast.bakers.pk, Asked((Field("stack", "Stack"), Field("team", "Team", apart=True))), by=bo)
    now = amend(made.pk, Use(Outcome.USED, {"team": "Mill"}, effect="It rose."), 1, by=ada)
    assert sorted(now.context) == [["size", "40"], ["team", "Mill"]]
    assert (now.changed_at, now.confirmations.count()) == (made.changed_at, 1)


def test_words_alone_can_be_taken_out_and_keep_who_confirmed(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = practice(cast.viewer("bo"), cast.bakers)
    made = used(ada, item, "Mill", effect="It rose.")
    confirm(made.pk, by=cast.viewer("di"))
    now = amend(made.pk, Use(Outcome.USED, {"team": "Mill"}), 1, by=ada)
    assert now.post.source == ""
    assert now.confirmations.count() == 1


def test_a_deleted_report_counts_no_more_and_a_restored_one_again(cast: Cast) -> None:
    ada = cast.viewer("ada")
    item = practice(cast.viewer("bo"), cast.bakers)
    made = used(ada, item, "Mill")
    delete(made.pk, by=ada)
    assert level(item) == Level.IDEA
    assert Practice.objects.get(pk=item.pk).used_count == 0
    with pytest.raises(Forbidden):
        confirm(made.pk, by=cast.viewer("di"))
    restore(made.pk, by=ada)
    assert level(item) == Level.TRIED


def test_old_reports_fade_in_the_night(cast: Cast, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    item = practice(cast.viewer("bo"), cast.bakers)
    used(cast.viewer("ada"), item, "Mill")
    used(cast.viewer("di"), item, "Oven")
    clock.let_pass(timedelta(days=731))
    assert level(item) == Level.PROMISING
    assert fade.call() == 1
    assert level(item) == Level.TRIED
    assert history(item.pk)[0].who == ""
    assert fade.call() == 0


def test_another_rule_of_the_community_weighs_all_its_practices_anew(cast: Cast) -> None:
    bo = cast.viewer("bo")
    item = practice(bo, cast.bakers)
    report(item.pk, Use(Outcome.USED, {"team": "Mill", "stack": "Rye"}), by=cast.viewer("ada"))
    report(item.pk, Use(Outcome.USED, {"team": "Mill", "stack": "Wheat"}), by=cast.viewer("di"))
    assert level(item) == Level.TRIED
    fields = (Field("team", "Household", apart=True), Field("stack", "Flour", apart=True))
    set_rules(cast.bakers.pk, Asked(fields, Thresholds(promising=2, proven=2, confirmed=0)), by=bo)
    weigh_again.call(cast.bakers.pk)
    assert level(item) == Level.PROVEN
    assert not Practice.objects.get(pk=item.pk).evidence["by_team"]
    for thresholds in (Thresholds(promising=1), Thresholds(4, 3), Thresholds(confirmed=4), Thresholds(days=1)):
        with pytest.raises(Refused):
            set_rules(cast.bakers.pk, Asked(fields, thresholds), by=bo)
    with pytest.raises(Refused, match="tells contexts apart"):
        set_rules(cast.bakers.pk, Asked((Field("", "Flour"),)), by=bo)
    with pytest.raises(Forbidden):
        set_rules(cast.bakers.pk, Asked(fields), by=cast.viewer("ada"))


def test_only_who_reads_the_room_and_belongs_reports(cast: Cast) -> None:
    bo = cast.viewer("bo")
    secret, kitchen = practice(bo, cast.vault), practice(bo, cast.bakers, room_id=cast.kitchen.pk)
    open_ = practice(bo, cast.bakers)
    for item, who in ((secret, "di"), (secret, "cy"), (kitchen, "di"), (kitchen, "sam")):
        with pytest.raises(Hidden):
            used(cast.viewer(who), item)
    for who in ("cy", "eve", "sam"):
        with pytest.raises(Forbidden):
            used(cast.viewer(who), open_)
    with pytest.raises(Forbidden):
        used(VISITOR, open_)
    made = used(cast.viewer("ada"), secret)
    with pytest.raises(Hidden):
        confirm(made.pk, by=cast.viewer("di"))
    with pytest.raises(Hidden):
        confirm(opening(open_).pk, by=cast.viewer("di"))


def test_a_suspended_member_confirms_nothing(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    made = used(cast.viewer("ada"), item, "Mill")
    communities.suspend(cast.bakers.pk, cast.person("di").pk, "For a reason.", by=cast.viewer("bo"))
    with pytest.raises(Forbidden):
        confirm(made.pk, by=cast.viewer("di"))
