"""Bring an older text back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lorehall.content.find import find_post
from lorehall.content.models import Post, PostRole, Revision
from lorehall.content.rules.edit import Edit, edit
from lorehall.kernel import policy
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer


def restore_revision(post_id: int, number: int, version: int, *, by: Viewer) -> Post:
    """Write an older revision again, as a new edit: text, and for an opening title and tags. `version` is that of the
    post as it was shown. Raises `Hidden` for no such revision, `Refused` where it stands already, and what `edit` does.
    """
    post = find_post(post_id, by)
    policy.require(Permission.EDIT, by, post)
    row = Revision.objects.filter(post=post, number=number).first()
    if row is None:
        raise Hidden
    opening = post.role == PostRole.OPENING
    if row.source == post.source and (not opening or row.title == post.item.title):
        raise Refused("stands", _("That is what stands now."))
    change = Edit(
        text=row.source,
        version=version,
        title=row.title or None if opening else None,
        tags=row.tags.split() if opening and row.tags else None,
        reason=_("Revision %(number)s restored") % {"number": number},
    )
    return edit(post_id, change, by=by)
