"""Ask a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from lorehall.content import writing
from lorehall.content.find import find_item, find_room_to_post
from lorehall.content.models import Item, ItemKind
from lorehall.content.rules.attach import attach_asides
from lorehall.content.rules.edit import Edit, prepare, write
from lorehall.content.rules.mark import keep_following
from lorehall.content.rules.start import Opening, start
from lorehall.content.rules.tag import names
from lorehall.kernel import facts
from lorehall.people.viewer import Viewer
from lorehall.questions.facts import Asked
from lorehall.questions.models import Question, State
from lorehall.questions.rules.clarify import end_clarification


@dataclass(frozen=True, slots=True)
class Asking:
    """What was typed. `room_id` None means the community's first room."""

    title: str
    text: str
    tried: str = ""
    deciding: str = ""
    by_when: date | None = None
    tags: str = ""
    room_id: int | None = None
    submission: str | None = None


def ask(community_id: int, asking: Asking, *, by: Viewer) -> Item:
    """Ask; returns the question's item, the same one when the same form is sent twice."""
    community, room = find_room_to_post(community_id, asking.room_id, by)
    title = writing.title(asking.title)
    text = writing.write(asking.text, room, by=by)
    tried = writing.write_aside(asking.tried, room, by=by, field="tried")
    deciding = writing.write_aside(asking.deciding, room, by=by, field="deciding")
    tags = names(asking.tags)
    author = by.id
    opening = Opening(
        community,
        room,
        ItemKind.QUESTION,
        title,
        text,
        author,
        State.OPEN,
        waiting=True,
        tags=tags,
        submission=asking.submission,
        beside=f"{tried.words} {deciding.words}",
    )
    with transaction.atomic():
        item, made = start(opening)
        if made:
            Question.objects.create(
                item=item,
                tried_source=tried.source,
                tried_html=tried.html,
                deciding_source=deciding.source,
                deciding_html=deciding.html,
                by_when=asking.by_when,
            )
            attach_asides(item.pk, tried, deciding)
            keep_following(item.pk, author)
            facts.record(Asked(item_id=item.pk, by_id=author))
    return item


@dataclass(frozen=True, slots=True)
class Asides:
    """What stands beside a question's text."""

    tried: str = ""
    deciding: str = ""
    by_when: date | None = None


def edit_question(post_id: int, change: Edit, asides: Asides, *, by: Viewer) -> Item:
    """Edit a question's opening with what stands beside it; raises `Conflict` like `edit`. What was asked for in
    detail counts as given when the asker edits.
    """
    ready = prepare(post_id, change, by=by)
    post = ready.post
    tried = writing.write_aside(asides.tried, post.item.room, by=by, post_id=post.pk, field="tried")
    deciding = writing.write_aside(asides.deciding, post.item.room, by=by, post_id=post.pk, field="deciding")
    with transaction.atomic():
        write(ready, by=by, beside=f"{tried.words} {deciding.words}")
        Question.objects.filter(pk=post.item_id).update(
            tried_source=tried.source,
            tried_html=tried.html,
            deciding_source=deciding.source,
            deciding_html=deciding.html,
            by_when=asides.by_when,
        )
        attach_asides(post.item_id, tried, deciding)
        if by.person_id == post.author_id:
            end_clarification(post.item)
    return find_item(post.item_id, by)
