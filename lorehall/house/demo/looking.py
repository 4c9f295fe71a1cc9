"""What members of the demo looked for in vain, for its coordinators to read."""

from __future__ import annotations

from datetime import timedelta

from lorehall.house.demo.stage import Stage
from lorehall.house.demo.story import Place, Unclear
from lorehall.kernel import clock
from lorehall.search.rules import miss
from lorehall.search.syntax import parse


def look_in_vain(stage: Stage) -> None:
    """Each of them looks for each of the words once, in the days before the demo begins."""
    for place in stage.story.places.values():
        for number, (words, handles) in enumerate(place.looked_for.items(), 1):
            with clock.at(stage.now - timedelta(days=number, hours=number)):
                _look(stage, place, words, handles)


def _look(stage: Stage, place: Place, words: str, handles: list[str]) -> None:
    asked = parse(f"{words} in:{place.slug}").asked
    for handle in handles:
        if handle not in stage.people:
            raise Unclear(f"{place.key}/community.toml", 1, f"looked_for {words!r}: nobody is called {handle}")
        miss.count(asked, stage.communities[place.key].pk, by=stage.viewer(handle))
