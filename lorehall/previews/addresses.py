"""Which addresses of a text are asked, and in which rooms."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from django.conf import settings

from lorehall.communities.policy import RoomLike
from lorehall.kernel.text.lone import Lone, lone
from lorehall.previews.models import KEY_LENGTH


def key_of(url: str) -> str:
    """What an address is known by."""
    return hashlib.sha256(url.encode()).hexdigest()[:KEY_LENGTH]


def wanted_in(room: RoomLike) -> bool:
    """Whether the host wants other sites to be asked for what is written in this room. Who asks tells the site that
    somebody wrote of it.
    """
    return settings.LINK_PREVIEWS == "on" or (settings.LINK_PREVIEWS == "public" and room.public)


def strangers(html: str) -> list[Lone]:
    """The addresses alone on a line that are not our own. Our own need no preview, and may be private."""
    return [found for found in lone(html) if not _is_ours(found.url)]


def _is_ours(url: str) -> bool:
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return True
    return host in settings.ALLOWED_HOSTS or f"[{host}]" in settings.ALLOWED_HOSTS
