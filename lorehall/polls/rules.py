"""Vote, withdraw a vote, end a poll, open it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.content.models import Post
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.poll import ONE, SEVERAL, Poll
from lorehall.people.viewer import Viewer
from lorehall.polls.facts import PollEnded, PollOpenedAgain, VotesChanged
from lorehall.polls.find import ended, find_poll
from lorehall.polls.models import Ballot, Ending


def vote(post_id: int, poll_key: str, choices: Sequence[str], *, by: Viewer) -> Post:
    """Vote, or vote anew: `choices` are keys of choices, for a ranked poll the most wanted first. Raises `Hidden`,
    `Forbidden`, or `Refused`: `ended`, `changed` (the choices are others now), `none`, `too_many`.
    """
    post, poll = find_poll(post_id, poll_key, by)
    policy.require(Permission.VOTE, by, post)
    _sensible(poll, choices)
    with transaction.atomic():
        _still_open(post, poll)
        # One row for each person and poll: of two votes at once the later stands whole.
        Ballot.objects.bulk_create(
            [Ballot(post=post, poll=poll.key, person_id=by.id, choices=" ".join(choices))],
            update_conflicts=True,
            unique_fields=["post", "poll", "person"],
            update_fields=["choices"],
        )
        facts.record(VotesChanged(item_id=post.item_id, post_id=post.pk, poll=poll.key))
    return post


def withdraw(post_id: int, poll_key: str, *, by: Viewer) -> Post:
    """Take one's vote back while the poll is open. Nothing happens where there is none."""
    post, poll = find_poll(post_id, poll_key, by)
    policy.require(Permission.VOTE, by, post)
    with transaction.atomic():
        _still_open(post, poll)
        if Ballot.objects.filter(post=post, poll=poll.key, person_id=by.id).delete()[0]:
            facts.record(VotesChanged(item_id=post.item_id, post_id=post.pk, poll=poll.key))
    return post


def end(post_id: int, poll_key: str, *, by: Viewer) -> Post:
    """End a poll before its time; raises `Conflict` where somebody was quicker, `Refused` where its time is up."""
    post, poll = find_poll(post_id, poll_key, by)
    policy.require(Permission.END_POLL, by, post)
    if poll.closed_at(clock.now()):
        raise Refused("ended", _("This poll has ended."))
    try:
        with transaction.atomic():
            Ending.objects.create(post=post, poll=poll.key, at=clock.now(), by_id=by.id)
            facts.record(PollEnded(item_id=post.item_id, post_id=post.pk, poll=poll.key, by_id=by.id))
    except IntegrityError:
        raise _quicker() from None
    return post


def open_again(post_id: int, poll_key: str, *, by: Viewer) -> Post:
    """Open a poll that was ended early; its own end still holds. Raises `Conflict` where it is open."""
    post, poll = find_poll(post_id, poll_key, by)
    policy.require(Permission.END_POLL, by, post)
    with transaction.atomic():
        if not Ending.objects.filter(post=post, poll=poll.key).delete()[0]:
            raise _quicker()
        facts.record(PollOpenedAgain(item_id=post.item_id, post_id=post.pk, poll=poll.key, by_id=by.id))
    return post


def require_order(places: Iterable[int]) -> None:
    """Raise `Refused` where two choices of a ranked vote have the same place."""
    given = [place for place in places if place]
    if len(set(given)) < len(given):
        raise Refused("level", _("Two choices have the same place. Give each a place of its own, or none."))


def _quicker() -> Conflict:
    return Conflict("changed_meanwhile", _("Somebody else was quicker. Nothing was changed."))


def _still_open(post: Post, poll: Poll) -> None:
    if ended(post.pk, poll) is not None:
        raise Refused("ended", _("This poll has ended."))


def _sensible(poll: Poll, choices: Sequence[str]) -> None:
    """No word of it says what was chosen: refusals are shown, and errors are logged."""
    if not choices:
        raise Refused("none", _("Choose something first."))
    if len(set(choices)) < len(choices) or not poll.keys.keys() >= set(choices):
        raise Refused("changed", _("The choices have changed meanwhile. Look again, and vote anew."))
    most = 1 if poll.way == ONE else poll.most if poll.way == SEVERAL and poll.most else len(poll.choices)
    if len(choices) > most:
        raise Refused("too_many", _("Choose %(most)d at most.") % {"most": most})
