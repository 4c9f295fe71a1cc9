"""Finding a poll in its post, through what the viewer may see."""

from __future__ import annotations

from datetime import datetime

from lorehall.content.find import find_post
from lorehall.content.models import Post
from lorehall.content.policy import may_read_text
from lorehall.kernel import clock
from lorehall.kernel.errors import Hidden
from lorehall.kernel.text.poll import BEGINNING, Poll, split
from lorehall.people.viewer import Viewer
from lorehall.polls.models import Ending


def polls_in(html: str) -> list[Poll]:
    """The polls of stored HTML, in their order."""
    return [part for part in split(html) if isinstance(part, Poll)] if BEGINNING in html else []


def find_poll(post_id: int, key: str, viewer: Viewer) -> tuple[Post, Poll]:
    """The post with its item, and the poll in it; `Hidden` where there is none, or none for this viewer. A poll whose
    question or manner was edited has another key.
    """
    post = find_post(post_id, viewer)
    if may_read_text(viewer, post):
        for poll in polls_in(post.html):
            if poll.key == key:
                return post, poll
    raise Hidden


def ended(post_id: int, poll: Poll) -> tuple[datetime, str] | None:
    """Since when nobody can vote, and who ended it early ("" where its time was up); None while it is open."""
    early = Ending.objects.filter(post_id=post_id, poll=poll.key).values_list("at", "by__name").first()
    if early is not None:
        return early
    return (poll.until, "") if poll.until is not None and poll.closed_at(clock.now()) else None
