"""What the tests of accounts hold in their hands: a mailbox, and browsers that can sign up and in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from lorehall.kernel import jobs
from lorehall.people import rules
from lorehall.people.models import Person
from lorehall.people.viewer import Viewer

PASSWORD = "seven grey geese"


class Mailbox:
    """The mails that were sent, after the jobs that send them have run."""

    def all(self) -> list[Any]:
        jobs.run_all(strict=True)
        return mail.outbox

    def last(self, to: str) -> Any:
        found = [message for message in self.all() if message.to == [to]]
        assert found, f"no mail to {to}; there are {[(m.to, m.subject) for m in mail.outbox]}"
        return found[-1]

    def path(self, to: str) -> str:
        """The path of the first link in the last mail."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.last(to).body)
        assert found, self.last(to).body
        return found[1]

    def code(self, to: str) -> str:
        """The paragraph that is a code."""
        found = re.search(r"\n\n([A-Z0-9-]{4,12})\n\n", self.last(to).body)
        assert found, self.last(to).body
        return found[1]


class Browser(Client):
    """A test client with the words of our pages."""

    def sign_up(self, name: str, email: str, password: str = PASSWORD) -> Any:
        return self.post("/account/sign-up", {"name": name, "email": email, "password1": password}, follow=True)

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        return self.post("/account/login", {"login": email, "password": password}, follow=True)

    def is_in(self) -> bool:
        return self.get("/settings/account").status_code == 200

    def viewer(self) -> Viewer:
        return self.get("/settings/account").wsgi_request.viewer


def text_of(response: Any) -> str:
    """What the page says, without what differs with each printing."""
    html = re.sub(r'(csrfmiddlewaretoken|form_token)" value="[^"]*"', r"\1", response.content.decode())
    return re.sub(r"\s+", " ", html)


@pytest.fixture
def mailbox(db: None) -> Mailbox:
    mail.outbox.clear()
    return Mailbox()


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser()


@pytest.fixture
def browsers(db: None) -> Callable[[], Browser]:
    """As many browsers as wanted, each with its own cookies."""
    return Browser


@pytest.fixture
def ada(db: None) -> Person:
    return rules.create_person("Ada Lovelace", "ada@example.org", PASSWORD)


@pytest.fixture
def by_ada(ada: Person) -> Viewer:
    return Viewer(person_id=ada.pk, name=ada.name, handle=ada.handle)


@pytest.fixture
def bo(db: None) -> Person:
    return rules.create_person("Bo Diddley", "bo@example.org", PASSWORD)


@pytest.fixture
def by_bo(bo: Person) -> Viewer:
    return Viewer(person_id=bo.pk, name=bo.name, handle=bo.handle)
