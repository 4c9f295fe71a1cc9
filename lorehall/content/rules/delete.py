"""Delete and restore. A post leaves a tombstone with its number; an opening takes its item with it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.content import counts, index, jobs
from lorehall.content.facts import ItemDeleted, ItemRestored, PostDeleted, PostRestored
from lorehall.content.find import find_post
from lorehall.content.models import Item, Post, PostRole
from lorehall.content.rules.cite import recite, uncite
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer

AFTER: list[Callable[[Post, Viewer], None]] = []
"""What higher floors do in the same transaction, once a post was deleted or restored. The house fills it."""


def delete(post_id: int, *, by: Viewer) -> Post:
    """Delete a post, or with the opening the whole item; raises `Conflict` when somebody was quicker."""
    post = find_post(post_id, by)
    policy.require(Permission.DELETE, by, post)
    with transaction.atomic():
        if post.role == PostRole.OPENING:
            _delete_item(post.item, by)
        else:
            _delete_post(post, by)
        _tell(post, by)
    return post


def restore(post_id: int, *, by: Viewer) -> Post:
    """Take a deletion back."""
    post = find_post(post_id, by)
    policy.require(Permission.RESTORE, by, post)
    with transaction.atomic():
        if post.role == PostRole.OPENING:
            _restore_item(post.item, by)
        else:
            _restore_post(post, by)
        _tell(post, by)
    return post


def _tell(post: Post, by: Viewer) -> None:
    for follow in AFTER:
        follow(post, by)


def is_counted(post: Post) -> bool:
    """Whether lists count the post as one of the item's answers or replies: those that stand on their own."""
    return post.role in {PostRole.ANSWER, PostRole.REPLY} and post.parent_id is None


def _quicker() -> Conflict:
    return Conflict("changed_meanwhile", _("Somebody else was quicker. Nothing was changed."))


def _delete_post(post: Post, by: Viewer) -> None:
    live = Post.objects.filter(pk=post.pk, deleted_at=None)
    if not live.update(deleted_at=clock.now(), deleted_by_id=by.person_id, version=F("version") + 1):
        raise _quicker()
    index.drop([post.pk])
    if is_counted(post):
        Item.objects.filter(pk=post.item_id).update(replies_count=F("replies_count") - 1)
    facts.record(PostDeleted(item_id=post.item_id, by_id=by.id, post_id=post.pk))


def _restore_post(post: Post, by: Viewer) -> None:
    gone = Post.objects.filter(pk=post.pk).exclude(deleted_at=None)
    if not gone.update(deleted_at=None, deleted_by=None, version=F("version") + 1):
        raise _quicker()
    index.write_again(post.item_id, post.pk)
    if is_counted(post):
        Item.objects.filter(pk=post.item_id).update(replies_count=F("replies_count") + 1)
    facts.record(PostRestored(item_id=post.item_id, by_id=by.id, post_id=post.pk))


def _delete_item(item: Item, by: Viewer) -> None:
    live = Item.objects.filter(pk=item.pk, deleted_at=None)
    if not live.update(deleted_at=clock.now(), deleted_by_id=by.person_id):
        raise _quicker()
    item.refresh_from_db(fields=["waiting", "room_id"])
    counts.leave(item)
    uncite(item.pk)
    index.drop_item(item.pk)
    facts.record(ItemDeleted(item_id=item.pk, by_id=by.id))


def _restore_item(item: Item, by: Viewer) -> None:
    gone = Item.objects.filter(pk=item.pk).exclude(deleted_at=None)
    if not gone.update(deleted_at=None, deleted_by=None):
        raise _quicker()
    item.refresh_from_db(fields=["waiting", "room_id"])
    counts.enter(item)
    recite(item.pk)
    jobs.index_again(item.pk)
    facts.record(ItemRestored(item_id=item.pk, by_id=by.id))
