"""How polls stand, as values ready to print. One statement for all polls of a page, and none where there is no poll."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, CharField, Count, IntegerField, Max, Value, When

from lorehall.kernel import clock
from lorehall.kernel.text.poll import ONE, RANKED, SEVERAL, Poll
from lorehall.polls import count
from lorehall.polls.models import Ballot, Ending


class Choice(NamedTuple):
    """A choice and how it stands. `rank` is the viewer's own place for it (1 is first; 0: not chosen)."""

    key: str
    text: str
    votes: int
    percent: int
    rank: int
    won: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One poll as one viewer sees it. `voted`: they have chosen something that still stands."""

    post_id: int
    poll: Poll
    choices: Sequence[Choice]
    voters: int
    gone: int
    rounds: Sequence[count.Round]
    ended: bool
    early: bool
    voted: bool
    may_vote: bool
    may_end: bool

    @property
    def name(self) -> str:
        """What its fields and its place on the page are called."""
        return f"poll-{self.post_id}-{self.poll.key}"

    @property
    def url(self) -> str:
        return f"/p/{self.post_id}/polls/{self.poll.key}"

    @property
    def question(self) -> str:
        return self.poll.question

    @property
    def until(self) -> datetime | None:
        return self.poll.until

    @property
    def one(self) -> bool:
        return self.poll.way == ONE

    @property
    def several(self) -> bool:
        return self.poll.way == SEVERAL

    @property
    def ranked(self) -> bool:
        return self.poll.way == RANKED

    @property
    def placed(self) -> Sequence[Choice]:
        """As the results are told: a run-off by its outcome, others as they were asked. Never before voting."""
        return sorted(self.choices, key=lambda choice: (not choice.won, -choice.votes)) if self.ranked else self.choices

    @property
    def level(self) -> bool:
        """Several won."""
        return sum(choice.won for choice in self.choices) > 1


@dataclass(slots=True)
class Kept:
    """What the rows say of one poll."""

    ballots: dict[tuple[str, ...], int] = field(default_factory=dict)
    mine: tuple[str, ...] = ()
    early: bool = False


def kept(post_ids: Iterable[int], person_id: int | None) -> Mapping[tuple[int, str], Kept]:
    """Ballots alike counted together, the viewer's own, and early ends: for all polls of some posts, one statement."""
    ids = list(post_ids)
    own = Max(Case(When(person_id=person_id or 0, then=Value(1)), default=Value(0), output_field=IntegerField()))
    ballots = (
        Ballot.objects.filter(post_id__in=ids)
        .values("post_id", "poll", "choices")
        .annotate(number=Count("pk"), own=own)
        .values_list("post_id", "poll", "choices", "number", "own")
    )
    endings = Ending.objects.filter(post_id__in=ids).values_list(
        "post_id", "poll", Value("", output_field=CharField()), Value(0), Value(0)
    )
    found: dict[tuple[int, str], Kept] = defaultdict(Kept)
    for post_id, poll, choices, number, own_one in ballots.union(endings, all=True):
        here = found[post_id, poll]
        if not number:
            here.early = True
            continue
        chosen = tuple(choices.split())
        here.ballots[chosen] = number
        if own_one:
            here.mine = chosen
    return found


def standing(post_id: int, poll: Poll, rows: Kept, *, may_vote: bool, may_end: bool) -> Standing:
    """The poll with its count."""
    counted = count.count(poll, rows.ballots)
    mine = [key for key in rows.mine if key in poll.keys]
    timely = poll.closed_at(clock.now())
    shares = sum(counted.rounds[-1].votes.values()) if counted.rounds else counted.voters
    choices = [
        Choice(
            key,
            text,
            counted.votes[key],
            round(100 * counted.votes[key] / shares) if shares else 0,
            mine.index(key) + 1 if key in mine else 0,
            key in counted.winners,
        )
        for key, text in poll.keys.items()
    ]
    return Standing(
        post_id=post_id,
        poll=poll,
        choices=choices,
        voters=counted.voters,
        gone=counted.gone,
        rounds=counted.rounds,
        ended=rows.early or timely,
        early=rows.early and not timely,
        voted=bool(mine),
        may_vote=may_vote and not (rows.early or timely),
        may_end=may_end and not timely,
    )
