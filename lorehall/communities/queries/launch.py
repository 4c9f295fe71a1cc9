"""The launch list: what a new community needs, ticked from what is there. Budget: 2 statements and the sources'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lorehall.communities import launch
from lorehall.communities.models import CharterVersion, Community, LaunchMark
from lorehall.communities.places import Place

FOUNDERS = 3
SEEDS = 5


@dataclass(frozen=True, slots=True)
class Marked:
    """A step that a coordinator recorded."""

    note: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LaunchList:
    """How far a community has come. The four counts tick themselves; the gathering is recorded."""

    charter: bool
    founders: int
    questions: int
    gathering: Marked | None
    welcome: bool

    @property
    def steps(self) -> tuple[bool, ...]:
        return (
            self.charter,
            self.founders >= FOUNDERS,
            self.questions >= SEEDS,
            self.gathering is not None,
            self.welcome,
        )

    @property
    def done(self) -> int:
        return sum(self.steps)

    @property
    def is_done(self) -> bool:
        return all(self.steps)


def launch_list(place: Place) -> LaunchList:
    """The list of one community. Its charter counts once it says what it is about, for whom and what to learn."""
    mark = (
        LaunchMark.objects.filter(community_id=place.id, step="gathering").values_list("note", "by__name", "at").first()
    )
    text, for_whom, agenda, welcome = (
        CharterVersion.objects.filter(community_id=place.id, number=place.charter_number)
        .values_list("about", "for_whom", "agenda", "community__welcome_source")
        .get()
    )
    return LaunchList(
        charter=bool(text and for_whom and agenda),
        founders=max(place.members_count - 1, 0),
        questions=launch.count("questions", place.id),
        gathering=Marked(*mark) if mark else None,
        welcome=bool(welcome),
    )


@dataclass(frozen=True, slots=True)
class WelcomeText:
    source: str
    html: str


def welcome_text(place: Place) -> WelcomeText:
    """What newcomers read first."""
    row = Community.objects.filter(pk=place.id).values_list("welcome_source", "welcome_html").get()
    return WelcomeText(*row)
