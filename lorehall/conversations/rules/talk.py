"""Start a conversation, and reply in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from lorehall.content import writing
from lorehall.content.find import find_item, find_room_to_post
from lorehall.content.models import Item, ItemKind, Post, PostRole
from lorehall.content.rules.add import Addition, add
from lorehall.content.rules.mark import keep_following
from lorehall.content.rules.start import Opening, start
from lorehall.content.rules.tag import names
from lorehall.conversations.facts import ConversationReplied, ConversationStarted
from lorehall.kernel import facts, policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Talk:
    """What was typed. `room_id` None means the community's first room."""

    title: str
    text: str
    tags: str = ""
    room_id: int | None = None
    submission: str | None = None


def start_conversation(community_id: int, talk: Talk, *, by: Viewer) -> Item:
    """Start one; the same form sent twice makes one."""
    community, room = find_room_to_post(community_id, talk.room_id, by)
    title = writing.title(talk.title)
    text = writing.write(talk.text, room, by=by)
    tags = names(talk.tags)
    author = by.id
    with transaction.atomic():
        item, made = start(
            Opening(
                community,
                room,
                ItemKind.CONVERSATION,
                title,
                text,
                author,
                tags=tags,
                submission=talk.submission,
            )
        )
        if made:
            keep_following(item.pk, author)
            facts.record(ConversationStarted(item_id=item.pk, by_id=author))
    return item


def reply(item_id: int, text: str, *, by: Viewer, submission: str | None = None) -> Post:
    """Reply; the writer follows the conversation from then on."""
    item = find_item(item_id, by, kind=ItemKind.CONVERSATION)
    policy.require(Permission.REPLY, by, item)
    written = writing.write(text, item.room, by=by)
    author = by.id
    with transaction.atomic():
        post, made = add(Addition(item, PostRole.REPLY, written, author, submission=submission))
        if made:
            keep_following(item.pk, author)
            facts.record(ConversationReplied(item_id=item.pk, by_id=author, post_id=post.pk))
    return post
