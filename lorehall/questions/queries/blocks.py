"""What stands in a text and is more than text: polls, previews. Stored as words, printed as what one can use."""

from __future__ import annotations

from lorehall.communities.policy import coordinates
from lorehall.content.policy import writes_to
from lorehall.content.printed import Printed
from lorehall.kernel.text.lone import maybe
from lorehall.kernel.text.poll import BEGINNING
from lorehall.people.viewer import Viewer
from lorehall.polls.queries.live import live
from lorehall.previews.queries import previewed
from lorehall.questions.queries.head import Head
from lorehall.questions.queries.shapes import Post


def fill(posts: list[Post], head: Head, viewer: Viewer) -> list[Post]:
    """The same posts. One statement where there is a poll among them, one where there is an address alone on a line."""
    holding = {post.id: post for post in posts if not post.deleted and (BEGINNING in post.html or maybe(post.html))}
    if not holding:
        return posts
    writes = writes_to(viewer, head) is None  # type: ignore[arg-type]  # a row that has what the rule asks for
    leads = coordinates(viewer, head.community_id)
    for put_in in (previewed, live):
        printed = [Printed(post.id, post.html, post.author.id == viewer.person_id) for post in holding.values()]
        for post_id, html in put_in(viewer, printed, writes=writes, leads=leads).items():
            holding[post_id].html = html
    return posts
