"""Counting votes. Ranked ones by instant run-off, with every round to be seen.

Instant run-off as the Electoral Reform Society and Robert's Rules of Order Newly Revised (12th edition, 45:62-68,
"preferential voting") describe it: each ballot counts for the choice that it ranks highest among those still in; while
none has more than half, the one with the fewest leaves. Where several have the fewest, the one leaves that had fewer in
the latest round in which they differed; else the one that fewer ballots name at all; else the one lower in the list.
Where all that are left are alike in all of that, they are level, and the poll says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lorehall.kernel.text.poll import ONE, RANKED, Poll

Ballots = Mapping[tuple[str, ...], int]
"""Choices as one ballot has them → how many ballots say so."""


@dataclass(frozen=True, slots=True)
class Round:
    """How many ballots counted for each choice still in, and which left after it."""

    votes: Mapping[str, int]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """`votes` by choice (in a ranked poll: of the last round that it was in), `voters` who chose anything that still
    stands, `gone` votes for what stands no more, `winners` (more than one: level; none: nobody voted).
    """

    votes: Mapping[str, int]
    voters: int
    gone: int
    winners: tuple[str, ...]
    rounds: tuple[Round, ...] = ()


def count(poll: Poll, ballots: Ballots) -> Count:
    """How the poll stands. Votes for choices that were edited away are left out, and counted as `gone`."""
    keys = list(poll.keys)
    standing: Counter[tuple[str, ...]] = Counter()
    gone = 0
    for ballot, number in ballots.items():
        kept = tuple(key for key in ballot if key in poll.keys)
        gone += number * (len(ballot) - len(kept))
        if kept:
            standing[kept[:1] if poll.way == ONE else kept] += number
    voters = standing.total()
    if poll.way == RANKED:
        rounds = _run_off(keys, standing)
        votes = {key: number for one in rounds for key, number in one.votes.items()}
        return Count({key: votes.get(key, 0) for key in keys}, voters, gone, _winners(rounds), tuple(rounds))
    votes = dict.fromkeys(keys, 0)
    for ballot, number in standing.items():
        for key in ballot:
            votes[key] += number
    best = max(votes.values())
    return Count(votes, voters, gone, tuple(key for key in keys if best and votes[key] == best))


def _run_off(keys: Sequence[str], ballots: Ballots) -> list[Round]:
    named = {key: sum(number for ballot, number in ballots.items() if key in ballot) for key in keys}
    rounds: list[Round] = []
    still = list(keys)
    while True:
        votes = dict.fromkeys(still, 0)
        for ballot, number in ballots.items():
            if first := next((key for key in ballot if key in votes), None):
                votes[first] += number
        total = sum(votes.values())
        least = _fewest([votes, *(one.votes for one in reversed(rounds)), named])
        if not total or max(votes.values()) * 2 > total or len(least) == len(still):
            return [*rounds, Round(votes)]
        left = [key for key in still if not votes[key]] or least[-1:]
        rounds.append(Round(votes, tuple(left)))
        still = [key for key in still if key not in left]


def _fewest(counts: Sequence[Mapping[str, int]]) -> list[str]:
    """Those with the fewest in the first of the counts; of several, those with the fewest in the next, and so on."""
    least = list(counts[0])
    for one in counts:
        fewest = min(one[key] for key in least)
        least = [key for key in least if one[key] == fewest]
    return least


def _winners(rounds: Sequence[Round]) -> tuple[str, ...]:
    last = rounds[-1].votes
    best = max(last.values())
    return tuple(key for key, number in last.items() if best and number == best)
