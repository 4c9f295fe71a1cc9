"""How far the viewer has read the item of a page, out of two columns that the page's own query reads with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from lorehall.reading.queries.marks import read_since, read_to


class Reader(NamedTuple):
    """A member who reads an item: up to which number they have read, since when posts are new to them, and the
    highest number that the page shows to its end.
    """

    item_id: int
    read_to: int
    since: datetime
    shown: int

    def is_new(self, number: int, created_at: datetime) -> bool:
        """Whether a live post of somebody else is new to them."""
        return number > self.read_to and created_at > self.since

    @property
    def begun(self) -> bool:
        """Whether they have read any of it, so that what is new can be told from the rest."""
        return self.read_to > 0


COLUMNS = ("read_to", "since")


def reader_columns(person: Any, path: str = "") -> dict[str, Any]:
    """The annotations behind `COLUMNS`; the query's key is the item's, and `path` leads to the item."""
    return {"read_to": read_to(person), "since": read_since(person, path)}


def reader(item_id: int, read_to: int, since: datetime | None, shown: int) -> Reader | None:
    """The reader; None for who is no member."""
    return None if since is None else Reader(item_id, read_to, since, shown)
