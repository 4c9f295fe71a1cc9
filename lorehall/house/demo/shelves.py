"""The library on the stage: its topic map, its collections, what the community wants to learn."""

from __future__ import annotations

from collections.abc import Iterable

from lorehall.agenda.models import AgendaQuestion
from lorehall.agenda.rules.attach import attach
from lorehall.agenda.rules.close import Closing, close
from lorehall.agenda.rules.follow_charter import follow_charter
from lorehall.harvest.models import Verdict
from lorehall.harvest.rules.judge import judge
from lorehall.house.demo.props import Props
from lorehall.house.demo.story import Library, Place, Thread
from lorehall.library.rules import collect, topic
from lorehall.library.rules.place import place as put_at
from lorehall.practice.rules.customs import Ways, set_ways


class Shelves:
    """Puts the library of each place up, and puts on its shelves what was written."""

    def __init__(self, props: Props) -> None:
        self.props = props
        self.topics: dict[tuple[str, str], int] = {}

    def put_up(self, place: Place) -> None:
        """The customs, and a map on which nothing stands yet."""
        if place.library is None:
            return
        by = self.props.viewer(place.library.by)
        community = self.props.communities[place.key].pk
        set_ways(community, Ways(place.library.reviewers, place.library.review_months), by=by)
        for one in place.library.topics:
            parent = self.topics[place.key, one.under] if one.under else None
            made = topic.add(community, one.name, by=by, parent_id=parent, about=one.about)
            self.topics[place.key, one.key] = made.pk

    def hang(self, thread: Thread) -> None:
        """What was published stands at its topic."""
        library = self.props.story.places[thread.place].library
        if library and "topic" in thread.words:
            by = self.props.viewer(library.by)
            put_at(self.props.items[thread.key], self.topics[thread.place, thread.words["topic"]], by=by)

    def fill(self, place: Place) -> None:
        """The collections in their order, what is not worth harvesting, and the learning agenda."""
        if place.library is None:
            return
        community = self.props.communities[place.key].pk
        for shelf in place.library.shelves:
            by = self.props.viewer(shelf.by)
            made = collect.make(community, collect.Wish(shelf.name, shelf.about, starter=shelf.starter), by=by)
            for key in self._here(shelf.pages):
                collect.put_in(made.pk, self.props.items[key], by=by)
        by = self.props.viewer(place.library.by)
        for key in self._here(place.library.not_worth_it):
            judge(self.props.items[key], Verdict.Says.NOT_WORTH_IT, by=by, note=place.library.not_worth_it[key])
        self._learn(place.library, community)

    def _here(self, keys: Iterable[str]) -> list[str]:
        return [key for key in keys if key in self.props.items]

    def _learn(self, library: Library, community: int) -> None:
        """What belongs to the questions of the charter, and what was learned."""
        follow_charter(community)
        for asked in library.agenda:
            by = self.props.viewer(asked.by)
            question = AgendaQuestion.objects.get(community_id=community, text=asked.question).pk
            for key in self._here(asked.threads):
                attach(question, self.props.items[key], by=by)
            if self._here([asked.closed_by]):
                close(question, Closing(asked.learned, f"{self.props.items[asked.closed_by]}"), by=by)
