"""Work for the night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.db.models import Count, F, QuerySet
from django_tasks import task

from lorehall.communities.models import Access, Community
from lorehall.questions.models import Confirmation, Helped, HelpedOn

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Drift:
    """A kept count of confirmed answers that was not what the rows say. `tag_id` is None for the whole community."""

    community_id: int
    tag_id: int | None
    person_id: int
    kept: int
    counted: int


def recount() -> list[Drift]:
    """Count anew who helped, in all communities; mend what differs, and say what did. What was deleted, moved or
    retagged since it was confirmed shows up here.
    """
    found: list[Drift] = []
    for community_id in Community.objects.order_by("pk").values_list("pk", flat=True):
        found += _mend_people(community_id)
        found += _mend_tags(community_id)
    for drift in found:
        log.warning("count drifted", what="help", community=drift.community_id, kept=drift.kept, counted=drift.counted)
    return found


def _standing(community_id: int) -> QuerySet[Confirmation]:
    """The confirmations that count, as `rules.confirm.count_help` has it."""
    counting = Confirmation.objects.filter(
        ended_at=None,
        post__deleted_at=None,
        post__logged=None,
        question__item__community_id=community_id,
        question__item__deleted_at=None,
        question__item__room__access=Access.WHOLE,
    )
    return counting.exclude(post__author_id=F("question__item__author_id")).order_by()


def _mend_people(community_id: int) -> Iterable[Drift]:
    counted = dict(_standing(community_id).values_list("post__author_id").annotate(n=Count("pk")))
    kept = {row.person_id: row for row in Helped.objects.filter(community_id=community_id)}
    for person_id in counted.keys() | kept.keys():
        row = kept.get(person_id) or Helped(community_id=community_id, person_id=person_id)
        if drift := _mend(row, community_id, None, counted.get(person_id, 0)):
            yield drift


def _mend_tags(community_id: int) -> Iterable[Drift]:
    carried = "question__item__item_tags__tag_id"
    rows = _standing(community_id).exclude(**{carried: None}).values_list(carried, "post__author_id")
    counted = {(tag_id, person_id): n for tag_id, person_id, n in rows.annotate(n=Count("pk"))}
    kept = {(row.tag_id, row.person_id): row for row in HelpedOn.objects.filter(tag__community_id=community_id)}
    for tag_id, person_id in counted.keys() | kept.keys():
        row = kept.get((tag_id, person_id)) or HelpedOn(tag_id=tag_id, person_id=person_id)
        if drift := _mend(row, community_id, tag_id, counted.get((tag_id, person_id), 0)):
            yield drift


def _mend(row: Helped | HelpedOn, community_id: int, tag_id: int | None, counted: int) -> Drift | None:
    """One row. Where somebody confirms meanwhile, the row is left to them until the next night."""
    if row.confirmed == counted:
        return None
    if not row.pk:
        type(row).objects.bulk_create([type(row)(**_of(row), confirmed=counted)], ignore_conflicts=True)  # type: ignore[list-item]
    elif not type(row).objects.filter(pk=row.pk, confirmed=row.confirmed).update(confirmed=counted):
        return None
    return Drift(community_id, tag_id, row.person_id, row.confirmed, counted)


def _of(row: Helped | HelpedOn) -> dict[str, int]:
    place = {"community_id": row.community_id} if isinstance(row, Helped) else {"tag_id": row.tag_id}
    return {**place, "person_id": row.person_id}


@task()
def recount_help() -> None:
    """Nightly."""
    recount()
