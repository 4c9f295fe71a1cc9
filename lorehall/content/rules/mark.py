"""Marks of a member on a post or an item: useful, follow."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from lorehall.content.facts import PostMarkedUseful
from lorehall.content.find import find_item, find_post
from lorehall.content.models import Follow, Item, Post, Useful
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer


def mark_useful(post_id: int, *, by: Viewer) -> int:
    """Mark a post as useful; marking twice is marking once. Returns the count that stands."""
    post = find_post(post_id, by)
    policy.require(Permission.MARK_USEFUL, by, post)
    with transaction.atomic():
        _, made = Useful.objects.get_or_create(post=post, person_id=by.id, defaults={"at": clock.now()})
        if made:
            Post.objects.filter(pk=post.pk).update(useful_count=F("useful_count") + 1)
            facts.record(PostMarkedUseful(item_id=post.item_id, by_id=by.id, post_id=post.pk))
    return _useful(post)


def unmark_useful(post_id: int, *, by: Viewer) -> int:
    """Take the mark back. Returns the count that stands."""
    post = find_post(post_id, by)
    policy.require(Permission.MARK_USEFUL, by, post)
    with transaction.atomic():
        gone, _ = Useful.objects.filter(post=post, person_id=by.id).delete()
        if gone:
            Post.objects.filter(pk=post.pk).update(useful_count=F("useful_count") - 1)
    return _useful(post)


def _useful(post: Post) -> int:
    return Post.objects.values_list("useful_count", flat=True).get(pk=post.pk)


def follow(item_id: int, *, by: Viewer) -> Item:
    """Follow an item; following twice is following once."""
    item = find_item(item_id, by)
    policy.require(Permission.FOLLOW, by, item)
    with transaction.atomic():
        keep_following(item.pk, by.id)
    return item


def keep_following(item_id: int, person_id: int) -> None:
    """The row and the count, inside the caller's transaction."""
    _, made = Follow.objects.get_or_create(item_id=item_id, person_id=person_id, defaults={"at": clock.now()})
    if made:
        Item.objects.filter(pk=item_id).update(followers_count=F("followers_count") + 1)


def unfollow(item_id: int, *, by: Viewer) -> Item:
    """Follow it no longer."""
    item = find_item(item_id, by)
    policy.require(Permission.FOLLOW, by, item)
    with transaction.atomic():
        gone, _ = Follow.objects.filter(item=item, person_id=by.id).delete()
        if gone:
            Item.objects.filter(pk=item.pk).update(followers_count=F("followers_count") - 1)
    return item
