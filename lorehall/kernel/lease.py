"""What taking work means, for deliveries and jobs alike: for how long, under which name, and how often again."""

from __future__ import annotations

import itertools
from datetime import timedelta

LENGTH = timedelta(seconds=60)
# Written over the lease of a worker that is known to be dead, so that its rows come back at once, and alone.
DIED = "died"

_number = itertools.count(1)


def token(worker: str) -> str:
    """A name for one taking by one worker; no other taking ever has it."""
    return f"{worker}:{next(_number)}"


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many failures: 5 s, 15 s, 45 s … at most six hours."""
    return timedelta(seconds=min(5 * 3 ** max(attempts - 1, 0), 6 * 3600))
