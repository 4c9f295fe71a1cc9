"""Builds the demo: plays the story through the rules, with the clock at each of its moments."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lorehall.communities.models import Community
from lorehall.house.demo import desk, read
from lorehall.house.demo.been_here import have_read
from lorehall.house.demo.letters import kept_back
from lorehall.house.demo.looking import look_in_vain
from lorehall.house.demo.stage import Stage
from lorehall.house.demo.story import Story
from lorehall.house.demo.timeline import events
from lorehall.kernel import clock
from lorehall.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Report:
    """What stands after a build; `made` says whether this one made it, and the counts are of the story."""

    made: bool
    story: Story
    people: int
    questions: int
    conversations: int
    practices: int
    posts: int
    seconds: float


def build(now: datetime, password: str) -> Report:
    """Make the demo as seen from `now` (aware, UTC), everybody with this password; nothing where it stands already.

    All of it is one transaction: whoever is killed on the way has made nothing, and simply begins again. That
    Markdown is rendered inside it holds up other writers for some seconds, which a demo may do. Raises `Unclear`
    for a slip in the texts, and what the rules raise, such as Refused where somebody has one of the addresses.
    """
    began = time.monotonic()
    story = read.story()
    made = not stands(story)
    if made:
        try:
            play(story, now, password)
        except Refused:
            if not stands(story):  # else somebody built it at the same time, and was quicker
                raise
            made = False
    return _report(story, made=made, seconds=time.monotonic() - began)


def play(story: Story, now: datetime, password: str) -> None:
    """Perform the whole story, or nothing of it."""
    stage = Stage(story, now)
    with transaction.atomic():
        with kept_back(stage):
            for event in events(story, now):
                stage.perform(event)
        look_in_vain(stage)
        have_read(stage)
        if stage.items.keys() >= desk.ABOUT:
            with clock.at(now):
                here, people = stage.communities[desk.PLACE], (stage.viewer(desk.WRITER), stage.viewer(desk.READER))
                desk.lay_out(stage.items, stage.posts, here, *people)
        stage.give_password(password)


def stands(story: Story) -> bool:
    """Whether the demo was built here before: one of its communities is there, opened by whom the story says."""
    return any(
        Community.objects.filter(name=place.name, opened_by__email=story.figures[place.by].email).exists()
        for place in story.places.values()
    )


def _report(story: Story, *, made: bool, seconds: float) -> Report:
    kinds = Counter(thread.kind for thread in story.threads)
    return Report(
        made=made,
        story=story,
        people=len(story.figures),
        questions=kinds["question"],
        conversations=kinds["conversation"],
        practices=sum(thread.kind == "practice" and thread.published is not None for thread in story.threads),
        posts=sum(len(list(thread.posts())) for thread in story.threads),
        seconds=seconds,
    )
