"""Begin a draft, and let others write it too."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from lorehall.content.find import find_room_to_post
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line, tidy_source
from lorehall.people.viewer import Viewer
from lorehall.practice.facts import DraftBegun
from lorehall.practice.find import find_practice
from lorehall.practice.lent import lend_to_draft
from lorehall.practice.models import DraftVersion, DraftWriter, Practice, PracticeDraft, Shape


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a draft begins with. `room_id` None means the community's first room; `language` "" the community's."""

    title: str = ""
    source: str = ""
    shape: str = Shape.PRACTICE
    tags: str = ""
    room_id: int | None = None
    language: str = ""
    replaces_id: int | None = None
    translates_id: int | None = None
    submission: str | None = None


def begin(community_id: int, beginning: Beginning, *, by: Viewer) -> PracticeDraft:
    """Begin a draft; the same form sent twice begins one. Its text may still be empty."""
    community, room = find_room_to_post(community_id, beginning.room_id, by)
    policy.require(Permission.WRITE_PRACTICE, by, community)
    replaced = _of(beginning.replaces_id, community.pk, by)
    original = _of(beginning.translates_id, community.pk, by)
    now = clock.now()
    begun = PracticeDraft(
        community=community,
        room=room,
        shape=Shape(beginning.shape),
        language=beginning.language or community.language,
        title=tidy_line(beginning.title)[:200],
        source=tidy_source(beginning.source),
        tags=tidy_line(beginning.tags)[:200],
        replaces_id=replaced.pk if replaced else None,
        # All languages of a page point at the one that it was first written in.
        translates_id=(original.translates_id or original.pk) if original else None,
        by_id=by.id,
        at=now,
        changed_by_id=by.id,
        changed_at=now,
        submission=beginning.submission or None,
    )
    try:
        with transaction.atomic():
            _rows(begun)
            lend_to_draft(begun, by=by)
    except IntegrityError:
        before = PracticeDraft.objects.filter(by_id=by.id, submission=beginning.submission or None).first()
        if before is None or not beginning.submission:
            raise
        return before
    return begun


def _of(item_id: int | None, community_id: int, by: Viewer) -> Practice | None:
    """The practice of this community that is meant; raises `Hidden` where the writer sees none."""
    if item_id is None:
        return None
    practice = find_practice(item_id, by)
    if practice.item.community_id != community_id:
        raise Hidden
    return practice


def _rows(draft: PracticeDraft) -> None:
    PracticeDraft.objects.bulk_create([draft])
    DraftWriter.objects.create(draft=draft, person_id=draft.by_id, by_id=draft.by_id, at=draft.at)
    DraftVersion.objects.create(
        draft=draft, number=1, title=draft.title, source=draft.source, by_id=draft.by_id, at=draft.at
    )
    facts.record(DraftBegun(draft_id=draft.pk, by_id=draft.by_id))
