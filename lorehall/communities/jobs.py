"""Work for the night."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import Count, Q
from django_tasks import task

from lorehall.communities.models import Community, Membership
from lorehall.communities.rules.hold import hold

log = structlog.get_logger(__name__)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Drift:
    """A kept count that was not what the rows say."""

    community_id: int
    kept: int
    counted: int


def recount() -> list[Drift]:
    """Count the active members of every community, mend what differs, and say what did."""
    found: list[Drift] = []
    last = 0
    while True:
        active = Count("memberships", filter=Q(memberships__suspended_at=None))
        page = Community.objects.filter(pk__gt=last).order_by("pk").annotate(counted=active)
        rows = list(page.values_list("pk", "members_count", "counted")[:AT_ONCE])
        if not rows:
            return found
        found += [drift for pk, kept, counted in rows if kept != counted and (drift := _mend(pk))]
        last = rows[-1][0]


def _mend(community_id: int) -> Drift | None:
    """Count once more with nobody joining meanwhile: what only looked like drift is none."""
    with transaction.atomic():
        kept = hold(community_id).members_count
        counted = Membership.objects.filter(community_id=community_id, suspended_at=None).count()
        if kept == counted:
            return None
        Community.objects.filter(pk=community_id).update(members_count=counted)
    log.warning("count drifted", what="members", community=community_id, kept=kept, counted=counted)
    return Drift(community_id, kept, counted)


@task()
def recount_members() -> None:
    """Nightly."""
    recount()
