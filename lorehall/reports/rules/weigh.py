"""Say how a community weighs reports, and what it asks about where a practice was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities.models import Community
from lorehall.kernel import clock, policy
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import slug, tidy_line
from lorehall.people.viewer import Viewer
from lorehall.reports import jobs
from lorehall.reports.contexts import LABEL_LENGTH, MOST_FIELDS, Asked, Field
from lorehall.reports.evidence import MOST, Thresholds
from lorehall.reports.models import EvidenceRules

MOST_DAYS = 3_650


def set_rules(community_id: int, asked: Asked, *, by: Viewer) -> EvidenceRules:
    """From now on it is weighed so; a job settles the levels of all its practices. Raises `Refused`."""
    community = Community.objects.filter(pk=community_id).first()
    if community is None:
        raise Hidden
    policy.require(Permission.WEIGH_EVIDENCE, by, community)
    _check(asked.thresholds)
    fields = [list(field) for field in named(asked.fields)]
    values = {"thresholds": asdict(asked.thresholds), "fields": fields, "changed_by_id": by.id}
    with transaction.atomic():
        row, _made = EvidenceRules.objects.update_or_create(
            pk=community.pk, defaults={**values, "changed_at": clock.now()}
        )
        jobs.weigh_again.enqueue(community.pk)
    return row


def _check(thresholds: Thresholds) -> None:
    if not 2 <= thresholds.promising <= thresholds.proven <= MOST:
        raise Refused("not_a_ladder", _("Two contexts at least, and no fewer for proven than for promising."), "proven")
    if not 0 <= thresholds.confirmed <= thresholds.proven:
        raise Refused("not_a_ladder", _("No more confirmed reports than it needs in all."), "confirmed")
    if not 90 <= thresholds.days <= MOST_DAYS:
        raise Refused("no_such_time", _("Between 90 days and ten years."), "days")


def named(fields: Sequence[Field]) -> list[Field]:
    """The fields as they are kept: with a key each, which stays when the label changes. Raises `Refused`."""
    kept: list[Field] = []
    for field in fields:
        label = tidy_line(field.label)[:LABEL_LENGTH]
        if not label:
            continue
        key = field.key or slug(label, limit=30)
        if any(key == other.key or label.lower() == other.label.lower() for other in kept):
            raise Refused("twice", _("Two fields have the same name: %(name)s.") % {"name": label}, "fields")
        kept.append(Field(key, label, field.apart))
    if not kept or len(kept) > MOST_FIELDS:
        raise Refused("fields", _("Between one and %(most)d fields.") % {"most": MOST_FIELDS}, "fields")
    if not any(field.apart for field in kept):
        raise Refused("fields", _("One of the fields at least tells contexts apart."), "fields")
    return kept
