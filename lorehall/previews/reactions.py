"""Answers to facts: who writes an address alone on a line gets its preview soon."""

from __future__ import annotations

from django.conf import settings

from lorehall.content.facts import ItemFact, PostFact
from lorehall.content.models import Post
from lorehall.kernel import jobs
from lorehall.kernel.text.lone import maybe
from lorehall.previews.jobs import look
from lorehall.previews.models import Card


def look_soon(fact: ItemFact) -> None:
    """Safe to run twice: the job that waits already is not put down again, and does nothing twice."""
    if settings.LINK_PREVIEWS == "off":
        return
    posts = Post.objects.filter(item_id=fact.item_id)
    posts = posts.filter(pk=fact.post_id) if isinstance(fact, PostFact) else posts.filter(number=1)
    for post_id, html in posts.values_list("pk", "html"):
        # One that had cards is looked at also when its last address is gone.
        if maybe(html) or Card.objects.filter(post_id=post_id).exists():
            jobs.once(look, f"previews of post {post_id}", post_id)
