"""Add a numbered post to an item."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.content import index
from lorehall.content.facts import PostAdded
from lorehall.content.models import Item, Post
from lorehall.content.rules.attach import attach
from lorehall.content.rules.name import note_names
from lorehall.content.rules.start import sent_before
from lorehall.content.writing import Written
from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Addition:
    """A post to come. `counts` says whether it is one of the item's answers or replies, as lists count them."""

    item: Item
    role: str
    text: Written
    author_id: int
    parent_id: int | None = None
    counts: bool = True
    submission: str | None = None


def add(addition: Addition) -> tuple[Post, bool]:
    """Make the post; (post, True), or (the one that the same form made before, False). Two at once get two numbers:
    the item's row is changed first, and held until the end.
    """
    if before := sent_before(addition.author_id, addition.submission):
        return before, False
    try:
        with transaction.atomic():
            post = _row(addition)
    except IntegrityError:
        if before := sent_before(addition.author_id, addition.submission):
            return before, False
        raise
    facts.record(PostAdded(item_id=post.item_id, by_id=addition.author_id, post_id=post.pk))
    return post, True


def _row(addition: Addition) -> Post:
    now = clock.now()
    item = Item.objects.filter(pk=addition.item.pk, deleted_at=None)
    changed = item.update(
        last_number=F("last_number") + 1,
        replies_count=F("replies_count") + int(addition.counts),
        active_at=now,
        active_by_id=addition.author_id,
    )
    if not changed:
        raise Refused("deleted", _("This was deleted while you wrote. Your text is still here."))
    number = item.values_list("last_number", flat=True).get()
    post = Post.objects.create(
        item_id=addition.item.pk,
        number=number,
        role=addition.role,
        parent_id=addition.parent_id,
        author_id=addition.author_id,
        source=addition.text.source,
        html=addition.text.html,
        created_at=now,
        submission=addition.submission or None,
    )
    index.write(post.item_id, [index.Said(post.pk, number, addition.text.words)])
    note_names(post, addition.text, now)
    if addition.text.uploads:
        attach(post.pk, addition.text.uploads, now)
    return post
