"""Who may vote, and who may end a poll. Whoever may read the post may read how it stands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lorehall.communities.policy import coordinates
from lorehall.content.models import Post
from lorehall.content.policy import DELETED, writes_to
from lorehall.kernel.policy import Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer


def _vote(viewer: Viewer, post: Post) -> Denial | None:
    """Those who may write in the item; it is neither locked nor deleted."""
    if no := writes_to(viewer, post.item):
        return no
    return DELETED if post.deleted_at is not None else None


def _end(viewer: Viewer, post: Post) -> Denial | None:
    if no := _vote(viewer, post):
        return no
    if post.author_id == viewer.person_id or coordinates(viewer, post.item.community_id):
        return None
    return Denial("not_yours", _("Only its author and the coordinators can end this poll, or open it again."))


TABLE: dict[Permission, Answerer] = {Permission.VOTE: _vote, Permission.END_POLL: _end}
answers(TABLE)
