"""Make a practice of a thread: begin a draft from it, or go on with the one that is begun."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemTag
from lorehall.content.rules.hold import hold
from lorehall.harvest.models import Harvest
from lorehall.harvest.reckon import KINDS
from lorehall.kernel import clock, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.practice.beginnings import beginning
from lorehall.practice.find import find_draft
from lorehall.practice.models import PracticeDraft, Shape, Stage
from lorehall.practice.policy import visible_drafts
from lorehall.practice.rules.draft import Beginning, begin

OPEN = (Stage.DRAFT, Stage.IN_REVIEW)


def find_thread(item_id: int, by: Viewer) -> Item:
    """The question or conversation; raises `Hidden`, and `Refused` for what is no thread or is deleted."""
    item = find_item(item_id, by)
    if item.kind not in KINDS:
        raise Refused("no_thread", _("Practices are made from questions and conversations."))
    if item.deleted_at is not None:
        raise Refused("deleted", _("This was deleted, so it can’t be cited."))
    return item


def begin_from(item_id: int, *, by: Viewer, anew: bool = False) -> PracticeDraft:
    """The open draft of this thread that one may see, or a new one in the thread's room; `anew` always a new one."""
    item = find_thread(item_id, by)
    policy.require(Permission.WRITE_PRACTICE, by, item.community)
    with transaction.atomic():
        # Of two presses of the button one begins; the other finds it.
        hold(item.pk)
        if not anew and (there := open_draft(item.pk, by)):
            return there
        begun = begin(item.community_id, _beginning(item), by=by)
        Harvest.objects.create(draft=begun, item=item, by_id=by.id, at=clock.now())
    return begun


def open_draft(item_id: int, by: Viewer) -> PracticeDraft | None:
    """The newest draft that takes from this thread, is not published, and may be seen."""
    begun = Harvest.objects.filter(item_id=item_id).values("draft_id")
    return visible_drafts(by).filter(pk__in=begun, stage__in=OPEN).order_by("-changed_at", "-pk").first()


def take_from(draft_id: int, item_id: int, *, by: Viewer) -> PracticeDraft:
    """Let a draft take from one more thread."""
    draft = find_draft(draft_id, by)
    policy.require(Permission.WRITE_DRAFT, by, draft)
    item = find_thread(item_id, by)
    row = Harvest(draft=draft, item=item, by_id=by.id, at=clock.now())
    Harvest.objects.bulk_create([row], ignore_conflicts=True)
    return draft


def _beginning(item: Item) -> Beginning:
    tags = ItemTag.objects.filter(item=item).order_by("tag__slug").values_list("tag__name", flat=True)
    source = beginning(item.community_id, Shape.PRACTICE)
    return Beginning(title=item.title, source=source, room_id=item.room_id, tags=", ".join(tags)[:200])
