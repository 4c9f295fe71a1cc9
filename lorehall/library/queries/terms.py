"""Definitions on the terms of a practice: read with what stands beside it, so they cost no statement more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.db.models import F, TextField
from django.db.models.functions import Cast

from lorehall.content import addresses
from lorehall.content.models import Item, ItemKind
from lorehall.kernel.db.prepared import Parameters
from lorehall.library.glossary import Entry, Terms, define
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


@lru_cache(maxsize=64)
def _made(kept: tuple[tuple[int, str, str, str], ...]) -> Terms:
    """Looked up for as long as what was read is the same: reading three hundred names costs more than the page."""
    return Terms(
        Entry(item, addresses.of_item(ItemKind.PRACTICE, item, slug), tuple(json.loads(names)), means)
        for item, slug, names, means in kept
    )


def defined(html: str, rows: Mapping[str, Sequence[Row]], item_id: int = 0) -> str:
    """The text of a practice with definitions on the terms that the viewer may know of; `item_id` is the practice,
    whose own names are not defined in it.
    """
    kept = tuple((row.id, row.second, row.first, row.third) for row in rows.get(TERM, ()))
    return define(html, _made(kept), but=item_id) if kept else html
