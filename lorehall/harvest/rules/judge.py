"""Say of a thread that it is not worth a practice, or which one it is in already; and take that back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.content.find import find_item
from lorehall.content.models import ItemKind
from lorehall.content.policy import visible
from lorehall.harvest.models import NOTE_LENGTH, Verdict
from lorehall.harvest.rules.begin import find_thread
from lorehall.kernel import clock, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line
from lorehall.people.viewer import Viewer


def judge(item_id: int, says: str, *, by: Viewer, practice_id: int | None = None, note: str = "") -> Verdict:
    """One verdict stands: raises `Conflict` where somebody gave one already, `Refused` where none of the two is said,
    or the practice is none of this community that one may read.
    """
    item = find_thread(item_id, by)
    policy.require(Permission.KEEP_LIBRARY, by, item.community)
    if says not in Verdict.Says.values:
        raise Refused("no_verdict", _("Nothing was chosen."))
    practice = None
    if says == Verdict.Says.ALREADY_IN:
        there = visible(by).filter(kind=ItemKind.PRACTICE, community_id=item.community_id)
        practice = there.filter(pk=practice_id).first() if practice_id else None
        if practice is None:
            raise Refused("which", _("Say which practice it is in."), "practice")
    verdict = Verdict(
        item=item, says=says, practice=practice, note=tidy_line(note)[:NOTE_LENGTH], by_id=by.id, at=clock.now()
    )
    try:
        with transaction.atomic():
            verdict.save()
    except IntegrityError:
        raise Conflict("judged", _("Somebody else said something of this thread already.")) from None
    return verdict


def take_back(item_id: int, *, by: Viewer) -> None:
    """It is listed again. Taken back twice is taken back."""
    item = find_item(item_id, by)
    policy.require(Permission.KEEP_LIBRARY, by, item.community)
    Verdict.objects.filter(item=item, ended_at=None).update(ended_at=clock.now(), ended_by_id=by.id)
