"""Fixtures of the tests of accounts. What they hand out is in `hands`, imported once Django is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lorehall.people.models import Person
    from lorehall.people.tests.hands import Browser, Mailbox
    from lorehall.people.viewer import Viewer


def account(name: str, email: str) -> Person:
    from lorehall.people import rules
    from lorehall.people.tests.hands import PASSWORD

    return rules.create_person(name, email, PASSWORD)


def viewer(person: Person) -> Viewer:
    from lorehall.people.viewer import Viewer

    return Viewer(person_id=person.pk, name=person.name, handle=person.handle)


@pytest.fixture
def mailbox(db: None) -> Mailbox:
    from lorehall.people.tests.hands import Mailbox

    return Mailbox()


@pytest.fixture
def browser(db: None) -> Browser:
    from lorehall.people.tests.hands import Browser

    return Browser()


@pytest.fixture
def browsers(db: None) -> type[Browser]:
    """As many browsers as wanted, each with its own cookies."""
    from lorehall.people.tests.hands import Browser

    return Browser


@pytest.fixture
def ada(db: None) -> Person:
    return account("Ada Lovelace", "ada@example.org")


@pytest.fixture
def bo(db: None) -> Person:
    return account("Bo Diddley", "bo@example.org")


@pytest.fixture
def by_ada(ada: Person) -> Viewer:
    return viewer(ada)


@pytest.fixture
def by_bo(bo: Person) -> Viewer:
    return viewer(bo)
