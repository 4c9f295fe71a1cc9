"""The first account: a link that is printed once in the terminal, kept as a hash, and gone when it was used."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

from lorehall.people import queries


def _path() -> Path:
    return Path(settings.DATA) / "set-up"


def make_link() -> str:
    """A new token while the installation has no host; an empty string afterwards. Older tokens end."""
    if queries.has_host():
        _path().unlink(missing_ok=True)
        return ""
    token = secrets.token_urlsafe(24)
    descriptor = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(_hash(token))
    return token


def is_waiting() -> bool:
    """Whether a link was printed and nobody has made the first account yet. Costs a look into the folder."""
    return _path().exists() and not queries.has_host()


def opens(token: str) -> bool:
    """Whether this is the token, and nobody has used it."""
    try:
        kept = _path().read_text("ascii")
    except FileNotFoundError:
        return False
    return hmac.compare_digest(kept, _hash(token)) and not queries.has_host()


def use_up() -> bool:
    """End the link; of several who do so at once, one hears True."""
    try:
        _path().unlink()
    except FileNotFoundError:
        return False
    return True


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
