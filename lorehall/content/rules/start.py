"""Start an item: its row, its opening post, its tags, its author following it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from lorehall.communities.models import Community
from lorehall.communities.policy import RoomLike
from lorehall.content import counts, index
from lorehall.content.facts import ItemStarted
from lorehall.content.models import Item, Post, PostRole
from lorehall.content.rules.attach import attach
from lorehall.content.rules.name import note_names
from lorehall.content.rules.tag import set_tags
from lorehall.content.writing import Written
from lorehall.kernel import clock, facts
from lorehall.kernel.text import slug


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new item needs. `submission` is the form's one-time token."""

    community: Community
    room: RoomLike
    kind: str
    title: str
    text: Written
    author_id: int
    state: str = ""
    waiting: bool = False
    tags: list[str] = field(default_factory=list)
    submission: str | None = None
    beside: str = ""
    """Words of what stands beside the text, for the index."""


def sent_before(author_id: int, submission: str | None) -> Post | None:
    """The post that this form made when it was sent the first time."""
    if not submission:
        return None
    return Post.objects.select_related("item").filter(author_id=author_id, submission=submission).first()


def start(opening: Opening) -> tuple[Item, bool]:
    """Make the item; (item, True), or (the one that the same form made before, False). The kind's rule has asked
    the policy already and runs this in its transaction.
    """
    if before := sent_before(opening.author_id, opening.submission):
        return before.item, False
    now = clock.now()
    try:
        with transaction.atomic():
            item = _rows(opening, now)
    except IntegrityError:
        if before := sent_before(opening.author_id, opening.submission):
            return before.item, False
        raise
    facts.record(ItemStarted(item_id=item.pk, by_id=opening.author_id))
    return item, True


def _rows(opening: Opening, now: datetime) -> Item:
    item = Item.objects.create(
        community=opening.community,
        room_id=opening.room.id,
        kind=opening.kind,
        state=opening.state,
        waiting=opening.waiting,
        title=opening.title,
        slug=slug(opening.title),
        author_id=opening.author_id,
        created_at=now,
        active_at=now,
        active_by_id=opening.author_id,
        last_number=1,
    )
    post = Post.objects.create(
        item=item,
        number=1,
        role=PostRole.OPENING,
        author_id=opening.author_id,
        source=opening.text.source,
        html=opening.text.html,
        created_at=now,
        submission=opening.submission or None,
    )
    counts.shift(item.room_id, item.kind, total=1, open=int(item.waiting))
    set_tags(item, opening.tags)
    index.write(item.pk, [index.Said(post.pk, 1, index.together(opening.text.words, opening.beside))])
    note_names(post, opening.text, now)
    if opening.text.uploads:
        attach(post.pk, opening.text.uploads, now)
    return item
