"""Who may bring files into a community: who may write there. Who may see one is `content.policy`'s to say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community, Role
from lorehall.communities.policy import CLOSED, NOT_A_MEMBER, NOT_SIGNED_IN, may_know
from lorehall.kernel.policy import HIDDEN, Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer

SPONSORS_READ = Denial("sponsors_read", _("Sponsors read; they do not take part under that role."))


def _upload(viewer: Viewer, community: Community) -> Denial | None:
    if not may_know(viewer, community):
        return HIDDEN
    if viewer.person_id is None:
        return NOT_SIGNED_IN
    role = viewer.memberships.get(community.id)
    if role is None:
        return NOT_A_MEMBER
    if role == Role.SPONSOR:
        return SPONSORS_READ
    return CLOSED if community.is_closed else None


TABLE: dict[Permission, Answerer] = {Permission.UPLOAD: _upload}
answers(TABLE)
