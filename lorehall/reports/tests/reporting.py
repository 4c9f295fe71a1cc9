"""Short ways to report, for the tests of reports."""

from __future__ import annotations

from typing import Any

from lorehall.content.models import Item
from lorehall.people.rules import create_person
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Level, Practice
from lorehall.reports.models import Outcome, Report
from lorehall.reports.rules.report import Use, report
from tests.cast import Cast


def used(by: Viewer, item: Item, team: str = "", outcome: str = Outcome.USED, **more: Any) -> Report:
    """A report from a team; `more` goes into `Use`."""
    return report(item.pk, Use(outcome, {"team": team}, **more), by=by)


def failed(by: Viewer, item: Item, team: str = "", **more: Any) -> Report:
    return used(by, item, team, Outcome.DID_NOT_WORK, **more)


def level(item: Item) -> Level:
    return Level(Practice.objects.values_list("level", flat=True).get(pk=item.pk))


def member(cast: Cast, name: str) -> Viewer:
    """One more of the Bakers."""
    from lorehall.communities import rules
    from lorehall.communities.viewers import viewer_of

    person = create_person(name.capitalize(), f"{name}@example.org")
    rules.join(cast.bakers.pk, by=viewer_of(person.pk))
    return viewer_of(person.pk)
