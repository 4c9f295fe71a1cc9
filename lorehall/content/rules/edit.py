"""Edit a post: its text, and for an opening its title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.content import index, jobs, writing
from lorehall.content.facts import PostEdited
from lorehall.content.find import find_post
from lorehall.content.models import Format, Item, ItemTag, Post, PostRole, Revision
from lorehall.content.rules.attach import attach
from lorehall.content.rules.name import note_names
from lorehall.content.rules.tag import set_tags
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict
from lorehall.kernel.policy import Permission
from lorehall.kernel.text import slug
from lorehall.people.viewer import Viewer

GRACE = timedelta(minutes=5)
"""Who changes their own text again within this time makes no new revision."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The text as it should stand; `version` is the one that the writer started from. Title and tags are for openings
    (None leaves them as they are).
    """

    text: str
    version: int
    title: str | None = None
    tags: list[str] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """An edit that was looked at and rendered, so that a transaction has nothing left to do but write."""

    post: Post
    change: Edit
    title: str
    text: writing.Written
    each: bool = False
    """Every change is a version, however soon it follows the one before."""


def edit(post_id: int, change: Edit, *, by: Viewer) -> Post:
    """Edit; raises `Conflict` with what stands now (`theirs`, a Post) when somebody else was quicker."""
    ready = prepare(post_id, change, by=by)
    with transaction.atomic():
        write(ready, by=by)
    ready.post.refresh_from_db()
    return ready.post


def prepare(
    post_id: int, change: Edit, *, by: Viewer, asking: Permission = Permission.EDIT, versioned: bool = False
) -> Ready:
    """Find, ask the policy, render: what comes before the transaction. A `versioned` text cites its sources, and
    keeps a revision of every change.
    """
    post = find_post(post_id, by)
    policy.require(asking, by, post)
    opening = post.role == PostRole.OPENING
    title = writing.title(change.title) if opening and change.title is not None else post.item.title
    text = writing.write(change.text, post.item.room, by=by, post_id=post.pk, cites=versioned)
    return Ready(post, change, title, text, each=versioned)


def write(ready: Ready, *, by: Viewer, beside: str | None = None) -> None:
    """Write it down, inside the caller's transaction; raises `Conflict` like `edit`. `beside` are the words of what
    will stand beside an opening; None leaves them as they are.
    """
    post, change, text = ready.post, ready.change, ready.text
    opening = post.role == PostRole.OPENING
    now = clock.now()
    if ready.each or by.person_id != post.author_id or now - post.created_at >= GRACE:
        _keep_what_stood(post)
    changed = Post.objects.filter(pk=post.pk, version=change.version, deleted_at=None).update(
        source=text.source,
        html=text.html,
        format=Format.MARKDOWN,
        version=F("version") + 1,
        edited_at=now,
        edited_by_id=by.id,
    )
    if not changed:
        raise Conflict(
            "edited_meanwhile",
            _("Somebody else changed this while you wrote. Both texts are below; nothing is lost."),
            theirs=Post.objects.select_related("item").get(pk=post.pk),
        )
    found_by_all = opening and ready.title != post.item.title
    if found_by_all:
        Item.objects.filter(pk=post.item_id).update(title=ready.title, slug=slug(ready.title))
    if opening and change.tags is not None:
        found_by_all = set_tags(post.item, change.tags) or found_by_all
    _index(post, text.words, beside)
    if found_by_all:
        jobs.index_again(post.item_id, after=1)
    _write_revision(ready, by)
    note_names(post, text, now)
    attach(post.pk, text.uploads, now)
    facts.record(PostEdited(item_id=post.item_id, by_id=by.id, post_id=post.pk))


def _index(post: Post, said: str, beside: str | None) -> None:
    found = index.heading(post.item_id)
    if post.role == PostRole.OPENING:
        there = index.words_beside(post.item_id, found.language) if beside is None else beside
        said = index.together(said, there)
    index.write(post.item_id, [index.Said(post.pk, post.number, said)], found)


def _keep_what_stood(post: Post) -> None:
    """Before the first revision, the text as it was first written becomes revision 1."""
    if post.revisions_count:
        return
    Revision.objects.bulk_create(
        [
            Revision(
                post=post,
                number=1,
                title=post.item.title if post.role == PostRole.OPENING else "",
                source=post.source,
                tags=_tags(post),
                by_id=post.author_id,
                at=post.created_at,
            )
        ],
        ignore_conflicts=True,
    )
    Post.objects.filter(pk=post.pk, revisions_count=0).update(revisions_count=1)


def _write_revision(ready: Ready, by: Viewer) -> None:
    post, change = ready.post, ready.change
    last = Revision.objects.filter(post=post).order_by("-number").first()
    if last is None:
        return
    now = clock.now()
    title = ready.title if post.role == PostRole.OPENING else ""
    values = {"title": title, "source": ready.text.source, "tags": _tags(post), "at": now}
    if not ready.each and last.number > 1 and last.by_id == by.person_id and now - last.at < GRACE:
        Revision.objects.filter(pk=last.pk).update(**values, reason=change.reason or last.reason)
        return
    Revision.objects.create(post=post, number=last.number + 1, reason=change.reason[:200], by_id=by.id, **values)
    Post.objects.filter(pk=post.pk).update(revisions_count=last.number + 1)


def _tags(post: Post) -> str:
    if post.role != PostRole.OPENING:
        return ""
    names = ItemTag.objects.filter(item_id=post.item_id).order_by("tag__slug").values_list("tag__slug", flat=True)
    return " ".join(names)[:200]
