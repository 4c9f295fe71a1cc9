"""What the texts hold, once read: people, places and threads, with every moment counted from "now"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


class Unclear(Exception):  # noqa: N818 - a sentence about a text, not a fault of the program
    """A text can't be read; the message begins with its file and line."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")


@dataclass(frozen=True, slots=True)
class Moment:
    """So long ago (or, negative, ahead); with `clock` at that hour of that day, in UTC."""

    ago: timedelta
    clock: time | None = None

    def on(self, now: datetime) -> datetime:
        """The moment itself, seen from `now` (aware, UTC)."""
        then = now - self.ago
        if self.clock is None:
            return then
        return then.replace(hour=self.clock.hour, minute=self.clock.minute, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A person's way through a community: joined, perhaps another role later, perhaps suspended."""

    role: str
    joined: Moment
    then: str = ""
    then_at: Moment | None = None
    suspended: Moment | None = None
    suspended_by: str = ""
    suspended_for: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the cast."""

    handle: str
    name: str
    about: str
    timezone: str
    host: bool = False
    public: bool = False
    belongs: Mapping[str, Belonging] = field(default_factory=dict)

    @property
    def email(self) -> str:
        return f"{self.handle}@example.org"


@dataclass(frozen=True, slots=True)
class Charter:
    about: str
    not_about: str
    for_whom: str
    learn: tuple[str, ...]
    norms: str
    rhythm: str
    measures: str
    review: Moment


@dataclass(frozen=True, slots=True)
class Chamber:
    """A room beside the first one; a private one has members by handle."""

    slug: str
    name: str
    about: str
    opened: Moment
    private: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A place in the topic map; `under` is the key of the topic above it."""

    key: str
    name: str
    about: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection: pages in a chosen order, by their keys."""

    name: str
    about: str
    by: str
    pages: tuple[str, ...]
    starter: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the learning agenda, with the threads attached to it and the practice that closed it."""

    question: str
    by: str
    threads: tuple[str, ...]
    closed_by: str = ""
    learned: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """How a community keeps what it knows."""

    by: str
    reviewers: str
    review_months: int
    topics: tuple[Topic, ...]
    shelves: tuple[Shelf, ...]
    agenda: tuple[Asked, ...]
    not_worth_it: Mapping[str, str]
    """Threads that are not harvested, and why."""


@dataclass(frozen=True, slots=True)
class Place:
    """A community to be opened."""

    key: str
    slug: str
    name: str
    tagline: str
    kind: str
    visibility: str
    joining: str
    stage: str
    hue: int
    opened: Moment
    by: str
    welcome: str
    charter: Charter
    rooms: tuple[Chamber, ...]
    tags: Mapping[str, str]
    looked_for: Mapping[str, list[str]]
    """Words that were looked for in vain, and by whom."""
    library: Library | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to a thread. `post` is the number it makes, `target` the number it is about
    (0 is the opening); `words` holds what stands in lines of its own below the step's first line.
    """

    verb: str
    by: str
    after: timedelta
    line: int
    text: str = ""
    post: int | None = None
    target: int | None = None
    of: str = ""
    useful: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thread:
    """A question, a conversation or a practice with all that follows. Its key is the file's name without the ending;
    `words` holds what the front matter of a practice says beside.
    """

    key: str
    place: str
    kind: str
    title: str
    by: str
    at: Moment
    text: str
    steps: tuple[Step, ...]
    file: str
    line: int
    room: str = ""
    tags: tuple[str, ...] = ()
    tried: str = ""
    decide: str = ""
    due: timedelta | None = None
    useful: tuple[str, ...] = ()
    too: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def published(self) -> timedelta | None:
        """How long after its beginning it can be read; None for a draft that stays one."""
        if self.kind != "practice":
            return timedelta()
        return next((step.after for step in self.steps if step.verb == "publish"), None)

    def posts(self) -> Iterator[tuple[int, str, str, timedelta]]:
        """Number, author, text and age after the opening of everything written here, the opening first."""
        if self.published is None:
            return
        yield 0, self.by, self.text, self.published
        for step in self.steps:
            if step.post is not None:
                yield step.post, step.by, step.text, step.after

    def post(self, number: int) -> tuple[str, str]:
        """Author and text of a post."""
        return next((by, text) for found, by, text, _ in self.posts() if found == number)

    def brought(self, name: str) -> Path:
        """A file that a text of the thread holds."""
        return TEXTS / self.place / "files" / name


@dataclass(frozen=True, slots=True)
class Story:
    """All of it."""

    figures: Mapping[str, Figure]
    places: Mapping[str, Place]
    threads: tuple[Thread, ...]
