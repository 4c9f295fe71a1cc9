"""The filters of a search, and the one rule of who sees what, over posts or over items."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from lorehall.communities.policy import reading
from lorehall.content.models import Follow, ItemTag
from lorehall.people.viewer import Viewer
from lorehall.search.wanted import Wanted

_STATES: dict[str, dict[str, Any]] = {
    "open": {"waiting": True},
    "answered": {"state": "answered"},
    "confirmed": {"state": "confirmed"},
    "unanswered": {"waiting": True, "replies_count": 0},
}


def items(viewer: Viewer, wanted: Wanted, path: str = "") -> Q:
    """What of a search is about items: live ones that the viewer may read, and its filters. `path` leads from the
    filtered table to the item.
    """
    at = f"{path}__" if path else ""
    rule = reading(viewer, f"{at}room") & Q(**{f"{at}deleted_at": None})
    if wanted.community_ids or wanted.room_ids:
        rule &= Q(**{f"{at}community_id__in": wanted.community_ids}) | Q(**{f"{at}room_id__in": wanted.room_ids})
    if wanted.kinds:
        rule &= Q(**{f"{at}kind__in": wanted.kinds})
    if wanted.states:
        among = Q(pk__in=[])
        for state in wanted.states:
            if state in _STATES:
                among |= Q(**{f"{at}{name}": value for name, value in _STATES[state].items()})
        rule &= among
    if wanted.mine:
        rule &= Q(**{f"{at}author_id": viewer.id})
    if wanted.followed:
        rule &= Q(Exists(Follow.objects.filter(item_id=OuterRef(f"{at}pk"), person_id=viewer.id)))
    for slug in wanted.tag_slugs:
        rule &= Q(Exists(ItemTag.objects.filter(item_id=OuterRef(f"{at}pk"), tag__slug=slug)))
    return rule


def posts(viewer: Viewer, wanted: Wanted, path: str) -> Q:
    """The same for posts that say something."""
    rule = items(viewer, wanted, f"{path}__item") & Q(**{f"{path}__deleted_at": None})
    if wanted.author_ids:
        rule &= Q(**{f"{path}__author_id__in": wanted.author_ids})
    if wanted.before:
        rule &= Q(**{f"{path}__created_at__lt": wanted.before})
    if wanted.after:
        rule &= Q(**{f"{path}__created_at__gte": wanted.after})
    return rule
