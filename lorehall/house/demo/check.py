"""Checks the story as a whole: plays it on paper, so that a slip in a text is found with file and line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lorehall.house.demo import names
from lorehall.house.demo.story import Library, Story, Thread, Unclear
from lorehall.house.demo.timeline import Act, Event, events

PROBES = (datetime(2026, 3, 2, 0, 1, tzinfo=UTC), datetime(2026, 3, 2, 23, 58, tzinfo=UTC))
"""Moments counted in hours and those with an hour of the day move against each other: both ends are tried."""


def check(story: Story) -> None:
    """Raise `Unclear` for the first thing that does not fit: a person, a tag, a link, a moment."""
    for thread in story.threads:
        _fits(story, thread)
    for key, place in story.places.items():
        if place.library:
            _stands(story, key, place.library)
    for now in PROBES:
        _play(story, now)


def _fits(story: Story, thread: Thread) -> None:
    place = story.places[thread.place]
    for tag in thread.tags:
        if tag not in place.tags:
            raise Unclear(thread.file, thread.line, f"the tag {tag} is not described in community.toml")
    if thread.room and thread.room not in {room.slug for room in place.rooms}:
        raise Unclear(thread.file, thread.line, f"there is no room {thread.room}")
    for text, line in _texts(thread):
        for found in names.odd(text):
            raise Unclear(thread.file, line, f"{found!r} is neither a link nor a quote nor a citation")
        for handle in names.handles(text):
            if thread.place not in getattr(story.figures.get(handle), "belongs", {}):
                raise Unclear(thread.file, line, f"@{handle} is not in {thread.place}")
        for handle, words in names.quotes(text):
            if quoted(thread, handle, words) is None:
                raise Unclear(thread.file, line, f"{handle} has not written {words!r}")


def _stands(story: Story, key: str, library: Library) -> None:
    """What the library names is there."""
    threads = {thread.key for thread in story.threads if thread.place == key}
    topics = {topic.key for topic in library.topics}
    practices = [thread for thread in story.threads if thread.place == key and thread.kind == "practice"]
    hung = {thread.words["topic"] for thread in practices if "topic" in thread.words}
    named = {page for shelf in library.shelves for page in shelf.pages} | set(library.not_worth_it)
    named |= {one for asked in library.agenda for one in (*asked.threads, asked.closed_by) if one}
    for name in sorted((named - threads) | (hung - topics)):
        raise Unclear(f"{key}/library.toml", 1, f"there is no {name}")


def _texts(thread: Thread) -> list[tuple[str, int]]:
    opening = [(text, thread.line) for text in (thread.text, thread.tried, thread.decide)]
    return opening + [(step.text, step.line) for step in thread.steps]


def quoted(thread: Thread, handle: str, words: str) -> int | None:
    """The number of the last post by the handle that has these words; None if there is none."""
    plain = " ".join(words.split())
    found = [number for number, by, text, _ in thread.posts() if by == handle and plain in " ".join(text.split())]
    return found[-1] if found else None


def cited(thread: Thread, handle: str, words: str) -> tuple[int, timedelta] | None:
    """Number and age of the post that a citation means: the handle's (or the logged) one that has these words, or
    without words the first answer, or else the first post; None if there is none.
    """
    logged = {step.post for step in thread.steps if step.verb == "log"}
    answers = {step.post for step in thread.steps if step.verb in {"answer", "log"}}
    plain = " ".join(words.split())
    own = [
        (number, after)
        for number, by, text, after in thread.posts()
        if (number in logged if handle == "log" else by == handle) and plain in " ".join(text.split())
    ]
    if words or not own:
        return own[-1] if own else None
    return next((found for found in own if found[0] in answers), own[0])


class _Paper:
    """What stands so far, when the story is played on paper."""

    def __init__(self, story: Story, now: datetime) -> None:
        self.story = story
        self.now = now
        self.roles: dict[tuple[str, str], str] = {}
        self.started: set[str] = set()

    def happen(self, event: Event) -> None:
        key = (event.place, event.by)
        match event.act:
            case Act.OPEN:
                self.roles[key] = "coordinator"
            case Act.JOIN:
                self.roles[key] = "member"
            case Act.ROLE:
                self.roles[key] = event.role
            case Act.SUSPEND:
                del self.roles[key]
            case Act.ROOM:
                self._let_in(event)
            case Act.START | Act.STEP | Act.USEFUL | Act.TOO | Act.FOLLOW if event.thread:
                self._write(event, event.thread)
            case _:
                pass

    def _let_in(self, event: Event) -> None:
        room = next(room for room in self.story.places[event.place].rooms if room.slug == event.room)
        for handle in room.members:
            if (event.place, handle) not in self.roles:
                raise Unclear(f"{event.place}/community.toml", 1, f"{handle} is no member when {room.slug} opens")

    def _write(self, event: Event, thread: Thread) -> None:
        line = event.step.line if event.step else thread.line
        role = self.roles.get((event.place, event.by))
        if role is None:
            raise Unclear(thread.file, line, f"{event.by} is no member of {event.place} at that time")
        if role == "sponsor" and event.act != Act.FOLLOW:
            raise Unclear(thread.file, line, f"{event.by} is a sponsor at that time, and sponsors read")
        room = next((room for room in self.story.places[thread.place].rooms if room.slug == thread.room), None)
        if room and room.private and event.by not in room.members:
            raise Unclear(thread.file, line, f"{event.by} is not in the room {room.slug}")
        self._refer(event, thread, line)
        if thread.kind != "practice" or (event.step and event.step.verb == "publish"):
            self.started.add(thread.key)

    def _refer(self, event: Event, thread: Thread, line: int) -> None:
        """Links lead to what is there already."""
        texts = [event.step.text] if event.step else []
        if event.act == Act.START:
            texts = [thread.text, thread.tried, thread.decide]
        keys = [key for text in texts for key in names.links(text)]
        if event.step and event.step.verb == "duplicate":
            keys.append(event.step.of)
        for key in keys:
            if key not in self.started or key == thread.key:
                raise Unclear(thread.file, line, f"there is no thread {key} at that time")
        for found in (found for text in texts for found in names.cites(text)):
            self._cite(found, event, thread, line)
        for name in (name for text in texts for name in names.files(text)):
            if not thread.brought(name).is_file():
                raise Unclear(thread.file, line, f"there is no file {name}")

    def _cite(self, mark: tuple[str, str, str], event: Event, thread: Thread, line: int) -> None:
        """What is cited is written already."""
        key, handle, words = mark
        other = next((other for other in self.story.threads if (other.key, other.place) == (key, thread.place)), None)
        found = cited(other, handle, words) if other else None
        if other is None or found is None or other.at.on(self.now) + found[1] >= event.at:
            raise Unclear(thread.file, line, f"there is no post of {handle} in {key} at that time: {words}")


def _play(story: Story, now: datetime) -> None:
    paper = _Paper(story, now)
    for event in events(story, now):
        thread, step = event.thread, event.step
        if thread and event.at >= now:
            raise Unclear(thread.file, step.line if step else thread.line, "this is not past yet")
        if thread and step and step.target is not None:
            _after_its_target(thread, step.target, event, now)
        paper.happen(event)


def _after_its_target(thread: Thread, target: int, event: Event, now: datetime) -> None:
    written = thread.at.on(now) + next(after for number, _, _, after in thread.posts() if number == target)
    if event.step and event.at <= written:
        raise Unclear(thread.file, event.step.line, "this comes before what it is about")
