"""A poll's own page: how it stands, in a table, round by round, and with open voters who chose what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lorehall.communities.places import Place, place
from lorehall.content import addresses
from lorehall.content.models import Post
from lorehall.kernel import policy
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.poll import Poll
from lorehall.people.viewer import Viewer
from lorehall.polls.find import ended, find_poll
from lorehall.polls.models import Ballot
from lorehall.polls.queries.standing import Standing, kept, standing

MOST_NAMES = 200
"""So many names are read for a page."""


@dataclass(frozen=True, slots=True)
class PollPage:
    """`names` by choice, first choices for a ranked poll; empty where voters are hidden. `more` that were not read."""

    place: Place
    post: Post
    back: str
    standing: Standing
    names: Mapping[str, Sequence[tuple[str, str]]]
    more: int
    ended: tuple[datetime, str] | None

    @property
    def at(self) -> str:
        """The poll where it stands in its post."""
        return f"{self.back.partition('#')[0]}#{self.standing.name}"


def poll_page(viewer: Viewer, post_id: int, key: str) -> PollPage:
    """Six statements at most; raises `Hidden`."""
    post, poll = find_poll(post_id, key, viewer)
    may_vote = policy.allows(Permission.VOTE, viewer, post)
    may_end = policy.allows(Permission.END_POLL, viewer, post)
    rows = kept([post.pk], viewer.person_id)[post.pk, poll.key]
    stands = standing(post.pk, poll, rows, may_vote=may_vote, may_end=may_end)
    names = _names(post, poll)
    item = post.item
    return PollPage(
        place=place(viewer, community_id=item.community_id),
        post=post,
        back=addresses.of_post(item.kind, item.pk, item.slug, post.pk, post.number),
        standing=stands,
        names=names,
        more=max(0, sum(rows.ballots.values()) - MOST_NAMES) if poll.names else 0,
        ended=ended(post.pk, poll),
    )


def _names(post: Post, poll: Poll) -> dict[str, list[tuple[str, str]]]:
    """Name and handle of those who chose each. Asked only where voters were told that it is shown."""
    found: dict[str, list[tuple[str, str]]] = {}
    if not poll.names:
        return found
    ballots = Ballot.objects.filter(post=post, poll=poll.key).order_by("person__name", "person_id")
    for choices, name, handle in ballots.values_list("choices", "person__name", "person__handle")[:MOST_NAMES]:
        chosen = [key for key in choices.split() if key in poll.keys]
        for key in chosen if poll.way == "several" else chosen[:1]:
            found.setdefault(key, []).append((name, handle))
    return found
