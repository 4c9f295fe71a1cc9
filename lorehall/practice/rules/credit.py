"""Those whose words a practice is made of: they are told once, and may ask not to be named."""

from __future__ import annotations

from django.db import transaction

from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind, Revision
from lorehall.kernel import clock, facts, mail, policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.practice.crediting import letter_to
from lorehall.practice.crediting import read as read_token
from lorehall.practice.facts import CreditChanged
from lorehall.practice.models import Credit, DraftWriter, Practice


def tell(item_id: int) -> int:
    """Write to everybody whose words it has and who was not told, but to those who wrote the practice itself. At most
    one letter for each person and practice, also where two run this at once. Says how many. Not inside a transaction.
    """
    item = Item.objects.select_related("room", "community").filter(pk=item_id, deleted_at=None).first()
    if item is None:
        return 0
    waiting = Credit.objects.filter(practice_id=item_id, told_at=None, unnamed_at=None)
    told = 0
    for credit_id, person_id in waiting.exclude(person_id__in=_writers(item)).values_list("pk", "person_id"):
        letter = letter_to(person_id, item)
        if letter is None:
            continue
        with transaction.atomic():
            if waiting.filter(pk=credit_id).update(told_at=clock.now()):
                mail.send_written(letter.written, letter.to)
                told += 1
    return told


def _writers(item: Item) -> set[int]:
    """Who know already, because they did it."""
    drafted = DraftWriter.objects.filter(draft__item=item).values_list("person_id", flat=True)
    revised = Revision.objects.filter(post__item=item, post__number=1).values_list("by_id", flat=True)
    kept = Practice.objects.filter(pk=item.pk).values_list("steward_id", flat=True)
    return {item.author_id, *drafted, *revised, *(person for person in kept if person is not None)}


def be_named(item_id: int, named: bool, *, by: Viewer) -> Item:
    """Have one's own name left out of a practice, or put in again. Raises `Hidden`, or `Forbidden` where no words of
    theirs are in it.
    """
    item = find_item(item_id, by, kind=ItemKind.PRACTICE)
    policy.require(Permission.BE_NAMED, by, item)
    _set(by.id, item_id, named)
    return item


def be_named_by_mail(token: str, named: bool) -> None:
    """The same, by the link of the letter: whoever holds it need not be signed in, nor a member any more. Raises
    `Hidden` for what we did not sign.
    """
    who = read_token(token)
    if who is None or not Credit.objects.filter(practice_id=who.item_id, person_id=who.person_id).exists():
        raise Hidden
    _set(who.person_id, who.item_id, named)


def _set(person_id: int, item_id: int, named: bool) -> None:
    with transaction.atomic():
        stands = Credit.objects.filter(practice_id=item_id, person_id=person_id, unnamed_at__isnull=not named)
        if stands.update(unnamed_at=None if named else clock.now()):
            facts.record(CreditChanged(item_id=item_id, by_id=person_id))
