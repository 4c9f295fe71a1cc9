"""How a community keeps its library: who looks at a draft, how often a practice is looked at, how its pages begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities.models import Community
from lorehall.communities.policy import knowable
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_source
from lorehall.people.viewer import Viewer
from lorehall.practice.facts import CustomsChanged
from lorehall.practice.models import Customs, Reviewers, Shape, Template

TEMPLATE_LENGTH = 20_000
LONGEST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Ways:
    """`review_months` is how long a practice stands before somebody looks whether it still holds."""

    reviewers: str = Reviewers.NONE
    review_months: int = 12


def set_ways(community_id: int, ways: Ways, *, by: Viewer) -> None:
    """From now on. Review dates that are set already stay."""
    community = _community(community_id, by)
    if ways.reviewers not in Reviewers.values:
        raise Refused("reviewers", _("Choose one of these."), "reviewers")
    if not 1 <= ways.review_months <= LONGEST_MONTHS:
        raise Refused("months", _("Between 1 and %(most)d months.") % {"most": LONGEST_MONTHS}, "review_months")
    values = {"reviewers": ways.reviewers, "review_months": ways.review_months}
    stamp = {"changed_by_id": by.id, "changed_at": clock.now()}
    with transaction.atomic():
        Customs.objects.update_or_create(community=community, defaults={**values, **stamp})
        facts.record(CustomsChanged(community_id=community.pk, by_id=by.id))


def set_template(community_id: int, shape: str, source: str, *, by: Viewer) -> None:
    """How pages of this shape begin here; nothing typed brings the built-in template back."""
    community = _community(community_id, by)
    if shape not in Shape.values:
        raise Hidden
    text = tidy_source(source).strip("\n")
    if len(text) > TEMPLATE_LENGTH:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": TEMPLATE_LENGTH}, "source")
    own = Template.objects.filter(community=community, shape=shape)
    with transaction.atomic():
        if not text.strip():
            own.delete()
        else:
            values = {"source": text, "changed_by_id": by.id, "changed_at": clock.now()}
            Template.objects.update_or_create(community=community, shape=shape, defaults=values)
        facts.record(CustomsChanged(community_id=community.pk, by_id=by.id))


def _community(community_id: int, by: Viewer) -> Community:
    community = knowable(by).filter(pk=community_id).first()
    if community is None:
        raise Hidden
    policy.require(Permission.KEEP_LIBRARY, by, community)
    return community
