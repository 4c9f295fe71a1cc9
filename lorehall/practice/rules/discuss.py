"""Say something about a practice: a reply under it, for all who read it."""

from __future__ import annotations

from django.db import transaction

from lorehall.content import writing
from lorehall.content.find import find_item
from lorehall.content.models import ItemKind, Post, PostRole
from lorehall.content.rules.add import Addition, add
from lorehall.content.rules.mark import keep_following
from lorehall.kernel import facts, policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.practice.facts import Discussed


def discuss(item_id: int, text: str, *, by: Viewer, submission: str | None = None) -> Post:
    """Reply; the writer follows the practice from then on. The same form sent twice makes one."""
    item = find_item(item_id, by, kind=ItemKind.PRACTICE)
    policy.require(Permission.REPLY, by, item)
    written = writing.write(text, item.room, by=by)
    with transaction.atomic():
        post, made = add(Addition(item, PostRole.REPLY, written, by.id, submission=submission))
        if made:
            keep_following(item.pk, by.id)
            facts.record(Discussed(item_id=item.pk, by_id=by.id, post_id=post.pk))
    return post
