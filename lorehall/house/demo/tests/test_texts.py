"""The texts themselves: enough of everything that a visitor should meet, in every hour of the day."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest

from lorehall.house.demo import names, read, timeline
from lorehall.house.demo.story import Story, Thread

pytestmark = pytest.mark.once

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def story() -> Story:
    return read.story()


def threads(story: Story, kind: str, place: str = "delivery") -> list[Thread]:
    return [thread for thread in story.threads if thread.kind == kind and thread.place == place]


def outcome(thread: Thread) -> str:
    verbs = {step.verb for step in thread.steps}
    for verb, state in (("duplicate", "duplicate"), ("confirm", "confirmed"), ("clarify", "clarifying")):
        if verb in verbs:
            return state
    return "answered" if verbs & {"answer", "log"} else "open"


def test_there_is_enough_to_read_of_each_kind(story: Story) -> None:
    assert len(threads(story, "question")) >= 30
    assert len(threads(story, "conversation")) >= 10
    assert len(story.threads) >= 40
    assert 2 <= len([thread for thread in story.threads if thread.place == "circle"]) <= 4


def test_questions_are_in_every_state(story: Story) -> None:
    states = Counter(outcome(thread) for thread in threads(story, "question"))
    assert 3 <= states["open"] <= 5
    assert states["clarifying"] == 1
    assert states["duplicate"] == 1
    assert states["confirmed"] >= 12
    assert states["answered"] >= 5


def test_each_special_thing_can_be_found(story: Story) -> None:
    verbs = Counter(step.verb for thread in story.threads for step in thread.steps)
    assert verbs["log"] == 1
    assert verbs["delete"] == 2
    edited = Counter(step.target for thread in story.threads for step in thread.steps if step.verb == "edit")
    assert max(edited.values()) >= 3
    confirmed_for_others = [
        step
        for thread in threads(story, "question")
        for step in thread.steps
        if step.verb == "confirm" and step.by != thread.by
    ]
    assert confirmed_for_others
    assert all(step.text for step in confirmed_for_others)


def test_the_library_has_each_sort_of_page_and_each_thing_that_can_happen_to_one(story: Story) -> None:
    practices = threads(story, "practice")
    shapes = Counter(thread.words["shape"] for thread in practices)
    assert set(shapes) == {"practice", "checklist", "how_to", "glossary", "lesson", "tool", "story"}
    assert sum(thread.published is None for thread in practices) == 2
    verbs = Counter(step.verb for thread in practices for step in thread.steps)
    for verb in ("accept", "decline", "dissent", "standard", "address", "offer", "take", "left", "still", "outdated"):
        assert verbs[verb], verb
    stewards = {step.by for thread in practices for step in thread.steps if step.verb == "publish"}
    assert len(stewards) >= 7
    reporters = {step.by for thread in practices for step in thread.steps if step.verb == "report"}
    assert len(reporters) >= 6
    assert {thread.words["language"] for thread in practices if "language" in thread.words} == {"de"}


def test_the_starter_set_has_six_pages(story: Story) -> None:
    library = story.places["delivery"].library
    assert library is not None
    (starter,) = (shelf for shelf in library.shelves if shelf.starter)
    assert len(starter.pages) == 6
    assert {topic.under for topic in library.topics} >= {"", "shipping", "on-call"}
    hung = {thread.words["topic"] for thread in threads(story, "practice")}
    assert {topic.key for topic in library.topics} - hung <= {"shipping", "on-call", "staying-up"}


def test_the_texts_hold_code_tables_formulas_mentions_links_and_quotes(story: Story) -> None:
    texts = [text for thread in story.threads for _, _, text, _ in thread.posts()]
    languages = {found for text in texts for found in re.findall(r"^```(\w+)$", text, re.MULTILINE)}
    assert {"sql", "python", "yaml", "bash", "go"} <= languages
    assert sum("\n|---" in text or re.search(r"^\|[-|]+\|$", text, re.MULTILINE) is not None for text in texts) >= 6
    assert sum("$$" in text for text in texts) >= 3
    assert sum(len(list(names.handles(text))) for text in texts) >= 2
    assert sum(len(list(names.links(text))) for text in texts) >= 5
    assert sum(len(list(names.quotes(text))) for text in texts) >= 5


def test_the_long_conversation_fills_several_pages(story: Story) -> None:
    longest = max(threads(story, "conversation"), key=lambda thread: len(thread.steps))
    assert 40 <= len(list(longest.posts())) <= 60


def test_nobody_shouts_and_every_text_has_a_decent_length(story: Story) -> None:
    for thread in story.threads:
        for _, _, text, _ in thread.posts():
            prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
            assert "!" not in prose, (thread.file, text)
            assert len(text.split()) <= 350, (thread.file, text)
        assert len(thread.text.split()) >= 20, thread.file


def test_tags_and_rooms_are_used(story: Story) -> None:
    for key, place in story.places.items():
        used = Counter(tag for thread in story.threads if thread.place == key for tag in thread.tags)
        assert set(used) == set(place.tags)
        assert max(used.values()) > 1
        rooms = {thread.room for thread in story.threads if thread.place == key}
        assert rooms == {"", *(room.slug for room in place.rooms)}
    assert 15 <= len(story.places["delivery"].tags) <= 25
    private = [room for room in story.places["delivery"].rooms if room.private]
    assert len(private) == 1
    assert sum(thread.room == private[0].slug for thread in story.threads) >= 2


def test_the_cast_has_every_part(story: Story) -> None:
    members = [figure for figure in story.figures.values() if "delivery" in figure.belongs]
    assert len(members) == 14
    last = {figure.belongs["delivery"].then or figure.belongs["delivery"].role for figure in members}
    assert last == {"member", "steward", "coordinator", "sponsor"}
    assert [figure.handle for figure in members if figure.belongs["delivery"].suspended] == ["eve"]
    assert story.figures["cy"].belongs == {}
    assert {figure.handle for figure in members if "circle" in figure.belongs} == {"bo", "mei"}
    assert {figure.timezone for figure in story.figures.values()} <= available_timezones()
    assert [figure.handle for figure in members if figure.host] == ["bo"]


def test_every_member_but_the_sponsor_wrote_something(story: Story) -> None:
    authors = {by for thread in story.threads for _, by, _, _ in thread.posts()}
    assert authors == set(story.figures) - {"cy"}


def test_each_charter_is_complete_and_up_for_review(story: Story) -> None:
    for place in story.places.values():
        charter = place.charter
        assert 4 <= len(charter.learn) <= 6
        parts = (
            charter.about,
            charter.not_about,
            charter.for_whom,
            charter.norms,
            charter.rhythm,
            charter.measures,
        )
        assert all(parts)
        assert charter.review.on(NOW) > NOW


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_at_any_hour_it_looks_alive(story: Story, hour: int) -> None:
    now = NOW.replace(hour=hour, minute=17)
    told = timeline.events(story, now)
    assert all(earlier.at <= later.at for earlier, later in pairwise(told))
    written = [event.at for event in told if event.act in {timeline.Act.START, timeline.Act.STEP}]
    assert max(written) < now
    assert now - max(written) < timedelta(hours=12)
    assert timedelta(days=210) < now - min(written) < timedelta(days=250)
    months = {(now - moment).days // 30 for moment in written}
    assert months == set(range(8))


def test_the_canary_question_waits_for_nineteen_hours(story: Story) -> None:
    canary = next(thread for thread in story.threads if thread.key == "q-canary-small")
    assert NOW - canary.at.on(NOW) == timedelta(hours=19)
    assert not canary.steps


def test_no_text_names_a_season_since_it_may_be_read_in_any(story: Story) -> None:
    season = re.compile(
        r"\b(spring|summer|autumn|winter|january|february|april|june|july|august|september|october|november"
        r"|december|christmas|new year)\b",
        re.IGNORECASE,
    )
    for thread in story.threads:
        for _, _, text, _ in thread.posts():
            assert not season.search(re.sub(r"```.*?```", "", text, flags=re.DOTALL)), (thread.file, text)
