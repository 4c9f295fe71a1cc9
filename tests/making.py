"""Short ways to make things by the product's own rules."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from lorehall.content.models import Item, Post
from lorehall.conversations.rules.talk import Talk, start_conversation
from lorehall.conversations.rules.talk import reply as add_reply
from lorehall.kernel import clock
from lorehall.people.viewer import Viewer
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.publish import publish
from lorehall.uploads import queries, rules


def talk(by: Viewer, community: Any, title: str = "How long the dough may rest", **more: Any) -> Item:
    """A conversation; `more` goes into `Talk`."""
    return start_conversation(community.pk, Talk(title, more.pop("text", "A text."), **more), by=by)


def reply(by: Viewer, item: Item, text: str = "A reply.", **more: Any) -> Post:
    return add_reply(item.pk, text, by=by, **more)


def opening(item: Item) -> Post:
    return Post.objects.get(item=item, number=1)


def png(width: int = 40, height: int = 30, colour: str = "#336699") -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def bring(by: Viewer, community: Any, data: bytes, name: str = "picture.png") -> queries.Known:
    """An upload, as pages know it."""
    return queries.known(rules.bring(community.pk, rules.Brought(data, name), by=by))


def long_talk(by: Viewer, community: Any, *, posts: int, over: timedelta, title: str = "The long one") -> Item:
    """A conversation of so many posts, the first of them so long ago: the opening by the rule, the rest in bulk."""
    began = clock.now() - over
    with clock.at(began):
        item = talk(by, community, title)
    rows = [
        Post(
            item=item,
            number=number,
            role="reply",
            author_id=by.id,
            source=f"Post {number}.",
            html=f"<p>Post {number}.</p>",
            created_at=began + over * number / (posts + 1),
        )
        for number in range(2, posts + 1)
    ]
    Post.objects.bulk_create(rows, batch_size=500)
    Item.objects.filter(pk=item.pk).update(last_number=posts, replies_count=posts - 1, active_at=rows[-1].created_at)
    return item


def practice(by: Viewer, community: Any, title: str = "Rest the dough overnight", **more: Any) -> Item:
    """A practice that is published; `more` goes into `Beginning`."""
    text = more.pop("text", "Use it when time is short.\n\n## Steps\n\n1. Mix.\n2. Wait.\n")
    return publish(begin(community.pk, Beginning(title, text, **more), by=by).pk, by=by)
