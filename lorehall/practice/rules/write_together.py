"""Let somebody else write a draft too."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities.models import Membership
from lorehall.communities.policy import may_read, writes_in
from lorehall.communities.viewers import viewer_of
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.practice.facts import DraftShared
from lorehall.practice.find import find_draft
from lorehall.practice.models import DraftWriter


def let_write(draft_id: int, handle: str, *, by: Viewer) -> None:
    """From now on this member sees the draft and writes it. Raises `Refused` for who is no member, may not write here,
    or does not read the draft's room.
    """
    draft = find_draft(draft_id, by)
    policy.require(Permission.WRITE_DRAFT, by, draft)
    members = Membership.objects.filter(community_id=draft.community_id, suspended_at=None)
    wanted = handle.strip().lstrip("@").lower()
    person_id = members.filter(person__handle=wanted).values_list("person_id", flat=True).first()
    if person_id is None:
        raise Refused("no_member", _("There is no member of that name here."), "handle")
    other = viewer_of(person_id)
    if writes_in(other, draft.community) is not None or not may_read(other, draft.room):
        raise Refused("reads_not", _("They can’t read or write in the draft’s room."), "handle")
    with transaction.atomic():
        row = DraftWriter(draft=draft, person_id=person_id, by_id=by.id, at=clock.now())
        if not DraftWriter.objects.filter(draft=draft, person_id=person_id).exists():
            DraftWriter.objects.bulk_create([row], ignore_conflicts=True)
            facts.record(DraftShared(draft_id=draft.pk, by_id=by.id, person_id=person_id))
