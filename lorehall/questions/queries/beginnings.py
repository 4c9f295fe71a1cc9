"""What the forms about a question begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from lorehall.communities.places import Place, place
from lorehall.content import addresses
from lorehall.content.find import find_item, find_post
from lorehall.content.models import Format, Item, ItemKind, Post
from lorehall.content.queries.listing import tags_of
from lorehall.kernel import policy, text
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Confirmation, Question


@dataclass(frozen=True, slots=True)
class Subject:
    """The question that a form is about, or a post of it: `post_id` is what is replied to or confirmed."""

    place: Place
    id: int
    room_id: int
    title: str
    url: str
    own: bool
    post_id: int
    author: str
    html: Markup


def _subject(item: Item, post: Post, viewer: Viewer) -> Subject:
    shown = post.html if post.deleted_at is None else ""
    return Subject(
        place=place(viewer, community_id=item.community_id),
        id=item.pk,
        room_id=item.room_id,
        title=item.title,
        url=addresses.of_item(item.kind, item.pk, item.slug),
        own=item.author_id == viewer.person_id,
        post_id=post.pk,
        author=post.author.name,
        html=stored(shown),
    )


def about_question(viewer: Viewer, item_id: int, permission: Permission) -> Subject:
    """For a form about the question; raises `Hidden`, or `Forbidden` where the viewer may not post it."""
    item = find_item(item_id, viewer, kind=ItemKind.QUESTION)
    policy.require(permission, viewer, item)
    return _subject(item, Post.objects.select_related("author").get(item=item, number=1), viewer)


def about_post(viewer: Viewer, post_id: int, permission: Permission) -> Subject:
    """For a form about a post of a question: a reply, a confirmation. Raises like `about_question`."""
    post = find_post(post_id, viewer)
    if post.item.kind != ItemKind.QUESTION:
        raise Hidden
    policy.require(permission, viewer, post.item)
    return _subject(post.item, post, viewer)


def standing_answer(item_id: int) -> int | None:
    """The answer that is confirmed now. For who may see the question."""
    found = Confirmation.objects.filter(question_id=item_id, ended_at=None).values_list("post_id", flat=True)
    return found.first()


@dataclass(frozen=True, slots=True)
class Editing:
    """A question as its editor begins: `opening_id` is the post, `version` its version."""

    subject: Subject
    opening_id: int
    version: int
    title: str
    text: str
    tried: str
    deciding: str
    by_when: date | None
    tags: str

    def initial(self) -> dict[str, Any]:
        names = ("version", "title", "text", "tried", "deciding", "by_when", "tags")
        return {name: getattr(self, name) for name in names}


def editing(viewer: Viewer, item_id: int) -> Editing:
    """The question as it stands, for its editor; raises `Hidden` or `Forbidden`."""
    item = find_item(item_id, viewer, kind=ItemKind.QUESTION)
    opening = Post.objects.select_related("author", "item__room", "item__community").get(item=item, number=1)
    policy.require(Permission.EDIT, viewer, opening)
    question = Question.objects.get(pk=item.pk)
    source = opening.source if opening.format == Format.MARKDOWN else text.html_to_markdown(opening.source)
    return Editing(
        subject=_subject(item, opening, viewer),
        opening_id=opening.pk,
        version=opening.version,
        title=item.title,
        text=source,
        tried=question.tried_source,
        deciding=question.deciding_source,
        by_when=question.by_when,
        tags=", ".join(tag.name for tag in tags_of([item.pk]).get(item.pk, ())),
    )
