"""Take a preview out of a post, and put it back."""

from __future__ import annotations

from django.db import transaction

from lorehall.content.find import find_post
from lorehall.content.models import Post
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.previews.facts import PreviewHidden, PreviewShownAgain
from lorehall.previews.models import Card


def hide(post_id: int, key: str, *, by: Viewer) -> Post:
    """The link stands as it was written from now on. Raises `Hidden` where the post has no such preview."""
    post = _find(post_id, key, by)
    with transaction.atomic():
        shown = Card.objects.filter(post=post, preview__key=key, hidden_at=None)
        if shown.update(hidden_at=clock.now(), hidden_by_id=by.id):
            facts.record(PreviewHidden(item_id=post.item_id, by_id=by.id, post_id=post.pk))
    return post


def show_again(post_id: int, key: str, *, by: Viewer) -> Post:
    """Take hiding it back."""
    post = _find(post_id, key, by)
    with transaction.atomic():
        hidden = Card.objects.filter(post=post, preview__key=key).exclude(hidden_at=None)
        if hidden.update(hidden_at=None, hidden_by=None):
            facts.record(PreviewShownAgain(item_id=post.item_id, by_id=by.id, post_id=post.pk))
    return post


def _find(post_id: int, key: str, by: Viewer) -> Post:
    post = find_post(post_id, by)
    policy.require(Permission.HIDE_PREVIEW, by, post)
    if not Card.objects.filter(post=post, preview__key=key).exclude(preview__title="").exists():
        raise Hidden
    return post
