"""What is found. Plain values: nothing here asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from lorehall.practice.models import Level


class Author(NamedTuple):
    """Who wrote the post."""

    id: int
    name: str
    handle: str
    hue: int
    photo: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An item, by the one of its posts that says it best; `url` leads to that post. In `title` and `passage` the
    words that were looked for stand in `<mark>`.
    """

    item_id: int
    kind: str
    title: Markup
    url: str
    state: str
    waiting: bool
    community_name: str
    community_slug: str
    room_name: str | None
    """None for the room that a community starts with."""
    post_id: int
    number: int
    role: str
    passage: Markup
    author: Author
    created_at: datetime
    """When the post was written."""
    asked_at: datetime
    """When the item was started."""
    active_at: datetime
    useful: int
    replies: int
    confirmed: bool
    """This post is the answer that was confirmed."""
    level: str = ""
    """How well a practice is borne out; empty for others."""

    @property
    def level_words(self) -> str:
        return str(Level(self.level).label) if self.level else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `after` is the next page's cursor, None at the end. `about` is how many items there are; with
    `more_than` there are more than that. `relaxed`: not all of the words stand in them, because too little has all;
    `whole` says whether any has.
    """

    hits: list[Hit]
    after: str | None = None
    about: int = 0
    more_than: bool = False
    relaxed: bool = False
    whole: bool = True


class Suggestion(NamedTuple):
    """Something that what is being typed may mean. `kind` is an item's kind, "tag" or "person"."""

    kind: str
    label: str
    url: str
    detail: str


class PersonFound(NamedTuple):
    """A person that the viewer may know of."""

    name: str
    handle: str
    hue: int
    photo: str
    about: str
    url: str


class TagFound(NamedTuple):
    """A tag, and how many items that the viewer may see carry it."""

    name: str
    slug: str
    community_name: str
    community_slug: str
    items: int
    url: str
