"""The guarded client: one GET within five seconds, wherever it leads."""

from __future__ import annotations

import ssl
from functools import cache
from typing import Final

import httpx2

from lorehall.kernel.http import robots
from lorehall.kernel.http.connect import Deadline
from lorehall.kernel.http.guard import Guard, Unreachable
from lorehall.kernel.http.session import Reply, Session, Wish, checked

SECONDS: Final = 5.0


@cache
def _certificates() -> ssl.SSLContext:
    """The system's certificates; names are checked. SSLKEYLOGFILE and the like of the environment are not read."""
    return httpx2.create_ssl_context(trust_env=False)


class Client:
    """Asks in `seconds` altogether, redirects and robots.txt included. Only the guard decides who is asked."""

    def __init__(
        self, guard: Guard | None = None, *, seconds: float = SECONDS, certificates: ssl.SSLContext | None = None
    ) -> None:
        self._guard = guard or Guard()
        self._seconds = seconds
        self._certificates = certificates

    def get(self, url: str, wish: Wish | None = None) -> Reply:
        """What is at the address, whatever its status. Raises `Unreachable` and nothing else.

        At most five redirects are followed, each asked of the guard and of robots.txt anew. No cookie, no credentials,
        no referrer goes out.
        """
        wish = wish or Wish()
        with Session(self._guard, Deadline(self._seconds), self._certificates or _certificates()) as session:
            here = checked(url)
            for _ in range(robots.HOPS + 1):
                robots.ask(session, here)
                answer = session.once(here, wish)
                if isinstance(answer, Reply):
                    return answer
                here = answer
        raise Unreachable("failed", "too many redirects")
