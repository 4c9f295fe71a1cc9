"""What pages show of reports, to whom, and by how many statements."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from lorehall.content.models import Item
from lorehall.content.rules.delete import delete
from lorehall.kernel import policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import VISITOR
from lorehall.practice.queries.head import head
from lorehall.reports.find import find_report
from lorehall.reports.models import Report
from lorehall.reports.queries.every import SIZE, every
from lorehall.reports.queries.panel import evidence
from lorehall.reports.queries.uses import SHOWN, uses
from lorehall.reports.rules.ask import will_try
from lorehall.reports.rules.confirm import confirm
from lorehall.reports.tests.reporting import failed, member, used
from tests.cast import NAMES, Cast
from tests.making import practice

LARGE = 10**18


def as_(cast: Cast, who: str) -> Client:
    client = Client()
    if who != "visitor":
        client.force_login(cast.person(who))
    return client


def test_the_page_shows_the_ladder_and_who_used_it(cast: Cast, client: Client) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    made = used(cast.viewer("ada"), item, "Mill", effect="It *rose*.")
    confirm(made.pk, by=cast.viewer("di"))
    failed(cast.viewer("di"), item, "Oven")
    body = client.get(f"/practice/{item.pk}/{item.slug}").content.decode()
    assert "Evidence: Tried" in body
    assert "2 reports from 2 teams, 1 of them a failure." in body
    assert "Promising needs reports from 2 contexts that it worked in; it has 1." in body
    assert "confirmed by Di" in body
    assert "It <em>rose</em>." in body
    assert body.index("Did not work") < body.index("Used as written")


def test_what_somebody_may_do_on_the_page_is_what_policy_says(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    used(cast.viewer("ada"), item, "Mill")
    failed(cast.viewer("di"), item, "Oven")
    for name in (*NAMES, "visitor"):
        viewer = VISITOR if name == "visitor" else cast.viewer(name)
        _template, found = uses(viewer, head(viewer, item.pk))
        assert found.may_report == policy.allows(Permission.REPORT_USE, viewer, item)
        for row in found.rows:
            report = find_report(row.id, viewer)
            addresses = row.failed and policy.allows(Permission.ADDRESS_REPORT, viewer, report)
            assert row.may_amend == policy.allows(Permission.AMEND_REPORT, viewer, report), name
            assert row.may_confirm == policy.allows(Permission.CONFIRM_REPORT, viewer, report), name
            assert row.may_address == addresses, name


def test_i_will_try_this_is_offered_to_who_can_and_has_not(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    offered = {}
    will_try(item.pk, by=cast.viewer("ada"))
    for name in (*NAMES, "visitor"):
        viewer = VISITOR if name == "visitor" else cast.viewer(name)
        offered[name] = uses(viewer, head(viewer, item.pk))[1].tries
    assert offered == {"ada": True, "bo": None, "cy": None, "di": False, "eve": None, "sam": None, "visitor": None}


@pytest.mark.parametrize(("state", "offered"), [("review_due", False), ("outdated", None), ("superseded", None)])
def test_what_no_longer_stands_is_not_offered_to_be_tried(cast: Cast, state: str, offered: bool | None) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    Item.objects.filter(pk=item.pk).update(state=state)
    di = cast.viewer("di")
    assert uses(di, head(di, item.pk))[1].tries is offered


def test_the_slots_cost_one_statement_whatever_there_is(cast: Cast, queries: Any) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    di = cast.viewer("di")
    for number in range(2):
        used(cast.viewer("ada"), item, f"Mill {number}")
    found = head(di, item.pk)
    with queries.exactly(0):
        evidence(di, found)
    with queries.exactly(1):
        uses(di, found)
    for number in range(SHOWN + 3):
        used(cast.viewer("ada"), item, f"Oven {number}")
    found = head(di, item.pk)
    with queries.exactly(1):
        _template, shown = uses(di, found)
    assert (len(shown.rows), shown.more) == (SHOWN, SHOWN + 5)
    empty = head(VISITOR, practice(cast.viewer("bo"), cast.bakers, "Another one").pk)
    with queries.exactly(0):
        uses(VISITOR, empty)


def test_all_reports_stand_by_their_contexts_and_go_on_by_key(cast: Cast, queries: Any) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    ada, di = cast.viewer("ada"), cast.viewer("di")
    for number in range(SIZE):
        used(ada, item, f"Team {number:02}")
    used(di, item, "team 03")
    used(di, item)
    first = every(di, item)
    assert first.groups[0].words == ""
    assert [len(group.rows) for group in first.groups[:6]] == [1, 1, 1, 1, 2, 1]
    second = every(di, item, first.after)
    seen = [row.id for page in (first, second) for group in page.groups for row in group.rows]
    assert sorted(seen) == sorted(Report.objects.values_list("pk", flat=True))
    assert second.after == 0
    assert every(di, item, LARGE * 100) == first
    assert every(di, item, first=second.groups[0].rows[0].id).groups[0] == second.groups[0]
    with queries.at_most(4):
        every(di, item, first.after)


def test_the_address_of_an_older_report_leads_to_where_it_is_read(cast: Cast, client: Client) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    made = [used(cast.viewer("ada"), item, f"Mill {number}") for number in range(SHOWN + 1)]
    page = f"/practice/{item.pk}/{item.slug}?post="
    assert client.get(f"{page}{made[0].pk}")["Location"] == f"/i/{item.pk}/reports?post={made[0].pk}#p{made[0].pk}"
    for asked in (made[1].pk, made[-1].pk, item.pk, LARGE * 100, "x"):
        assert client.get(f"{page}{asked}").status_code == 200
    assert f'id="p{made[0].pk}"' in client.get(f"/i/{item.pk}/reports?post={made[0].pk}").content.decode()


def test_a_deleted_report_is_in_no_list(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    ada = cast.viewer("ada")
    made = used(ada, item, "Mill", effect="Hush.")
    used(cast.viewer("di"), item, "Oven")
    delete(made.pk, by=ada)
    for path in (f"/practice/{item.pk}/{item.slug}", f"/i/{item.pk}/reports", f"/i/{item.pk}/evidence"):
        body = as_(cast, "di").get(path).content.decode()
        assert "Hush" not in body
        assert "Mill" not in body
    assert as_(cast, "di").get(f"/p/{made.pk}/report-versions").status_code == 403


@pytest.mark.parametrize("who", ["cy", "di", "eve", "sam", "visitor"])
def test_hidden_reports_answer_like_those_that_are_not_there(cast: Cast, who: str) -> None:
    item = practice(cast.viewer("bo"), cast.vault)
    made = used(cast.viewer("ada"), item, "Hush")
    client = as_(cast, who)
    paths = ("/i/{0}/report", "/i/{0}/reports", "/i/{0}/evidence", "/i/{0}/standard", "/p/{1}/amend-report")
    for path in (*paths, "/p/{1}/report-versions"):
        answers = [client.get(path.format(*ids)) for ids in ((item.pk, made.pk), (LARGE, LARGE), (10**19, 10**19))]
        assert [answer.status_code for answer in answers] == [404] * 3, path
        assert all("Hush" not in answer.content.decode() for answer in answers)
    for path in ("/i/{0}/try", "/i/{0}/report", "/p/{1}/confirm-report", "/p/{1}/address", "/p/{1}/amend-report"):
        for ids in ((item.pk, made.pk), (10**19, 10**19)):
            assert client.post(path.format(*ids), {"outcome": "used"}).status_code == 404, path


def test_the_form_is_filled_with_where_one_was_last_and_says_what_is_wrong(cast: Cast) -> None:
    client = as_(cast, "ada")
    first, second = (practice(cast.viewer("bo"), cast.bakers, title) for title in ("Rest it", "Steam it"))
    made = client.post(f"/i/{first.pk}/report", {"outcome": "used", "in_team": "Mill", "in_none": "x"})
    report = Report.objects.get()
    assert made["Location"].endswith(f"#p{report.pk}")
    assert 'value="Mill"' in client.get(f"/i/{second.pk}/report?outcome=proven").content.decode()
    refused = client.post(f"/i/{second.pk}/report", {"in_team": "Mill\0", "link": "javascript:1"})
    assert refused.status_code == 422
    assert Report.objects.count() == 1


def test_amending_shows_what_stands_and_says_who_was_quicker(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    made = used(cast.viewer("ada"), item, "Mill", changed="Less salt.", effect="It rose.")
    client = as_(cast, "ada")
    body = client.get(f"/p/{made.pk}/amend-report").content.decode()
    assert "Less salt.</textarea>" in body
    path = f"/p/{made.pk}/amend-report"
    amended = {"outcome": "failed", "in_team": "Mill", "effect": "It fell.", "version": "1"}
    assert client.post(path, amended).status_code == 302
    late = client.post(path, {**amended, "effect": "It flew."})
    assert late.status_code == 422
    assert "It fell." in late.content.decode()
    assert "It flew." in late.content.decode()
    assert "Used as written" in client.get(f"/p/{made.pk}/report-versions").content.decode()


def test_a_page_that_was_opened_before_a_report_was_amended_confirms_nothing(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    made = failed(cast.viewer("ada"), item, "Mill")
    di = as_(cast, "di")
    body = di.get(f"/practice/{item.pk}/{item.slug}").content.decode()
    (path,) = re.findall(rf'"(/p/{made.pk}/confirm-report\?of=\d+)"', body)
    assert as_(cast, "ada").post(f"/p/{made.pk}/amend-report", {"outcome": "used", "version": "1"}).status_code == 302
    told = di.post(path, {"on": "1"}, follow=True).content.decode()
    assert "This report changed meanwhile." in told
    assert not made.confirmations.exists()
    (path,) = re.findall(rf'"(/p/{made.pk}/confirm-report\?of=\d+)"', told)
    di.post(path, {"on": "1"})
    assert made.confirmations.count() == 1


def test_a_member_beyond_the_cast_confirms_and_the_names_are_told(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    made = used(cast.viewer("ada"), item, "Mill")
    for who in (cast.viewer("di"), member(cast, "eli"), member(cast, "fay")):
        confirm(made.pk, by=who)
    body = as_(cast, "ada").get(f"/i/{item.pk}/reports").content.decode()
    assert "confirmed by Di and 2 others" in body


def test_the_rule_is_written_out_with_the_communitys_numbers(cast: Cast) -> None:
    bo = as_(cast, "bo")
    form = {"promising": 3, "proven": 5, "confirmed": 2, "days": 365, "apart": "Household", "beside": "Flour\nOven"}
    assert bo.post("/c/the-bakers/evidence/change", form).status_code == 302
    body = as_(cast, "visitor").get("/c/the-bakers/evidence").content.decode()
    for words in ("in 3 contexts, and in more", "in 5 contexts;", "confirmed 2 of these", "365 days", "Household"):
        assert words in body
    asked = as_(cast, "ada").get(f"/i/{practice(cast.viewer('bo'), cast.bakers).pk}/report").content.decode()
    assert 'name="in_household"' in asked
    assert bo.post("/c/the-bakers/evidence/change", {**form, "promising": 9}).status_code == 422


def test_a_coordinator_records_a_decision_and_ends_it(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    for name, team in (("ada", "Mill"), ("di", "Oven")):
        made = used(cast.viewer(name), item, team)
    used(member(cast, "eli"), item, "Shop")
    confirm(made.pk, by=cast.viewer("ada"))
    bo = as_(cast, "bo")
    form = {"names": "Bo and the millers", "on": "2026-01-02", "text": "This is how."}
    assert bo.post(f"/i/{item.pk}/standard", form).status_code == 302
    body = as_(cast, "visitor").get(f"/practice/{item.pk}/{item.slug}").content.decode()
    assert "Evidence: Standard" in body
    assert "Decided by Bo and the millers." in body
    assert bo.post(f"/i/{item.pk}/standard", form).status_code == 422
    assert bo.post(f"/i/{item.pk}/standard/end", {"reason": "Another mill."}).status_code == 302
    body = as_(cast, "visitor").get(f"/i/{item.pk}/evidence").content.decode()
    assert "Evidence: Proven" in body
    assert "Another mill." in body
