"""Reaching practices and their drafts only through what the viewer may see."""

from __future__ import annotations

from lorehall.communities.viewers import viewer_of
from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind
from lorehall.kernel.errors import Hidden
from lorehall.people.models import Person
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Practice, PracticeDraft, Suggestion
from lorehall.practice.policy import visible_drafts


def find_practice(item_id: int, viewer: Viewer) -> Practice:
    """The practice with its item, room and community; raises `Hidden`."""
    item: Item = find_item(item_id, viewer, kind=ItemKind.PRACTICE)
    practice = Practice.objects.filter(pk=item.pk).first()
    if practice is None:
        raise Hidden
    practice.item = item
    return practice


def find_draft(draft_id: int, viewer: Viewer) -> PracticeDraft:
    """The draft with its room and community; raises `Hidden` alike for what is not there and what may not be seen."""
    drafts = visible_drafts(viewer).select_related("room", "community", "by")
    draft = drafts.filter(pk=draft_id).first()
    if draft is None:
        raise Hidden
    return draft


def find_asked(person_id: int) -> Viewer:
    """Whom a letter was sent to, as they may read and act now; raises `Hidden` for a closed account."""
    if not Person.objects.filter(pk=person_id, is_active=True).exists():
        raise Hidden
    return viewer_of(person_id)


def find_suggestion(suggestion_id: int, viewer: Viewer) -> Suggestion:
    """A suggested edit of a practice that the viewer may see, with the practice; raises `Hidden`."""
    suggestions = Suggestion.objects.select_related("practice", "by", "decided_by", "seconded_by")
    found = suggestions.filter(pk=suggestion_id).first()
    if found is None:
        raise Hidden
    found.practice = find_practice(found.practice_id, viewer)
    return found
