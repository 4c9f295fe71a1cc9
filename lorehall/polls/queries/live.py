"""Polls where their posts are printed: the stored words give way to what one can vote in."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from lorehall.content.printed import Printed
from lorehall.kernel.text.poll import BEGINNING, Poll, split
from lorehall.kernel.ui.page import drawn
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.polls.queries.standing import kept, standing


def live(viewer: Viewer, posts: Iterable[Printed], *, writes: bool, leads: bool) -> dict[int, Markup]:
    """The HTML of those posts that hold polls, by the post's id. `writes`: the viewer may write in the item; `leads`:
    coordinates it. One statement where there is a poll, none elsewhere. Leave deleted posts out.
    """
    holding = [post for post in posts if BEGINNING in post.html]
    if not holding:
        return {}
    rows = kept([post.id for post in holding], viewer.person_id)
    filled = {}
    for post in holding:
        may_end = writes and (post.own or leads)
        parts = [
            drawn(
                "polls/live.html",
                {"poll": standing(post.id, part, rows[post.id, part.key], may_vote=writes, may_end=may_end)},
            )
            if isinstance(part, Poll)
            else stored(part)
            for part in split(post.html)
        ]
        filled[post.id] = stored("").join(parts)
    return filled
