"""What somebody looks for, already understood: words and filters by id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words as typed, and filters. Several values of one filter mean any of them; of `tag_slugs`, all. Ids need not
    be checked: what the viewer may not see is not found, whatever is asked for.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Words or phrases that must not stand in it."""
    kinds: tuple[str, ...] = ()
    """Values of `ItemKind`."""
    community_ids: tuple[int, ...] = ()
    room_ids: tuple[int, ...] = ()
    author_ids: tuple[int, ...] = ()
    """Who wrote the post, not who started the item."""
    tag_slugs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    """open, answered, confirmed, unanswered; of practices current, due, outdated, superseded, retired"""
    mine: bool = False
    followed: bool = False
    before: datetime | None = None
    after: datetime | None = None
    order: str = "best"
    """best or newest"""
    language: str = "en"
    """Whose stems to look for; the community's, where one is asked."""

    @property
    def says_something(self) -> bool:
        """Whether there are words to look for, beside the filters."""
        return bool(self.words or self.phrases)
