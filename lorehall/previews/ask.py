"""Asking pages what they say of themselves, each once for all posts, and remembering when nothing came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db.models import F, Q

from lorehall.content.models import Post
from lorehall.kernel import clock, files
from lorehall.kernel.errors import Refused
from lorehall.kernel.http import Client, Unreachable, Wish
from lorehall.previews.addresses import key_of, strangers, wanted_in
from lorehall.previews.models import Card, Preview
from lorehall.previews.reading import Said, read

log = structlog.get_logger(__name__)
PAGES: Final = Wish(types=("text/html", "application/xhtml+xml"), cut=True)
PICTURES: Final = Wish(types=("image/",))
PICTURE_PX: Final = 400
FRESH: Final = timedelta(weeks=4)
CLAIMED: Final = timedelta(minutes=10)
"""So long nobody else asks what somebody is asking."""
PAUSES: Final = (timedelta(hours=1), timedelta(hours=8), timedelta(days=2), timedelta(days=8), timedelta(days=30))
AT_ONCE: Final = 50
LIVELY: Final = timedelta(days=90)


def look_at(post_id: int, client: Client | None = None) -> None:
    """Give a post the cards of its addresses, and ask those that nobody asked yet. Safe to run twice."""
    posts = Post.objects.select_related("item__room").filter(deleted_at=None, item__deleted_at=None)
    post = posts.filter(pk=post_id).first()
    if post is None:
        return
    urls = [found.url for found in strangers(post.html)] if wanted_in(post.item.room) else []
    previews = [_known(url) for url in urls]
    Card.objects.filter(post=post, hidden_at=None).exclude(preview__in=previews).delete()
    Card.objects.bulk_create([Card(post=post, preview=preview) for preview in previews], ignore_conflicts=True)
    for preview in previews:
        ask(preview, client)


def _known(url: str) -> Preview:
    return Preview.objects.get_or_create(key=key_of(url), defaults={"url": url, "next_at": clock.now()})[0]


def ask(preview: Preview, client: Client | None = None) -> None:
    """Ask if it is time to. Of several who want to, the one asks whose row count says so."""
    now = clock.now()
    if not Preview.objects.filter(pk=preview.pk, next_at__lte=now).update(next_at=now + CLAIMED):
        return
    client = client or Client()
    try:
        said = _said(preview.url, client)
    except Unreachable as no:
        _remember_failure(preview, no)
        return
    picture = _picture(said, client)
    Preview.objects.filter(pk=preview.pk).update(
        title=said.title,
        text=said.text,
        site=said.site,
        picture=picture,
        fetched_at=now,
        next_at=now + FRESH,
        failures=0,
    )


def _said(url: str, client: Client) -> Said:
    reply = client.get(url, PAGES)
    if reply.status != 200:
        raise Unreachable("failed", f"status {reply.status}")
    said = read(reply)
    if not said.title:
        raise Unreachable("silent", "the page has no title")
    return said


def _picture(said: Said, client: Client) -> str:
    """The key of the page's picture, made anew and kept here; "" where there is none that can be had."""
    if not said.picture:
        return ""
    try:
        reply = client.get(said.picture, PICTURES)
        return files.store_image(reply.body, max_px=PICTURE_PX, square=False) if reply.status == 200 else ""
    except (Unreachable, Refused):
        return ""


def _remember_failure(preview: Preview, no: Unreachable) -> None:
    """What was known stays. The pause grows; where we are not wanted, or may not go, it is the longest."""
    pause = PAUSES[-1] if no.code in {"refused", "robots"} else PAUSES[min(preview.failures, len(PAUSES) - 1)]
    Preview.objects.filter(pk=preview.pk).update(failures=F("failures") + 1, next_at=clock.now() + pause)
    # The address is private to its post: the log says why, not whom.
    log.info("no preview", preview=preview.pk, code=no.code)


def refresh(client: Client | None = None) -> int:
    """Ask what is due again, where a conversation about it is still alive; drop what no post shows. Says how many."""
    now = clock.now()
    Preview.objects.filter(cards=None, next_at__lt=now).delete()
    if settings.LINK_PREVIEWS == "off":
        return 0
    # Their room may have changed since, and the host's mind.
    where = Q() if settings.LINK_PREVIEWS == "on" else Q(cards__post__item__room__public=True)
    due = Preview.objects.filter(
        where,
        next_at__lte=now,
        cards__hidden_at=None,
        cards__post__deleted_at=None,
        cards__post__item__deleted_at=None,
        cards__post__item__active_at__gt=now - LIVELY,
    )
    asked = list(due.order_by("next_at").distinct()[:AT_ONCE])
    for preview in asked:
        ask(preview, client)
    return len(asked)
