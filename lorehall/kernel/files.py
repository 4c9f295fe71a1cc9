"""Uploaded files: kept under the name of their content, pictures re-encoded before anybody sees them."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from lorehall.kernel import clock, pictures
from lorehall.kernel.errors import Refused

KEY = re.compile(r"[0-9a-f]{64}\.webp")


def store_image(data: bytes, *, max_px: int, square: bool = True) -> str:
    """Re-encode a picture as WebP, at most `max_px` wide and high, and keep it; hands back its key.

    Turned upright as the camera meant it, cut to a square from the middle where asked, and freed of everything but
    its pixels (place, camera, thumbnails). Raises Refused, field `photo`: too big a file, no picture, too many pixels.
    """
    if len(data) > settings.UPLOAD_MOST:
        most = settings.UPLOAD_MOST // (1024 * 1024)
        raise Refused("too_big", _("This file is larger than %(most)s MB.") % {"most": most}, "photo")
    picture = pictures.read(data, (max_px, max_px), field="photo")
    if square:
        picture = ImageOps.fit(picture, (max_px, max_px), Image.Resampling.LANCZOS)
    else:
        picture.thumbnail((max_px, max_px), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "WEBP", quality=84, method=6)
    return store(out.getvalue(), "webp")


def store(data: bytes, kind: str) -> str:
    """Keep bytes under their own hash; the same bytes are kept once. Hands back the key, such as `ab…12.webp`."""
    key = f"{hashlib.sha256(data).hexdigest()}.{kind}"
    path = path_of(key)
    if path.exists():
        os.utime(path)  # it is new again: a sweep leaves it until somebody could have written down its key
        return key
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside and moved into place, so that nobody ever reads half a file.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    Path(draft).replace(path)
    return key


def sweep(in_use: Callable[[list[str]], set[str]], *, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove stored pictures that nobody uses; hands back how many. `in_use` says of some keys which of them are.

    Young ones stay: whoever stored one has perhaps not written down its key yet.
    """
    before = clock.now().timestamp() - older_than.total_seconds()
    removed = 0
    for folder in sorted(Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]")):
        old = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < before]
        used = in_use([path.name for path in old]) if old else set()
        for path in old:
            if path.name not in used:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def path_of(key: str) -> Path:
    """Where a key's bytes lie. Two letters of the hash make the folder, so that none of them grows large."""
    return Path(settings.MEDIA_ROOT) / key[:2] / key


def find(key: str) -> Path | None:
    """The file of a key that somebody asks for, or None when it is no key or there is no such file."""
    if not KEY.fullmatch(key):
        return None
    path = path_of(key)
    return path if path.is_file() else None


def url(key: str) -> str:
    """The address of a stored file; an empty key has none."""
    return f"{settings.MEDIA_URL}{key}" if key else ""
