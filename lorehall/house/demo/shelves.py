"""The library on the stage: its topic map, its collections, what the community wants to learn."""

from __future__ import annotations

from lorehall.house.demo.props import Props
from lorehall.house.demo.story import Place, Thread


class Shelves:
    """Puts the library of each place up, and puts on its shelves what was written."""

    def __init__(self, props: Props) -> None:
        self.props = props
        self.topics: dict[tuple[str, str], int] = {}

    def put_up(self, place: Place) -> None:
        """The customs, and a map on which nothing stands yet."""

    def hang(self, thread: Thread) -> None:
        """What was published stands at its topic."""

    def fill(self, place: Place) -> None:
        """The collections, in their order."""
