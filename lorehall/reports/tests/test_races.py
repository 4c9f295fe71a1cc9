"""Two at once: the level is that of both. On threads, each with a connection of its own."""

from __future__ import annotations

import pytest

from lorehall.content.rules.delete import delete
from lorehall.practice.models import Level, Practice
from lorehall.questions.tests.test_races import at_once
from lorehall.reports.models import LevelChange, Report, ReportConfirmation
from lorehall.reports.rules.confirm import confirm
from lorehall.reports.tests.reporting import level, member, used
from tests.cast import Cast
from tests.making import practice

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_reports_at_once_both_count(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    ada, di, eli = cast.viewer("ada"), cast.viewer("di"), member(cast, "eli")
    said = at_once(
        lambda: used(ada, item, "Mill"),
        lambda: used(di, item, "Oven"),
        lambda: used(eli, item, "Shop"),
    )
    assert said == ["done"] * 3
    assert level(item) == Level.PROMISING
    stands = Practice.objects.get(pk=item.pk)
    assert (stands.used_count, stands.evidence["worked"]) == (3, 3)
    moved = list(LevelChange.objects.order_by("pk").values_list("was", "now"))
    assert moved == [("idea", "tried"), ("tried", "promising")]


def test_one_who_confirms_twice_at_once_confirms_once(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    made = used(cast.viewer("ada"), item, "Mill")
    di = cast.viewer("di")
    at_once(lambda: confirm(made.pk, by=di), lambda: confirm(made.pk, by=di))
    assert ReportConfirmation.objects.count() == 1


def test_a_report_that_is_deleted_while_another_comes_leaves_the_level_of_what_stands(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    ada, di, eli = cast.viewer("ada"), cast.viewer("di"), member(cast, "eli")
    first = used(ada, item, "Mill")
    used(di, item, "Oven")
    at_once(lambda: delete(first.pk, by=ada), lambda: used(eli, item, "Shop"))
    assert level(item) == Level.PROMISING
    assert Practice.objects.get(pk=item.pk).evidence["worked"] == 2
    assert Report.objects.filter(post__deleted_at=None).count() == 2


def test_the_same_form_twice_at_once_reports_once(cast: Cast) -> None:
    item = practice(cast.viewer("bo"), cast.bakers)
    ada = cast.viewer("ada")
    said = at_once(*[lambda: used(ada, item, "Mill", submission="once")] * 3)
    assert said == ["done"] * 3
    assert Report.objects.count() == 1
