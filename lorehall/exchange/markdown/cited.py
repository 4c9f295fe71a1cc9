"""What exported pages cite, in words that tell nobody more than all readers of the page may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from lorehall.communities.models import Access
from lorehall.content.models import Citation
from lorehall.practice.models import Credit

CLOSED = "A source that not all readers of this page may read"
GONE = "A source that was deleted"


@dataclass(frozen=True, slots=True)
class Source:
    """A post that a page cites; `title` and `author` are empty where they may not be said."""

    post_id: int
    title: str
    author: str
    on: date | None
    why: str = ""

    def as_front(self) -> dict[str, Any]:
        said = {"post": self.post_id, "title": self.title, "author": self.author, "on": self.on}
        return {name: value for name, value in said.items() if value}

    def as_note(self) -> str:
        """The definition of the note `[^p12]`, on one line."""
        if self.why:
            return f"[^p{self.post_id}]: {self.why}."
        title = self.title.replace("[", "\\[").replace("]", "\\]")
        return f"[^p{self.post_id}]: {self.author}, in “{title}”, {self.on}. <{settings.URL}/p/{self.post_id}>"


def sources_of(item_ids: Sequence[int]) -> dict[int, list[Source]]:
    """By practice, in the order of its sources. 2 statements."""
    unnamed = set(
        Credit.objects.filter(practice_id__in=item_ids).exclude(unnamed_at=None).values_list("practice_id", "person_id")
    )
    found: dict[int, list[Source]] = {}
    standing = Citation.objects.filter(item_id__in=item_ids, gone_at=None).order_by("item_id", "number")
    for row in standing.select_related("item__room", "post__author", "post__item__room"):
        post, item = row.post, row.post.item
        if post.deleted_at is not None or item.deleted_at is not None:
            source = Source(post.pk, "", "", None, GONE)
        elif not _open(row):
            source = Source(post.pk, "", "", None, CLOSED)
        else:
            author = "Somebody" if (row.item_id, post.author_id) in unnamed else post.author.name
            source = Source(post.pk, item.title, author, post.created_at.date())
        found.setdefault(row.item_id, []).append(source)
    return found


def _open(row: Citation) -> bool:
    """May all readers of the practice's room read the post?"""
    room, there = row.item.room, row.post.item.room
    same = there.pk == room.pk or (there.access == Access.WHOLE and there.community_id == room.community_id)
    return there.public or same
