"""Who may take a preview out of a post, and put it back. Whoever may read the post sees it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lorehall.communities.policy import coordinates
from lorehall.content.models import Post
from lorehall.content.policy import DELETED, takes_part
from lorehall.kernel.policy import Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer


def _hide(viewer: Viewer, post: Post) -> Denial | None:
    if no := takes_part(viewer, post.item):
        return no
    if post.deleted_at is not None:
        return DELETED
    if post.author_id == viewer.person_id or coordinates(viewer, post.item.community_id):
        return None
    return Denial("not_yours", _("Only its author and the coordinators can do that."))


TABLE: dict[Permission, Answerer] = {Permission.HIDE_PREVIEW: _hide}
answers(TABLE)
