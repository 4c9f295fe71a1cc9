"""One import of a source at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lorehall.kernel.errors import Refused


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else brings the same meanwhile; the lock ends with the process, however that ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused("busy", "This source is coming in right now, by another run.") from error
        yield
