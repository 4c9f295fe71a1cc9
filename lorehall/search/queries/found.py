"""Looking for items. Budgets stand beside each function."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lorehall.people.viewer import Viewer
from lorehall.search.queries.shapes import Author, Found, Hit, PersonFound, Suggestion, TagFound
from lorehall.search.wanted import Wanted

SIZE = 20


def find(viewer: Viewer, wanted: Wanted, *, after: str | None = None, size: int = SIZE) -> Found:
    """A page of what the viewer may see and wants, best first or newest first. Three statements at most."""
    return Found([])


def similar(
    viewer: Viewer,
    title: str,
    *,
    community_id: int | None,
    exclude: int | None = None,
    before: datetime | None = None,
    size: int = 5,
) -> list[Hit]:
    """Items like the one that has this title, or will have."""
    return []


def suggest(viewer: Viewer, typed: str, *, community_id: int | None = None, size: int = 8) -> list[Suggestion]:
    """Titles, tags and people that go on as was typed."""
    return []


def people(viewer: Viewer, words: str, *, size: int = 5) -> list[PersonFound]:
    """People whom the viewer may know of, by the beginnings of their names."""
    return []


def tags(viewer: Viewer, words: str, *, community_ids: Sequence[int] = (), size: int = 5) -> list[TagFound]:
    """Tags by the beginnings of their words, in communities that the viewer reads."""
    return []


__all__ = [
    "Author",
    "Found",
    "Hit",
    "PersonFound",
    "Suggestion",
    "TagFound",
    "find",
    "people",
    "similar",
    "suggest",
    "tags",
]
