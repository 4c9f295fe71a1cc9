"""Ask the asker for detail."""

from __future__ import annotations

from django.db import transaction

from lorehall.content import writing
from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind, Post, PostRole
from lorehall.content.rules.add import Addition, add
from lorehall.content.rules.mark import keep_following
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.questions.facts import DetailAsked
from lorehall.questions.models import Clarification
from lorehall.questions.rules.settle import settle


def ask_for_detail(item_id: int, text: str, *, by: Viewer, submission: str | None = None) -> Post:
    """Say what is missing, in a reply under the question; an open question is `clarifying` until the asker edits or
    replies. Several may ask; one clarification stands at a time.
    """
    item = find_item(item_id, by, kind=ItemKind.QUESTION)
    policy.require(Permission.ASK_FOR_DETAIL, by, item)
    written = writing.write(text, item.room, by=by)
    opening = Post.objects.only("pk").get(item=item, number=1)
    author = by.id
    with transaction.atomic():
        post, made = add(
            Addition(item, PostRole.REPLY, written, author, parent_id=opening.pk, counts=False, submission=submission)
        )
        if made:
            Clarification.objects.bulk_create(
                [Clarification(question_id=item.pk, post=post, by_id=author, at=clock.now())], ignore_conflicts=True
            )
            keep_following(item.pk, author)
            settle(item)
            facts.record(DetailAsked(item_id=item.pk, by_id=author, post_id=post.pk))
    return post


def end_clarification(item: Item) -> None:
    """The asker gave the detail; inside the caller's transaction."""
    if Clarification.objects.filter(question_id=item.pk, ended_at=None).update(ended_at=clock.now()):
        settle(item)
