"""Choose a post, or a passage of it, for a draft: what of it goes into the text, and which version was looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content.find import find_post
from lorehall.content.models import Format, Item, Post
from lorehall.content.policy import may_read_text
from lorehall.content.writing import open_to_readers
from lorehall.kernel import clock, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text import html_to_markdown
from lorehall.people.viewer import Viewer
from lorehall.practice.find import find_draft
from lorehall.practice.models import DraftSource, PracticeDraft

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_APART = re.compile(r"\s*(?:\||<|\[[^\]]+\]:|!\[)|\s{4,}\S|.*\|\s*$")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes into the text of the draft: Markdown that ends in the citation."""

    post_id: int
    text: str


def choose(draft_id: int, post_id: int, passage: str | None = None, *, by: Viewer) -> Chosen:
    """Choose it. `passage` is the HTML of what was selected; None takes the whole post. Raises `Refused` where not
    everybody who will read the practice may read the post.
    """
    draft = find_draft(draft_id, by)
    policy.require(Permission.WRITE_DRAFT, by, draft)
    post = find_post(post_id, by)
    if post.deleted_at is not None or post.item.deleted_at is not None or not may_read_text(by, post):
        raise Refused("deleted", _("This was deleted, so it can’t be cited."))
    if not Item.objects.filter(open_to_readers(draft.room), pk=post.item_id).exists():
        message = _(
            "Not everybody who reads “%(room)s” may read this post, so a practice there can’t cite it. "
            "Begin a draft in the room of the post instead."
        )
        raise Refused("closed_to_readers", message % {"room": draft.room.name})
    text = cited(_said(post, passage), post.pk)
    with transaction.atomic():
        _note(draft, post, by)
    return Chosen(post.pk, text)


def _note(draft: PracticeDraft, post: Post, by: Viewer) -> None:
    """Hold the draft, so that it does not move to another room meanwhile."""
    if not PracticeDraft.objects.filter(pk=draft.pk, room_id=draft.room_id).update(room_id=draft.room_id):
        raise Conflict("changed_meanwhile", _("Somebody changed this draft meanwhile. Look at it once more."))
    looked_at = {"revision": max(1, post.revisions_count), "by_id": by.id, "at": clock.now()}
    there = DraftSource.objects.filter(draft=draft, post=post)
    if not there.update(**looked_at):
        DraftSource.objects.bulk_create(
            [DraftSource(draft=draft, post=post, **looked_at)],
            update_conflicts=True,
            unique_fields=["draft", "post"],
            update_fields=["revision", "by", "at"],
        )


def _said(post: Post, passage: str | None) -> str:
    if passage is not None and (words := html_to_markdown(passage).strip()):
        return words
    if post.format == Format.HTML:
        return html_to_markdown(post.source)
    return post.source.strip("\n")


def cited(text: str, post_id: int) -> str:
    """The text with the citation at its end: on its last line, or below where that line is no sentence."""
    mark = f"[^p{post_id}]"
    last = text.rsplit("\n", 1)[-1]
    if not last.strip():
        return f"{text}\n\n{mark}".strip("\n")
    if _FENCE.match(last) or _APART.match(last) or _in_fence(text):
        return f"{text}\n\n{mark}"
    return f"{text.rstrip()} {mark}"


def _in_fence(text: str) -> bool:
    return sum(bool(_FENCE.match(line)) for line in text.split("\n")) % 2 == 1
