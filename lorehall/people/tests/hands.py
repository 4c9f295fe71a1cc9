"""What the tests of accounts hold in their hands: a mailbox, and browsers that can sign up and in."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client

from lorehall.kernel import jobs
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

    def go(self, path: str, given: dict[str, str]) -> Any:
        """Post, and follow as far as pages of accounts go: what lies beyond is built on higher floors."""
        answer, hops = self.post(path, given), []
        while answer.status_code == 302 and answer.url.startswith("/account"):
            hops.append((answer.url, answer.status_code))
            answer = self.get(answer.url)
        answer.hops = hops + ([(answer.url, answer.status_code)] if answer.status_code == 302 else [])
        return answer

    def sign_up(self, name: str, email: str, password: str = PASSWORD) -> Any:
        return self.go("/account/sign-up", {"name": name, "email": email, "password1": password})

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        return self.go("/account/login", {"login": email, "password": password})

    def is_in(self) -> bool:
        return self.get("/settings/account").status_code == 200

    def viewer(self) -> Viewer:
        return self.get("/settings/account").wsgi_request.viewer


def text_of(response: Any) -> str:
    """What the page says, without what differs with each printing."""
    html = re.sub(r'(csrfmiddlewaretoken|form_token)" value="[^"]*"', r"\1", response.content.decode())
    return re.sub(r"\s+", " ", html)
