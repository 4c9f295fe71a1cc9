"""Ask whether practices are still right, and offer around what nobody keeps. Called by the job, once per step: each
takes what is due by a conditional update, so that a second worker, or a second run, sends nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from lorehall.communities.models import Membership, Role
from lorehall.content.models import Item, Post, PostRole, Revision
from lorehall.kernel import clock, mail
from lorehall.practice import letters
from lorehall.practice.days import day_there
from lorehall.practice.letters import Addressee, Letter, Silent, addressee
from lorehall.practice.models import Credit, Handover, Practice, State
from lorehall.practice.rules.hold import hold
from lorehall.practice.rules.move import put

PATIENCE = timedelta(days=14)
"""So long nobody is told that nobody answered."""
MOST_ASKED = 3
_MOST_LOOKED_AT = 30


def ask(practice: Practice) -> bool:
    """Its review is due: say so on it, and ask its steward, once. False where it is not due yet, or was asked about."""
    steward = practice.steward
    due = practice.review_on
    if due is None or due > day_there(clock.now(), steward.timezone if steward else ""):
        return False
    letter = letters.still_right(practice.item, practice.steward_id, due) if practice.steward_id else None
    with transaction.atomic():
        held = hold(practice.pk)[practice.pk]
        if held.asked_at is not None or (held.review_on, held.steward_id) != (due, practice.steward_id):
            return False
        if held.item.state not in {State.CURRENT, State.REVIEW_DUE}:
            return False
        held.asked_at = clock.now()
        held.save(update_fields=["asked_at"])
        if held.item.state == State.CURRENT:
            put(held, State.REVIEW_DUE, by_id=None)
        if letter is not None:
            mail.send_written(letter.written, letter.to)
    return True


def offer_around(offer: Handover) -> int:
    """Tell those who know it best that it is offered, once; says how many."""
    item = offer.practice.item
    written = [letters.offered(item, to, offer) for to in knowers(item, but=offer.by_id)]
    with transaction.atomic():
        if not Handover.objects.filter(pk=offer.pk, told_at=None, ended_at=None).update(told_at=clock.now()):
            return 0
        _send(written)
    return len(written)


def knowers(item: Item, *, but: int | None) -> list[Addressee]:
    """Members who may be asked to keep it: who wrote its versions, whose words it is made of, who used it."""
    opening = Post.objects.filter(item=item, number=1)
    wrote = Revision.objects.filter(post__in=opening).order_by("-number").values_list("by_id", flat=True)
    cited = Credit.objects.filter(practice_id=item.pk).order_by("pk").values_list("person_id", flat=True)
    used = Post.objects.filter(item=item, role=PostRole.REPORT, deleted_at=None).order_by("-number")
    ranked = [*wrote[:200], *cited[:200], *used.values_list("author_id", flat=True)[:200]]
    members = Membership.objects.filter(
        community_id=item.community_id, suspended_at=None, person_id__in=set(ranked) - {but}
    ).exclude(role=Role.SPONSOR)
    there = set(members.values_list("person_id", flat=True))
    known = [person for person in dict.fromkeys(ranked) if person in there][:_MOST_LOOKED_AT]
    found: list[Addressee] = []
    for person_id in known:
        if len(found) < MOST_ASKED and (to := addressee(person_id, item)) is not None:
            found.append(to)
    return found


def tell_coordinators(silent: Sequence[Practice], waiting: Sequence[Handover]) -> int:
    """Nobody answered for these, nobody took those: one letter to each coordinator with all that they may read. None
    is ever told of again for the same review, or the same offer. Says how many letters.
    """
    found = [Silent(one.item, one.steward.name if one.steward else "") for one in silent]
    found += [Silent(offer.practice.item) for offer in waiting]
    written = _letters(found)
    now = clock.now()
    with transaction.atomic():
        asked = Practice.objects.filter(pk__in=[one.pk for one in silent], told_at=None, asked_at__isnull=False)
        offers = Handover.objects.filter(
            pk__in=[one.pk for one in waiting], passed_on_at=None, ended_at=None, practice__item__deleted_at=None
        )
        if (asked.update(told_at=now), offers.update(passed_on_at=now)) != (len(silent), len(waiting)):
            # Somebody answered meanwhile, or another worker tells: the next run sees what is left.
            transaction.set_rollback(True)
            return 0
        _send(written)
    return len(written)


def _letters(found: Sequence[Silent]) -> list[Letter]:
    coordinators = Membership.objects.filter(
        community_id__in={one.item.community_id for one in found}, role=Role.COORDINATOR, suspended_at=None
    )
    letters_: list[Letter] = []
    for person_id in sorted(set(coordinators.values_list("person_id", flat=True))):
        led = set(coordinators.filter(person_id=person_id).values_list("community_id", flat=True))
        told = [(addressee(person_id, one.item), one) for one in found if one.item.community_id in led]
        mine = [one for to, one in told if to is not None]
        to = next((to for to, _one in told if to is not None), None)
        if to is not None:
            letters_.append(letters.unanswered(to, mine))
    return letters_


def _send(written: Sequence[Letter]) -> None:
    for letter in written:
        mail.send_written(letter.written, letter.to)
