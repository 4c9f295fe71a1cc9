"""Close a question as a duplicate of another, which gathers both; reopen it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind, ItemLink
from lorehall.content.rules.hold import hold
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.questions.facts import ClosedAsDuplicate, Reopened
from lorehall.questions.models import Duplicate
from lorehall.questions.rules.settle import settle


def close_as_duplicate(item_id: int, of_id: int, *, by: Viewer) -> Item:
    """Close; those who were duplicates of this one become duplicates of the other, so that a chain is never longer
    than one. Raises `Refused` where the other can't be it, `Conflict` where it was closed meanwhile.
    """
    item = find_item(item_id, by, kind=ItemKind.QUESTION)
    policy.require(Permission.CLOSE_AS_DUPLICATE, by, item)
    other = _other(item, of_id, by)
    now = clock.now()
    with transaction.atomic():
        # Two people who close each one as a duplicate of the other at once come here one after the other.
        hold(item.pk, other.pk)
        _refuse_circle(item, other)
        _hand_on(item, other)
        try:
            with transaction.atomic():
                Duplicate.objects.create(question_id=item.pk, of_id=other.pk, by_id=by.id, at=now)
        except IntegrityError as error:
            raise Conflict("closed_meanwhile", _("This was closed as a duplicate meanwhile.")) from error
        _link([item.pk], other.pk)
        settle(item)
        facts.record(ClosedAsDuplicate(item_id=item.pk, by_id=by.id, of_id=other.pk))
    return item


def _other(item: Item, of_id: int, by: Viewer) -> Item:
    """The question that this one repeats: one that the closer can see, read by all who read this one, itself open."""
    try:
        other = find_item(of_id, by, kind=ItemKind.QUESTION)
    except Hidden:
        raise Refused("no_question", _("There is no such question."), "of") from None
    if other.community_id != item.community_id or other.deleted_at is not None:
        raise Refused("elsewhere", _("Choose a question of the same community."), "of")
    if other.room_id != item.room_id and other.room.access == "invited":
        raise Refused("not_for_all", _("Not everyone who reads this one may read that one."), "of")
    if other.pk == item.pk:
        raise Refused("itself", _("A question can’t be a duplicate of itself."), "of")
    return other


def _link(item_ids: list[int], to_id: int) -> None:
    now = clock.now()
    ItemLink.objects.bulk_create(
        [ItemLink(item_id=item_id, to_id=to_id, why=ItemLink.Why.DUPLICATE, at=now) for item_id in item_ids],
        ignore_conflicts=True,
    )


def _hand_on(item: Item, other: Item) -> None:
    """What this one gathered, the other one gathers from now on."""
    gathered = list(Duplicate.objects.filter(of_id=item.pk).values_list("question_id", flat=True))
    Duplicate.objects.filter(question_id__in=gathered).update(of_id=other.pk)
    ItemLink.objects.filter(item_id__in=gathered, to=item, why=ItemLink.Why.DUPLICATE).delete()
    _link(gathered, other.pk)


def _refuse_circle(item: Item, other: Item) -> None:
    """The other one must stand by itself; asked only while both are held."""
    standing = Duplicate.objects.filter(question_id=other.pk).values_list("of_id", flat=True).first()
    if standing == item.pk:
        raise Refused("itself", _("That one was closed as a duplicate of this one."), "of")
    if standing is not None:
        raise Refused("duplicate_itself", _("That one is a duplicate itself; choose the one that gathers both."), "of")


def reopen(item_id: int, *, by: Viewer) -> Item:
    """It is no duplicate after all."""
    item = find_item(item_id, by, kind=ItemKind.QUESTION)
    policy.require(Permission.CLOSE_AS_DUPLICATE, by, item)
    with transaction.atomic():
        standing = Duplicate.objects.filter(question_id=item.pk).first()
        if standing is None:
            raise Conflict("not_closed", _("It was reopened meanwhile. Nothing was changed."))
        ItemLink.objects.filter(item=item, to_id=standing.of_id, why=ItemLink.Why.DUPLICATE).delete()
        standing.delete()
        settle(item)
        facts.record(Reopened(item_id=item.pk, by_id=by.id))
    return item
