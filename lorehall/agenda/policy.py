"""Who may work on the learning agenda. It is read by whoever reads the whole charter; what is attached, by its room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lorehall.agenda.models import Attached
from lorehall.communities.models import Community
from lorehall.communities.policy import keeps, writes_in
from lorehall.content.models import Item
from lorehall.content.policy import DELETED, may_see, takes_part
from lorehall.kernel.policy import HIDDEN, Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer


def _attach(viewer: Viewer, item: Item) -> Denial | None:
    """Whoever may write in the community, and sees the item."""
    if not may_see(viewer, item):
        return HIDDEN
    if no := takes_part(viewer, item):
        return no
    return DELETED if item.deleted_at is not None else writes_in(viewer, item.community)


def _detach(viewer: Viewer, attached: Attached) -> Denial | None:
    """Who attached it, its author, and who keeps the agenda."""
    item = attached.item
    if no := _attach(viewer, item):
        return no
    if viewer.person_id in {attached.by_id, item.author_id} or keeps(viewer, item.community_id):
        return None
    return Denial("not_yours", _("Who attached it takes it off again, or a steward or coordinator."))


def _keep(viewer: Viewer, community: Community) -> Denial | None:
    if no := writes_in(viewer, community):
        return no
    if keeps(viewer, community.id):
        return None
    return Denial("keepers_only", _("Stewards and coordinators close questions of the agenda."))


TABLE: dict[Permission, Answerer] = {
    Permission.ATTACH_TO_AGENDA: _attach,
    Permission.DETACH_FROM_AGENDA: _detach,
    Permission.KEEP_AGENDA: _keep,
}
answers(TABLE)
