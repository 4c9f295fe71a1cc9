"""A community's topic map in memory: who stands below whom, in which order."""

from __future__ import annotations

from collections.abc import Iterable

from lorehall.library.models import Topic

MOST_TOPICS = 500
MOST_DEPTH = 8


class Tree:
    """Topics by id, and the order of those below each; None is the top."""

    def __init__(self, topics: Iterable[Topic], community_id: int) -> None:
        self.community_id = community_id
        self.topics: dict[int, Topic] = {topic.pk: topic for topic in topics}
        self._below: dict[int | None, list[int]] = {}
        for topic in self.topics.values():
            self._below.setdefault(topic.parent_id, []).append(topic.pk)
        self._parents = {topic.pk: topic.parent_id for topic in self.topics.values()}

    def below(self, parent: int | None) -> list[int]:
        """Those right below, in their order."""
        return list(self._below.get(parent, ()))

    def within(self, topic_id: int) -> set[int]:
        """A topic and all below it."""
        found, ahead = set(), [topic_id]
        while ahead:
            one = ahead.pop()
            found.add(one)
            ahead += self._below.get(one, ())
        return found

    def depth(self, topic_id: int) -> int:
        """How many stand above it."""
        depth, parent = 0, self._parents[topic_id]
        while parent is not None:
            depth, parent = depth + 1, self._parents[parent]
        return depth

    def height(self, topic_id: int) -> int:
        """How many levels are below it."""
        return max((1 + self.height(child) for child in self.below(topic_id)), default=0)

    def put(self, topic: Topic, parent: int | None, before: int | None) -> None:
        """Let it stand below `parent`, before a sibling or last."""
        self.topics[topic.pk] = topic
        if topic.pk in self._parents:
            self._below[self._parents[topic.pk]].remove(topic.pk)
        siblings = self._below.setdefault(parent, [])
        siblings.insert(siblings.index(before) if before is not None else len(siblings), topic.pk)
        self._parents[topic.pk] = topic.parent_id = parent

    def drop(self, topic_id: int) -> None:
        """Take out one that has none below it any more."""
        self._below[self._parents.pop(topic_id)].remove(topic_id)
        del self.topics[topic_id]

    def beside(self, topic_id: int, way: str) -> tuple[int | None, int | None] | None:
        """(parent, before) one step "up", "down", "in" or "out" of where it stands; None where there is no step."""
        parent = self._parents[topic_id]
        siblings = self._below[parent]
        at = siblings.index(topic_id)
        if way == "up" and at > 0:
            return parent, siblings[at - 1]
        if way == "down" and at + 1 < len(siblings):
            return parent, siblings[at + 2] if at + 2 < len(siblings) else None
        if way == "in" and at > 0:
            return siblings[at - 1], None
        if way == "out" and parent is not None:
            around = self._below[self._parents[parent]]
            after = around.index(parent) + 1
            return self._parents[parent], around[after] if after < len(around) else None
        return None

    def settle(self) -> list[Topic]:
        """Give every topic its position and its way; returns those that are different now. One that went
        below another has another way.
        """
        changed = []
        ahead: list[tuple[int | None, list[list[str]]]] = [(None, [])]
        while ahead:
            parent, way = ahead.pop()
            for position, topic_id in enumerate(self.below(parent), 1):
                topic = self.topics[topic_id]
                trail = [*way, [topic.name, topic.slug]]
                if topic.position != position or topic.trail != trail:
                    topic.position, topic.trail = position, trail
                    changed.append(topic)
                ahead.append((topic_id, trail))
        return changed
