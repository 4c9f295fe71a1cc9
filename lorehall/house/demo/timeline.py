"""The story as one line of events, each at its moment, in the order in which they happened."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lorehall.house.demo.story import Belonging, Figure, Place, Step, Story, Thread, Unclear

SOON = timedelta(minutes=20)
"""So long after a post the first mark on it may come."""
WHILE = timedelta(days=4)
"""Within this time marks come in."""
SETTLED = timedelta(days=5)
"""So long after a community opened its library has a map."""
LATELY = timedelta(hours=30)
"""So long ago its shelves were arranged."""


class Act(StrEnum):
    ARRIVE = "arrive"
    OPEN = "open"
    JOIN = "join"
    ROOM = "room"
    ROLE = "role"
    SUSPEND = "suspend"
    START = "start"
    STEP = "step"
    USEFUL = "useful"
    TOO = "too"
    FOLLOW = "follow"
    DESCRIBE = "describe"
    LIBRARY = "library"
    SHELVES = "shelves"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment. What it is about stands in the fields that its act needs."""

    at: datetime
    act: Act
    by: str
    place: str = ""
    thread: Thread | None = None
    step: Step | None = None
    post: int = 0
    room: str = ""
    role: str = ""


def events(story: Story, now: datetime) -> list[Event]:
    """Everything, the oldest first; raises `Unclear` where a mark finds no time."""
    found = [*_people(story, now), *_places(story, now)]
    for thread in story.threads:
        found += _thread(story, thread, now)
    return sorted(found, key=lambda event: event.at)  # a stable sort: what is told first happens first


def _people(story: Story, now: datetime) -> Iterator[Event]:
    for figure in story.figures.values():
        moments = [belonging.joined.on(now) for belonging in figure.belongs.values()]
        arrived = min(moments, default=now - timedelta(days=30))
        yield Event(arrived - timedelta(minutes=30), Act.ARRIVE, figure.handle)


def _places(story: Story, now: datetime) -> Iterator[Event]:
    for key, place in story.places.items():
        yield Event(place.opened.on(now), Act.OPEN, place.by, key)
        for figure in story.figures.values():
            if key in figure.belongs:
                yield from _belonging(figure.handle, figure.belongs[key], place, now)
        for room in place.rooms:
            yield Event(room.opened.on(now), Act.ROOM, place.by, key, room=room.slug)
        yield Event(_last_opening(story, key, now) + SOON, Act.DESCRIBE, place.by, key)
        if place.library:
            yield Event(place.opened.on(now) + SETTLED, Act.LIBRARY, place.library.by, key)
            yield Event(now - LATELY, Act.SHELVES, place.library.by, key)


def _belonging(handle: str, belonging: Belonging, place: Place, now: datetime) -> Iterator[Event]:
    if handle != place.by:
        yield Event(belonging.joined.on(now), Act.JOIN, handle, place.key)
        if belonging.role != "member":
            yield Event(belonging.joined.on(now), Act.ROLE, handle, place.key, role=belonging.role)
    if belonging.then_at is not None:
        yield Event(belonging.then_at.on(now), Act.ROLE, handle, place.key, role=belonging.then)
    if belonging.suspended is not None:
        yield Event(belonging.suspended.on(now), Act.SUSPEND, handle, place.key)


def _last_opening(story: Story, place: str, now: datetime) -> datetime:
    """Tags exist once something carries them; they are described when the last thread has begun."""
    starts = [thread.at.on(now) for thread in story.threads if thread.place == place]
    return max(starts, default=story.places[place].opened.on(now))


def _thread(story: Story, thread: Thread, now: datetime) -> Iterator[Event]:
    start = thread.at.on(now)
    marks = _Marks(story, thread, now)
    yield Event(start, Act.START, thread.by, thread.place, thread)
    for step in thread.steps:
        yield Event(start + step.after, Act.STEP, step.by, thread.place, thread, step)
        yield from marks.on(step.post or 0, Act.USEFUL, step.useful)
    yield from marks.on(0, Act.USEFUL, thread.useful)
    yield from marks.on(0, Act.TOO, thread.too)
    yield from marks.on(0, Act.FOLLOW, thread.follow)


@dataclass(frozen=True, slots=True)
class _Marks:
    """Finds the moments of the marks on a thread: some hours after the post, and after their maker came;
    the same ones at each telling.
    """

    story: Story
    thread: Thread
    now: datetime

    def on(self, post: int, act: Act, handles: tuple[str, ...]) -> Iterator[Event]:
        for handle in handles:
            yield Event(self._moment(post, act, handle), act, handle, self.thread.place, self.thread, post=post)

    def _moment(self, post: int, act: Act, handle: str) -> datetime:
        thread, figure = self.thread, self.story.figures.get(handle)
        if figure is None or thread.place not in figure.belongs:
            raise Unclear(thread.file, thread.line, f"{act} by {handle}, who is not in {thread.place}")
        joined = figure.belongs[thread.place].joined.on(self.now)
        written = next((after for number, _, _, after in thread.posts() if number == post), None)
        if written is None:
            raise Unclear(thread.file, thread.line, f"{act} by {handle} on what nobody can read yet")
        first = max(thread.at.on(self.now) + written, joined) + SOON
        last = min([first + WHILE, *self._ends(post, figure)])
        if last <= first:
            raise Unclear(thread.file, thread.line, f"no time is left for {act} by {handle}")
        share = zlib.crc32(f"{thread.key} {post} {handle} {act}".encode()) / 2**32
        return first + (last - first) * share * share

    def _ends(self, post: int, figure: Figure) -> Iterator[datetime]:
        """The moments after which this person can't mark this post."""
        yield self.now - timedelta(minutes=1)
        belonging = figure.belongs[self.thread.place]
        if belonging.suspended is not None:
            yield belonging.suspended.on(self.now)
        if belonging.then == "sponsor" and belonging.then_at is not None:
            yield belonging.then_at.on(self.now)
        for step in self.thread.steps:
            if step.verb == "delete" and step.target == post:
                yield self.thread.at.on(self.now) + step.after
