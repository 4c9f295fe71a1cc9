"""Publish a draft: from here on it is an item, with a steward and a day on which somebody looks at it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content import writing
from lorehall.content.models import Item, ItemKind, Post
from lorehall.content.rules.cite import cite
from lorehall.content.rules.mark import keep_following
from lorehall.content.rules.start import Opening, start
from lorehall.content.rules.tag import names
from lorehall.content.writing import open_to_readers
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.merge import is_marked
from lorehall.people.viewer import Viewer
from lorehall.practice import moves
from lorehall.practice.days import months_on
from lorehall.practice.facts import Published
from lorehall.practice.find import find_draft
from lorehall.practice.models import Credit, Customs, DraftSource, Practice, PracticeDraft, Stage, State, StateChange
from lorehall.practice.rules.hold import hold
from lorehall.practice.rules.move import supersede
from lorehall.practice.sections import outline


def publish(draft_id: int, *, by: Viewer, version: int | None = None) -> Item:
    """Publish; its publisher keeps it from then on. `version` is that of the draft as it was read; raises `Conflict`
    where it changed meanwhile, `Refused` where something is missing.
    """
    draft = find_draft(draft_id, by)
    policy.require(Permission.PUBLISH, by, draft)
    if is_marked(draft.source):
        raise Refused("marked", _("It still has the lines that part two texts. Keep what is right, and take them out."))
    title = writing.title(draft.title)
    text = writing.write(draft.source, draft.room, by=by, cites=True)
    tags = names(draft.tags)
    opening = Opening(
        draft.community, draft.room, ItemKind.PRACTICE, title, text, draft.by_id, State.CURRENT, tags=tags
    )
    with transaction.atomic():
        _end(draft, version)
        item, _made = start(opening)
        now = clock.now()
        PracticeDraft.objects.filter(pk=draft.pk).update(stage=Stage.PUBLISHED, item=item)
        _rows(draft, item, text, by, now)
        first = cite(item.pk, text, _chosen(draft), by_id=by.id, at=now)
        credit(item.pk, first, now)
        keep_following(item.pk, by.id)
        facts.record(Published(item_id=item.pk, by_id=by.id))
        _take_its_place(draft, item, by)
    return item


def _take_its_place(draft: PracticeDraft, item: Item, by: Viewer) -> None:
    """Of what it was written to replace, as far as its publisher may say so and all readers of that may read this."""
    old = Item.objects.select_related("room").filter(pk=draft.replaces_id or 0, deleted_at=None).first()
    if old is None or not Item.objects.filter(open_to_readers(old.room), pk=item.pk).exists():
        return
    held = hold(old.pk, item.pk)
    if moves.may_move(by, held[old.pk].item, State.SUPERSEDED) is None:
        supersede(held[old.pk], held[item.pk], by=by)


def _end(draft: PracticeDraft, version: int | None) -> None:
    """Hold the row: of two who publish at once, one does."""
    as_read = (version or draft.version) == draft.version
    stands = PracticeDraft.objects.filter(pk=draft.pk, stage=draft.stage, version=draft.version, item=None)
    # The version goes up, so that a save that is under way meets a conflict.
    if not as_read or not stands.update(version=draft.version + 1):
        raise Conflict("changed_meanwhile", _("Somebody changed this draft meanwhile. Look at it once more."))


def _rows(draft: PracticeDraft, item: Item, text: writing.Written, by: Viewer, now: datetime) -> None:
    months = Customs.objects.filter(pk=draft.community_id).values_list("review_months", flat=True).first() or 12
    practice = Practice.objects.create(
        item=item,
        shape=draft.shape,
        language=draft.language,
        translates_id=draft.translates_id,
        toc=outline(text.sections),
        steward_id=by.id,
        stewarded_at=now,
        review_on=months_on(now.date(), months),
        reviewed_at=now,
        reviewed_by_id=by.id,
        state_at=now,
        state_by_id=by.id,
        level_at=now,
    )
    StateChange.objects.create(practice=practice, was=draft.stage, now=State.CURRENT, by_id=by.id, at=now)


def _chosen(draft: PracticeDraft) -> dict[int, int]:
    return dict(DraftSource.objects.filter(draft=draft).values_list("post_id", "revision"))


def credit(item_id: int, post_ids: list[int], at: datetime) -> None:
    """Note whose words these are, once each."""
    people = Post.objects.filter(pk__in=post_ids).values_list("author_id", flat=True).distinct()
    rows = [Credit(practice_id=item_id, person_id=person, since=at) for person in people]
    Credit.objects.bulk_create(rows, ignore_conflicts=True)
