"""Record a step of the launch list that can't be read off the rows."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.facts import LaunchStepMarked
from lorehall.communities.find import find_community, person_of
from lorehall.communities.models import LaunchMark
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer

MARKED = frozenset({"gathering"})


def mark_step(community_id: int, step: str, note: str = "", *, by: Viewer) -> LaunchMark:
    """Say that a step is done, with who and when; saying it again changes the note."""
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    if step not in MARKED:
        raise Refused("unknown_choice", _("Choose one of those offered."), "step")
    note = writing.line(note, field="note", limit=240)
    with transaction.atomic():
        mark, made = LaunchMark.objects.update_or_create(
            community=community,
            step=step,
            defaults={"note": note},
            create_defaults={"note": note, "by_id": person_of(by), "at": clock.now()},
        )
        if made:
            facts.record(LaunchStepMarked(community_id=community_id, by_id=person_of(by), step=step))
    return mark


def unmark_step(community_id: int, step: str, *, by: Viewer) -> None:
    """Take such a mark back."""
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    LaunchMark.objects.filter(community_id=community_id, step=step).delete()
