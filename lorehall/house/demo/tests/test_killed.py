"""Who stops a build on the way has made nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import transaction

from lorehall.content.models import Item
from lorehall.house.demo import build as building
from lorehall.house.demo import read, story
from lorehall.kernel.errors import Refused
from lorehall.kernel.models import RecordedFact
from lorehall.people.models import Person
from lorehall.people.rules import create_person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Killed(BaseException):
    """As a signal would come."""


def small(*keys: str) -> story.Story:
    """The story with these threads only, and the tags that they carry."""
    told = read.story()
    threads = tuple(thread for thread in told.threads if thread.key in keys)
    used = {tag for thread in threads for tag in thread.tags}
    places = {
        key: replace(place, tags={tag: about for tag, about in place.tags.items() if tag in used})
        for key, place in told.places.items()
    }
    return story.Story(told.figures, places, threads)


def rows() -> tuple[int, int, int]:
    return Person.objects.count(), Item.objects.count(), RecordedFact.objects.count()


def stopped_at_the_end(told: story.Story) -> None:
    with transaction.atomic():
        building.play(told, NOW, "password")
        assert building.stands(told)
        raise Killed


def test_a_build_that_is_killed_on_the_way_leaves_nothing_and_can_begin_again() -> None:
    told = small("c-hello", "q-burn-rate")
    before = rows()
    with pytest.raises(Killed):
        stopped_at_the_end(told)
    assert rows() == before
    assert not building.stands(told)
    building.play(told, NOW, "password")
    assert building.stands(told)


def test_an_address_that_somebody_has_refuses_the_whole() -> None:
    create_person("Somebody Else", "di@example.org")
    before = rows()
    with pytest.raises(Refused):
        building.play(small("c-hello"), NOW, "password")
    assert rows() == before
