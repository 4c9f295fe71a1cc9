"""What is done again and again so that practices stay true."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_tasks import task

from lorehall.communities.models import Membership, Role
from lorehall.kernel import clock
from lorehall.practice.days import latest_day
from lorehall.practice.models import Handover, Practice, State
from lorehall.practice.rules.ask import PATIENCE, ask, offer_around, tell_coordinators
from lorehall.practice.rules.credit import tell
from lorehall.practice.rules.hand_over import offer_if_alone
from lorehall.practice.rules.move import STANDING

AT_ONCE = 500
_DUE = (State.CURRENT, State.REVIEW_DUE)


@task()
def keep_true() -> None:
    """Ask whose review is due; offer around what nobody keeps; tell the coordinators what nobody answered for."""
    for item_id in _alone().values_list("pk", flat=True)[:AT_ONCE]:
        offer_if_alone(item_id)
    for practice in _due():
        ask(practice)
    for offer in _offers().filter(told_at=None, to=None)[:AT_ONCE]:
        offer_around(offer)
    long_ago = clock.now() - PATIENCE
    silent = _live().filter(item__state=State.REVIEW_DUE, asked_at__lte=long_ago, told_at=None, steward__isnull=False)
    waiting = _offers().filter(at__lte=long_ago, passed_on_at=None, left=True)
    found = list(silent.order_by("pk")[:AT_ONCE]), list(waiting[:AT_ONCE])
    if any(found):
        tell_coordinators(*found)


@task()
def tell_contributors(item_id: int) -> int:
    """Write to those whose words a practice has and who were not told; says how many letters."""
    return tell(item_id)


def _live() -> QuerySet[Practice]:
    return Practice.objects.filter(item__deleted_at=None).select_related("item__room", "item__community", "steward")


def _alone() -> QuerySet[Practice]:
    """Kept by nobody and not offered either, or by somebody who is no active member: a net below the reactions."""
    active = Membership.objects.filter(
        community_id=OuterRef("item__community_id"), person_id=OuterRef("steward_id"), suspended_at=None
    ).exclude(role=Role.SPONSOR)
    offered = Handover.objects.filter(practice=OuterRef("pk"), ended_at=None)
    gone = Q(steward__isnull=False) & (~Q(Exists(active)) | Q(steward__is_active=False))
    return _live().filter(gone | (Q(steward=None) & ~Q(Exists(offered))), item__state__in=STANDING).order_by("pk")


def _due() -> Iterator[Practice]:
    """Those whose day has come where somebody is; the rule looks whether it has come where the steward is."""
    day = latest_day(clock.now())
    yield from _live().filter(item__state__in=_DUE, review_on__lte=day, asked_at=None).order_by("review_on")[:AT_ONCE]


def _offers() -> QuerySet[Handover]:
    open_ = Handover.objects.filter(ended_at=None, practice__item__deleted_at=None, practice__item__state__in=STANDING)
    return open_.select_related("practice__item__room", "practice__item__community", "by").order_by("pk")
