"""What stands on the stage by the names that the texts have for it, and how a text names it."""

from __future__ import annotations

from datetime import datetime

from lorehall.communities.models import Community
from lorehall.communities.viewers import viewer_of
from lorehall.house.demo import names
from lorehall.house.demo.check import cited, quoted
from lorehall.house.demo.story import Story, Thread
from lorehall.people.viewer import Viewer
from lorehall.uploads.queries import known
from lorehall.uploads.rules import Brought, bring


class Props:
    """Keeps the ids of what was made."""

    def __init__(self, story: Story, now: datetime) -> None:
        self.story = story
        self.now = now
        self.people: dict[str, int] = {}
        self.communities: dict[str, Community] = {}
        self.rooms: dict[tuple[str, str], int] = {}
        self.items: dict[str, int] = {}
        self.posts: dict[tuple[str, int], int] = {}
        self.viewers: dict[str, Viewer] = {}

    def viewer(self, handle: str) -> Viewer:
        """The person as they stand at this moment of the story."""
        if handle not in self.viewers:
            self.viewers[handle] = viewer_of(self.people[handle])
        return self.viewers[handle]

    def told(self, thread: Thread, text: str, by: Viewer) -> str:
        """The text with its links, quotes and files as people write them here."""

        def quote(handle: str, words: str) -> str:
            number = quoted(thread, handle, words)
            name = self.story.figures[handle].name
            return f"> [{name}](/p/{self.posts[thread.key, number or 0]}) wrote:\n>"

        def file(name: str, words: str) -> str:
            sent = Brought(thread.brought(name).read_bytes(), name, words)
            return known(bring(self.communities[thread.place].pk, sent, by=by)).markdown

        def cite(key: str, handle: str, words: str) -> str:
            return f"[^p{self.cited(thread, key, handle, words)}]"

        return names.replaced(text, link=lambda key: f"#{self.items[key]}", quote=quote, file=file, cite=cite)

    def cited(self, thread: Thread, key: str, handle: str, words: str) -> int:
        """The id of the post that a citation in the thread means."""
        other = next(other for other in self.story.threads if (other.key, other.place) == (key, thread.place))
        found = cited(other, handle, words)
        return self.posts[key, found[0] if found else 0]
