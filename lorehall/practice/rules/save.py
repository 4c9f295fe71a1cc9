"""Save a draft while it is written, by several people at once: what they wrote is put together, and no word is lost."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lorehall.communities.models import Room
from lorehall.communities.policy import readable
from lorehall.content.models import Item
from lorehall.content.writing import open_to_readers
from lorehall.kernel import clock, policy
from lorehall.kernel.errors import Conflict as Quicker
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line, tidy_source
from lorehall.kernel.text.limits import check_source
from lorehall.kernel.text.merge import Conflict, merge
from lorehall.people.viewer import Viewer
from lorehall.practice.find import find_draft
from lorehall.practice.lent import lend_to_draft
from lorehall.practice.models import DraftSource, DraftVersion, PracticeDraft, Shape

LENGTH = 200
_TRIES = 8
SOURCES_STAY = gettext_lazy(
    "Not everybody who reads that room may read what this draft is made from, so it stays in its room."
)


@dataclass(frozen=True, slots=True)
class Change:
    """The text as its writer has it now; `version` is the draft's that it was made from. None leaves as it is."""

    source: str
    version: int
    title: str | None = None
    tags: str | None = None
    shape: str | None = None
    language: str | None = None
    room_id: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft as it stands now. `merged`: it holds more than what was sent. `sent` is the version that what was sent
    is kept as: who wrote on meanwhile names it, with their next change, as the one that they began from.
    """

    draft: PracticeDraft
    merged: bool
    conflicts: tuple[Conflict, ...]
    sent: int


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    source: str
    tags: str | None
    """None: not known any more."""

    def says(self, other: _Text) -> bool:
        """Are title and text the same?"""
        return (self.title, self.source) == (other.title, other.source)


def save(draft_id: int, change: Change, *, by: Viewer) -> Saved:
    """Save; where somebody else saved meanwhile, both are put together. Raises `Refused` for what is too long, or a
    room that the draft can't move to; `Forbidden` where the draft has ended.
    """
    for _try in range(_TRIES):
        draft = find_draft(draft_id, by)
        policy.require(Permission.WRITE_DRAFT, by, draft)
        saved = _save(draft, change, by)
        if saved is not None:
            return saved
    raise Quicker("changed_meanwhile", _("Others are writing here at this moment. Save once more."))


def _save(draft: PracticeDraft, change: Change, by: Viewer) -> Saved | None:
    """None where somebody was quicker."""
    mine = _tidied(draft, change)
    version = min(max(change.version, 0), draft.version)
    stands = _Text(draft.title, draft.source, draft.tags)
    begun = stands if version == draft.version else _begun(draft, version)
    after, conflicts = _together(begun, mine, stands)
    if after == stands and mine.says(begun) and not _moves(draft, change):
        return Saved(draft, merged=stands != mine, conflicts=(), sent=version)
    check_source(after.source, field="source")
    room = _room(draft, change.room_id, by)
    moved = room.pk != draft.room_id
    # What was sent takes a number of its own where it is not what stands from now on.
    texts = [mine, after] if after != mine else [after]
    was = draft.version
    _put(draft, after, change, room)
    draft.version, draft.changed_by_id, draft.changed_at = was + len(texts), by.id, clock.now()
    with transaction.atomic():
        if not _write(draft, was):
            return None
        # Asked after the row is held: who chooses a source holds it too.
        if moved and _closed(draft, room):
            raise Refused("sources_stay", str(SOURCES_STAY), "room")
        _keep(draft, texts, was)
        lend_to_draft(draft, by=by)
    return Saved(draft, merged=after != mine, conflicts=conflicts, sent=was + 1)


def _tidied(draft: PracticeDraft, change: Change) -> _Text:
    source = tidy_source(change.source)
    check_source(source, field="source")
    title = draft.title if change.title is None else tidy_line(change.title)[:LENGTH]
    return _Text(title, source, draft.tags if change.tags is None else tidy_line(change.tags)[:LENGTH])


def _begun(draft: PracticeDraft, version: int) -> _Text:
    """The text that a change of this version was made from; where the night thinned it out, the one before it."""
    kept = DraftVersion.objects.filter(draft=draft)
    row = kept.filter(number__lte=version).order_by("-number").first() or kept.order_by("number").first()
    return _Text(row.title, row.source, None) if row else _Text("", "", None)


def _together(begun: _Text, mine: _Text, stands: _Text) -> tuple[_Text, tuple[Conflict, ...]]:
    merged = merge(begun.source, mine.source, stands.source)
    conflicts = list(merged.conflicts)
    title = mine.title if stands.title in (begun.title, mine.title) else stands.title
    if stands.title not in (begun.title, mine.title) and mine.title != begun.title:
        conflicts.append(Conflict(begun.title, mine.title, stands.title))
    return _Text(title, merged.text, _tags(begun.tags, mine.tags, stands.tags)), tuple(conflicts)


def _tags(begun: str | None, mine: str | None, stands: str | None) -> str | None:
    """As they were typed; where somebody else saved meanwhile, those of both."""
    if begun is not None:
        return mine
    names = {name.strip(): None for tags in (stands, mine) for name in (tags or "").split(",") if name.strip()}
    return ", ".join(names)[:LENGTH]


def _moves(draft: PracticeDraft, change: Change) -> bool:
    """Is anything to change beside the text?"""
    return any(
        new is not None and new != old
        for new, old in (
            (change.shape, draft.shape),
            (change.language, draft.language),
            (change.room_id, draft.room_id),
        )
    )


def _room(draft: PracticeDraft, room_id: int | None, by: Viewer) -> Room:
    if room_id is None or room_id == draft.room_id:
        return draft.room
    room = readable(by).filter(community_id=draft.community_id, pk=room_id).first()
    if room is None:
        raise Refused("no_room", _("There is no such room in this community."), "room")
    return room


def _put(draft: PracticeDraft, after: _Text, change: Change, room: Room) -> None:
    draft.title, draft.source, draft.tags = after.title, after.source, after.tags or ""
    draft.shape = change.shape if change.shape in Shape.values else draft.shape
    draft.language = (change.language or draft.language)[:12]
    draft.room = room


_WRITTEN = ("title", "source", "tags", "shape", "language", "room_id", "version", "changed_by_id", "changed_at")


def _write(draft: PracticeDraft, was: int) -> bool:
    stands = PracticeDraft.objects.filter(pk=draft.pk, version=was, stage=draft.stage)
    return bool(stands.update(**{name: getattr(draft, name) for name in _WRITTEN}))


def _closed(draft: PracticeDraft, room: Room) -> bool:
    """Is anything that was chosen for the draft closed to some who read the room?"""
    items = Item.objects.filter(pk__in=DraftSource.objects.filter(draft=draft).values("post__item_id"))
    return items.exclude(open_to_readers(room)).exists()


def _keep(draft: PracticeDraft, texts: list[_Text], was: int) -> None:
    DraftVersion.objects.bulk_create(
        DraftVersion(
            draft=draft,
            number=was + n,
            title=text.title,
            source=text.source,
            by_id=draft.changed_by_id,
            at=draft.changed_at,
        )
        for n, text in enumerate(texts, 1)
    )
