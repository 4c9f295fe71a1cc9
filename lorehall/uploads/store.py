"""Where uploads lie: each in a folder of its own below `uploads/files/`, named by its key.

Nothing is shared between uploads, although the same bytes may lie there twice: so nobody learns from an answer, or from
how long it takes, that somebody else has the same file, and what is deleted is gone.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from lorehall.kernel import clock

KEY: Final = re.compile(r"[0-9a-f]{32}")
WHOLE: Final = "whole"
"""The one file of an upload that is no picture."""


def new_key() -> str:
    """128 bits of chance."""
    return secrets.token_hex(16)


def folder(key: str) -> Path:
    """Where an upload's files lie. Two letters of the key make the folder above, so that none of them grows large."""
    return Path(settings.MEDIA_ROOT) / "files" / key[:2] / key


def put(key: str, files: Mapping[str, bytes]) -> None:
    """Keep files under their names. Each is written aside, to the disk, and moved into place: nobody reads a half."""
    place = folder(key)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, data in files.items():
        descriptor, draft = tempfile.mkstemp(dir=place)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(place / name)


def find(key: str, *names: str) -> Path | None:
    """The first of these files that is there."""
    place = folder(key)
    return next((path for name in names if (path := place / name).is_file()), None)


def remove(key: str) -> None:
    """All files of an upload; nothing where there are none."""
    shutil.rmtree(folder(key), ignore_errors=True)


def drop(key: str, name: str) -> None:
    """One file of an upload."""
    (folder(key) / name).unlink(missing_ok=True)


def sweep(known: Callable[[list[str]], set[str]]) -> int:
    """Remove folders a day old that no row knows: of what was killed half-way, or deleted. Hands back how many."""
    before = (clock.now() - timedelta(days=1)).timestamp()
    removed = 0
    for above in sorted((Path(settings.MEDIA_ROOT) / "files").glob("[0-9a-f][0-9a-f]")):
        old = [path.name for path in above.iterdir() if KEY.fullmatch(path.name) and path.stat().st_mtime < before]
        for key in set(old) - known(old) if old else ():
            remove(key)
            removed += 1
    return removed
