"""Drafts that could take from a thread: those that do, and the others that the viewer writes. One statement."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from lorehall.content.models import Item
from lorehall.harvest.models import Harvest
from lorehall.harvest.rules.begin import OPEN
from lorehall.people.viewer import Viewer
from lorehall.practice.models import DraftWriter
from lorehall.practice.policy import visible_drafts

MOST = 20


class Line(NamedTuple):
    id: int
    title: str
    by: str
    changed_at: datetime
    takes: bool
    """It takes from this thread already."""


def begun(viewer: Viewer, item: Item) -> list[Line]:
    """The ones that take from it first."""
    takes = Exists(Harvest.objects.filter(draft=OuterRef("pk"), item=item))
    writes = Exists(DraftWriter.objects.filter(draft=OuterRef("pk"), person_id=viewer.id))
    rows = visible_drafts(viewer).filter(community_id=item.community_id, stage__in=OPEN)
    rows = rows.annotate(takes=takes, mine=writes).exclude(takes=False, mine=False)
    fields = ("pk", "title", "by__name", "changed_at", "takes")
    return [Line(*row) for row in rows.order_by("-takes", "-changed_at", "-pk").values_list(*fields)[:MOST]]
