"""Who may see and do what with items and posts. `may_see` and `visible` are the two halves of one rule."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community, Role
from lorehall.communities.policy import (
    CLOSED,
    NOT_A_MEMBER,
    NOT_SIGNED_IN,
    SPONSORS_READ,
    coordinates,
    keeps,
    may_read,
    reading,
    writes_in,
)
from lorehall.content.models import Item, ItemKind, Post, PostRole
from lorehall.kernel.policy import HIDDEN, Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer

LOCKED = Denial("locked", _("This is locked: it can be read, and nothing new can be added."))
DELETED = Denial("deleted", _("This was deleted."))
OWN_DISSENT = Denial("own_dissent", _("Who sees it otherwise says so, and takes it back: nobody else does."))


def may_see(viewer: Viewer, item: Item) -> bool:
    """May the viewer see this item? Deleted ones are seen by their author and by coordinators, to restore them."""
    if not may_read(viewer, item.room):
        return False
    if item.deleted_at is None:
        return True
    if item.community_id not in viewer.memberships:
        return False
    return item.author_id == viewer.person_id or coordinates(viewer, item.community_id)


def visible(viewer: Viewer, *, deleted: bool = False) -> QuerySet[Item]:
    """The items that the viewer may see. Lists leave deleted ones out; `deleted=True` is `may_see` to the letter."""
    rule = reading(viewer, "room")
    if not deleted:
        return Item.objects.filter(rule, deleted_at=None)
    return Item.objects.filter(rule, _alive_or_kept(viewer, "community_id"))


def _alive_or_kept(viewer: Viewer, community: str) -> Q:
    """Not deleted, or deleted and still shown to its author and to coordinators."""
    alive = Q(deleted_at=None)
    if viewer.memberships:
        alive |= Q(author_id=viewer.person_id, **{f"{community}__in": list(viewer.memberships)})
        led = [community_id for community_id, role in viewer.memberships.items() if role == Role.COORDINATOR]
        if led:
            alive |= Q(**{f"{community}__in": led})
    return alive


def may_read_text(viewer: Viewer, post: Post) -> bool:
    """A deleted post stays as a tombstone; its text is shown to its author and to coordinators only."""
    if not may_see(viewer, post.item):
        return False
    if post.deleted_at is None:
        return True
    community_id = post.item.community_id
    if community_id not in viewer.memberships:
        return False
    return post.author_id == viewer.person_id or coordinates(viewer, community_id)


def readable_texts(viewer: Viewer) -> QuerySet[Post]:
    """The posts whose text the viewer may read: `may_read_text` to the letter."""
    return Post.objects.filter(_alive_or_kept(viewer, "item__community_id"), item__in=visible(viewer, deleted=True))


def takes_part(viewer: Viewer, item: Item) -> Denial | None:
    """What everything that changes an item asks first: seen, a member, not closed."""
    if not may_see(viewer, item):
        return HIDDEN
    if viewer.person_id is None:
        return NOT_SIGNED_IN
    role = viewer.memberships.get(item.community_id)
    if role is None:
        return NOT_A_MEMBER
    if role == Role.SPONSOR:
        return SPONSORS_READ
    if item.community.is_closed:
        return CLOSED
    return None


def writes_to(viewer: Viewer, item: Item) -> Denial | None:
    """May add to it: takes part, and it is neither locked nor deleted."""
    if no := takes_part(viewer, item):
        return no
    if item.deleted_at is not None:
        return DELETED
    if item.locked_at is not None and not coordinates(viewer, item.community_id):
        return LOCKED
    return None


def _edit(viewer: Viewer, post: Post) -> Denial | None:
    if no := writes_to(viewer, post.item):
        return no
    if is_a_practice(post):
        return Denial("revise", _("A practice is changed on its own page, with a reason."))
    if post.deleted_at is not None:
        return DELETED
    if post.author_id == viewer.person_id:
        return None
    if post.role == PostRole.DISSENT:
        return OWN_DISSENT
    if coordinates(viewer, post.item.community_id):
        return None
    return Denial("not_yours", _("Only its author and the coordinators can edit this."))


def is_a_practice(post: Post) -> bool:
    """Is this the text of a practice? It has versions, reviewers and sources of its own."""
    return post.role == PostRole.OPENING and post.item.kind == ItemKind.PRACTICE


def _delete(viewer: Viewer, post: Post) -> Denial | None:
    if no := takes_part(viewer, post.item):
        return no
    if post.deleted_at is not None or (post.role == PostRole.OPENING and post.item.deleted_at is not None):
        return Denial("deleted", _("It is deleted already."))
    if is_a_practice(post) and not coordinates(viewer, post.item.community_id):
        return Denial("retire", _("Others rely on it: retire it instead. Coordinators can delete it."))
    if post.author_id == viewer.person_id:
        return None
    if post.role == PostRole.DISSENT:
        return OWN_DISSENT
    if coordinates(viewer, post.item.community_id):
        return None
    return Denial("not_yours", _("Only its author and the coordinators can delete this."))


def _restore(viewer: Viewer, post: Post) -> Denial | None:
    if no := takes_part(viewer, post.item):
        return no
    by = post.item.deleted_by_id if post.role == PostRole.OPENING else post.deleted_by_id
    if by is None:
        return Denial("not_deleted", _("It is not deleted."))
    if coordinates(viewer, post.item.community_id) or by == viewer.person_id == post.author_id:
        return None
    return Denial("not_yours", _("Who deleted this can restore it, and so can the coordinators."))


def _mark_useful(viewer: Viewer, post: Post) -> Denial | None:
    if no := takes_part(viewer, post.item):
        return no
    if post.deleted_at is not None or post.item.deleted_at is not None:
        return DELETED
    if post.author_id == viewer.person_id:
        return Denial("own", _("Others say whether your own text is useful."))
    return None


def _read_revisions(viewer: Viewer, post: Post) -> Denial | None:
    if not may_see(viewer, post.item):
        return HIDDEN
    return None if may_read_text(viewer, post) else DELETED


def _follow(viewer: Viewer, item: Item) -> Denial | None:
    """Sponsors may follow; it changes nothing that others read."""
    if not may_see(viewer, item):
        return HIDDEN
    if viewer.person_id is None:
        return NOT_SIGNED_IN
    return None if item.community_id in viewer.memberships else NOT_A_MEMBER


def _keeper(viewer: Viewer, item: Item) -> Denial | None:
    if no := takes_part(viewer, item):
        return no
    if keeps(viewer, item.community_id):
        return None
    return Denial("stewards_only", _("Only stewards and coordinators can do that."))


def _lock(viewer: Viewer, item: Item) -> Denial | None:
    if no := takes_part(viewer, item):
        return no
    if coordinates(viewer, item.community_id):
        return None
    return Denial("coordinators_only", _("Only coordinators can do that."))


def _retag(viewer: Viewer, item: Item) -> Denial | None:
    if no := writes_to(viewer, item):
        return no
    if item.author_id == viewer.person_id or keeps(viewer, item.community_id):
        return None
    return Denial("not_yours", _("Only its author, the stewards and the coordinators can change its tags."))


def _keep_tags(viewer: Viewer, community: Community) -> Denial | None:
    if no := writes_in(viewer, community):
        return no
    if keeps(viewer, community.id):
        return None
    return Denial("stewards_only", _("Only stewards and coordinators can do that."))


TABLE: dict[Permission, Answerer] = {
    Permission.POST: writes_in,
    Permission.REPLY: writes_to,
    Permission.EDIT: _edit,
    Permission.DELETE: _delete,
    Permission.RESTORE: _restore,
    Permission.MARK_USEFUL: _mark_useful,
    Permission.FOLLOW: _follow,
    Permission.MOVE: _keeper,
    Permission.LOCK: _lock,
    Permission.RETAG: _retag,
    Permission.KEEP_TAGS: _keep_tags,
    Permission.READ_REVISIONS: _read_revisions,
}
answers(TABLE)
