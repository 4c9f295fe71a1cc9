"""What happened in conversations."""

from __future__ import annotations

from lorehall.content.facts import ItemFact, PostFact


class ConversationStarted(ItemFact):
    name = "conversations.started"


class ConversationReplied(PostFact):
    name = "conversations.replied"
