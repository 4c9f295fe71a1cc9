"""Bring practices in from elsewhere, and keep them in step with where they came from.

Nobody is told of what was written elsewhere, so nothing of it says a fact until somebody changes it here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import transaction

from lorehall.communities.models import Room
from lorehall.content import index
from lorehall.content.models import ItemKind, Post, PostRole
from lorehall.content.rules import bring as content
from lorehall.content.rules import edit
from lorehall.content.rules.attach import attach
from lorehall.content.rules.cite import cite
from lorehall.content.rules.name import note_names
from lorehall.content.writing import Written
from lorehall.kernel import clock, facts
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.practice.days import latest_day, months_on
from lorehall.practice.facts import Revised
from lorehall.practice.models import Customs, Practice, Shape, State, StateChange
from lorehall.practice.rules.hold import hold
from lorehall.practice.rules.move import STANDING, put
from lorehall.practice.rules.publish import credit
from lorehall.practice.sections import outline


@dataclass(frozen=True, slots=True)
class BroughtPractice:
    """`key` names it at its source. `state` "" is worked out of `review_on`; `review_on` None is so many months from
    now as the community wants.
    """

    key: str
    title: str
    text: Written
    author_id: int
    steward_id: int
    made_at: datetime
    tags: Sequence[str] = ()
    shape: str = Shape.PRACTICE
    language: str = "en"
    state: str = ""
    why: str = ""
    review_on: date | None = None
    reviewed_on: date | None = None
    url: str = ""
    licence: str = ""


def bring(room: Room, source: str, brought: BroughtPractice, *, by: Viewer) -> tuple[int, bool]:
    """(item id, whether it was made now): what is known already by (source, key) is left as it is. Inside the
    caller's transaction.
    """
    state, review_on = _standing(brought, room.community_id)
    post = content.BroughtPost(
        brought.key,
        PostRole.OPENING,
        brought.author_id,
        brought.made_at,
        brought.text.source,
        brought.text.html,
        url=brought.url,
        licence=brought.licence,
        words=brought.text.words,
    )
    waiting = state == State.REVIEW_DUE
    item = content.BroughtItem(
        ItemKind.PRACTICE, state, waiting, brought.title, brought.made_at, brought.author_id, [post], tags=brought.tags
    )
    arrived = content.bring(room, source, [item])
    item_id, post_id = arrived.where[brought.key]
    if brought.key not in arrived.new:
        return item_id, False
    _rows(item_id, brought, state, review_on, by)
    _beside(item_id, post_id, brought.text, by)
    return item_id, True


def _standing(brought: BroughtPractice, community_id: int) -> tuple[str, date]:
    now = clock.now()
    months = Customs.objects.filter(pk=community_id).values_list("review_months", flat=True).first() or 12
    review_on = brought.review_on or months_on(now.date(), months)
    if brought.state in {State.OUTDATED, State.SUPERSEDED, State.RETIRED}:
        return brought.state, review_on
    due = review_on <= now.date() or brought.state == State.REVIEW_DUE
    return (State.REVIEW_DUE if due else State.CURRENT), min(review_on, latest_day(now)) if due else review_on


def _rows(item_id: int, brought: BroughtPractice, state: str, review_on: date, by: Viewer) -> None:
    now = clock.now()
    looked = brought.reviewed_on
    practice = Practice(
        item_id=item_id,
        shape=brought.shape,
        language=brought.language,
        toc=outline(brought.text.sections),
        steward_id=brought.steward_id,
        stewarded_at=now,
        review_on=review_on,
        reviewed_at=datetime.combine(looked, time(12), UTC) if looked else None,
        state_at=now,
        state_by_id=by.id,
        state_reason=brought.why,
        level_at=now,
    )
    Practice.objects.bulk_create([practice])
    StateChange.objects.create(practice=practice, was="", now=state, by_id=by.id, reason=brought.why, at=now)


def _beside(item_id: int, post_id: int, text: Written, by: Viewer) -> None:
    """What a text names, holds and cites."""
    now = clock.now()
    note_names(Post(pk=post_id, item_id=item_id), text, now)
    attach(post_id, text.uploads, now)
    credit(item_id, cite(item_id, text, {}, by_id=by.id, at=now), now)


def settle(item_id: int, was: str, text: Written, *, by: Viewer) -> bool:
    """Put the links of a page that was brought a moment ago in their places: without a version, and only while nobody
    changed it. Inside the caller's transaction.
    """
    post = Post.objects.filter(item_id=item_id, number=1, source=was, revisions_count=0)
    if not post.update(source=text.source, html=text.html):
        return False
    post_id = Post.objects.values_list("pk", flat=True).get(item_id=item_id, number=1)
    Practice.objects.filter(pk=item_id).update(toc=outline(text.sections))
    index.write(item_id, [index.Said(post_id, 1, text.words)])
    _beside(item_id, post_id, text, by)
    return True


def supersede(item_id: int, by_item_id: int) -> None:
    """What stands in the place of one that was brought as superseded."""
    held = Practice.objects.filter(pk=item_id, item__state=State.SUPERSEDED, superseded_by=None)
    held.exclude(pk=by_item_id).update(superseded_by_id=by_item_id)


def follow(item_id: int, change: edit.Edit, *, by: Viewer) -> None:
    """Take over what changed where it came from, as a version. Raises what `content.rules.edit` raises."""
    post_id = Post.objects.values_list("pk", flat=True).get(item_id=item_id, number=1)
    ready = edit.prepare(post_id, change, by=by, asking=Permission.REVISE, versioned=True)
    with transaction.atomic():
        edit.write(ready, by=by)
        Practice.objects.filter(pk=item_id).update(toc=outline(ready.text.sections))
        credit(item_id, cite(item_id, ready.text, {}, by_id=by.id, at=clock.now()), clock.now())
        facts.record(Revised(item_id=item_id, by_id=by.id))


def review_again(item_id: int, was: date | None, on: date, reviewed_on: date | None) -> bool:
    """Another review date, where the one here is still what came before (`was`). What was due until then, and was
    looked at where it came from, is current again. Inside the caller's transaction.
    """
    held = hold(item_id)[item_id]
    if was is not None and held.review_on != was:
        return False
    held.review_on = on
    held.asked_at = held.told_at = None
    if reviewed_on:
        held.reviewed_at = datetime.combine(reviewed_on, time(12), UTC)
    held.save(update_fields=["review_on", "asked_at", "told_at", "reviewed_at"])
    due = on <= clock.now().date()
    if not due and held.item.state == State.REVIEW_DUE:
        put(held, State.CURRENT, by_id=None)
    elif due and held.item.state == State.CURRENT:
        put(held, State.REVIEW_DUE, by_id=None)
    return True


def withdraw(item_id: int, state: str, *, by: Viewer, why: str) -> None:
    """It was withdrawn where it came from. Inside the caller's transaction."""
    held = hold(item_id)[item_id]
    if held.item.state in STANDING and state in {State.OUTDATED, State.RETIRED}:
        put(held, State(state), by_id=by.id, reason=why)
