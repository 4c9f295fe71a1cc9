"""Short ways to make things by the product's own rules."""

from __future__ import annotations

from typing import Any

from lorehall.content.models import Item, Post
from lorehall.conversations.rules.talk import Talk, start_conversation
from lorehall.conversations.rules.talk import reply as add_reply
from lorehall.people.viewer import Viewer


def talk(by: Viewer, community: Any, title: str = "How long the dough may rest", **more: Any) -> Item:
    """A conversation; `more` goes into `Talk`."""
    return start_conversation(community.pk, Talk(title, more.pop("text", "A text."), **more), by=by)


def reply(by: Viewer, item: Item, text: str = "A reply.", **more: Any) -> Post:
    return add_reply(item.pk, text, by=by, **more)


def opening(item: Item) -> Post:
    return Post.objects.get(item=item, number=1)
