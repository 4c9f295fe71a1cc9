"""Definitions on the terms of a practice: read with what stands beside it, so they cost no statement more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, TextField
from django.db.models.functions import Cast

from lorehall.content import addresses
from lorehall.content.models import Item, ItemKind
from lorehall.kernel.db.prepared import Parameters
from lorehall.library.glossary import Entry, define
from lorehall.library.models import Term
from lorehall.library.standings import STANDING
from lorehall.practice.queries.columns import Row, Rows, number, room_of, text

TERM = "term"


def terms(p: Parameters) -> Rows:
    """The glossary of the practice's community, as rows beside a practice."""
    here = Item.objects.filter(pk=p("item")).values("community_id")
    found = Term.objects.filter(item__community_id__in=here, item__deleted_at=None, item__state__in=STANDING)
    item, said = F("item_id"), (Cast("names", TextField()), F("item__slug"), F("means"), text())
    return found.exclude(means="").values_list(text(TERM), item, item, *said, number(), *room_of("item"))


def defined(html: str, rows: Mapping[str, Sequence[Row]], item_id: int = 0) -> str:
    """The text of a practice with definitions on the terms that the viewer may know of; `item_id` is the practice,
    whose own names are not defined in it.
    """
    entries = [
        Entry(row.id, addresses.of_item(ItemKind.PRACTICE, row.id, row.second), tuple(_names(row.first)), row.third)
        for row in rows.get(TERM, ())
    ]
    return define(html, entries, but=item_id)


def _names(kept: Any) -> list[str]:
    """As the engine hands over what it keeps as JSON."""
    return list(json.loads(kept) if isinstance(kept, str) else kept)
