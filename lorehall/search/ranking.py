"""How well something answers: numbers in, numbers out. docs/search.md says the same in words, with its sources."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from lorehall.kernel.text.words import says_little

# What a word is worth by where it stands: for the engines' own ranking of posts, and of items.
POST_WEIGHTS = {"title": 10.0, "tags": 5.0, "body": 1.0, "answer": 1.0, "context": 0.6}
ITEM_WEIGHTS = {"title": 10.0, "tags": 5.0, "body": 1.0, "typed": 0.0}

# BM25F for items like a title.
TITLE, TAGS, BODY = 4.0, 2.0, 1.0
TITLE_BY_LENGTH, BODY_BY_LENGTH = 0.5, 0.75
SATURATION = 3.0
LITTLE = 0.25
"""What a word counts that stands in every text."""
WHOLE_TITLE = 0.2
COMMON_TAGS, TAGS_FROM = 0.15, 10
USEFUL = 0.15

# What raises a post that was found.
CONFIRMED = 0.35
USEFUL_POST = 0.1
RECENT, HALF_LIFE_DAYS = 0.25, 365.0

# What a practice counts, by how well it is borne out; and by why it no longer stands.
LEVELS = {"tried": 1.1, "promising": 1.2, "proven": 1.3, "standard": 1.35}
PAST_STATES = {"outdated": 0.4, "superseded": 0.25, "retired": 0.25}


def rarity(total: int, docs: int) -> float:
    """How much a word says that stands in `docs` of `total` texts."""
    return math.log(1 + (max(total, docs) - docs + 0.5) / (docs + 0.5))


def raised(text: float, confirmed: int, useful: int, age_days: float) -> float:
    """A post's score: how well its text answers, raised by what others said of it, and a little by its youth."""
    recent: float = 0.5 ** (age_days / HALF_LIFE_DAYS) if age_days > 0 else 1.0
    worth = (1 + CONFIRMED * confirmed) * (1 + USEFUL_POST * math.log1p(useful) if useful > 0 else 1.0)
    return text * worth * (1 + RECENT * recent)


def standing(state: str, level: str) -> float:
    """What a post of a practice counts by where that stands; 1 for all other posts."""
    return PAST_STATES.get(state) or LEVELS.get(level, 1.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be like the title: its words by where they stand."""

    item_id: int
    title: Sequence[str]
    tag_words: Sequence[str]
    body: Sequence[str]
    useful: int
    tags: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """The words of a title, each once, with how rare they are; of each word, what it counts."""

    rare: Mapping[str, float]
    language: str

    @property
    def worth(self) -> dict[str, float]:
        return {w: rare * (LITTLE if says_little(w, self.language) else 1.0) for w, rare in self.rare.items()}

    @property
    def itself(self) -> float:
        """About what an item of just this title scores."""
        return sum(self.worth.values()) * TITLE / (TITLE + SATURATION)

    @property
    def telling(self) -> dict[str, float]:
        """The words that do not stand in every text; all where there are no others."""
        found = {w: rare for w, rare in self.rare.items() if not says_little(w, self.language)}
        return found or dict(self.rare)


def alike(title: Title, candidates: Sequence[Candidate], tag_rarity: Mapping[int, float]) -> list[tuple[float, int]]:
    """(score, item), best first; ties by the newest."""
    if not candidates:
        return []
    scores = _words_in_common(title, candidates)
    most = max(scores.values()) or 1.0
    for one in candidates:
        scores[one.item_id] += WHOLE_TITLE * most * _titles_alike(title, one)
    for item, share in _tags_in_common(scores, candidates, tag_rarity).items():
        scores[item] += COMMON_TAGS * most * share
    ranked = [(scores[one.item_id] * (1 + USEFUL * math.log1p(max(0, one.useful))), one.item_id) for one in candidates]
    return sorted(ranked, reverse=True)


def _words_in_common(title: Title, candidates: Sequence[Candidate]) -> dict[int, float]:
    """BM25F: a word counts less the more often it stood already, and less in a long text."""
    title_length = fmean(len(one.title) for one in candidates) or 1.0
    body_length = fmean(len(one.body) for one in candidates) or 1.0
    worth = title.worth
    found = {}
    for one in candidates:
        by_title = TITLE / (1 - TITLE_BY_LENGTH + TITLE_BY_LENGTH * len(one.title) / title_length)
        by_body = BODY / (1 - BODY_BY_LENGTH + BODY_BY_LENGTH * len(one.body) / body_length)
        in_title, in_tags, in_body = Counter(one.title), Counter(one.tag_words), Counter(one.body)
        score = 0.0
        for word, counts in worth.items():
            said = by_title * in_title[word] + TAGS * in_tags[word] + by_body * in_body[word]
            score += counts * said / (said + SATURATION)
        found[one.item_id] = score
    return found


def _titles_alike(title: Title, one: Candidate) -> float:
    """The cosine of two titles. Words that only the other has count as the middle of ours do."""
    telling = title.telling
    other = {word for word in one.title if not says_little(word, title.language)}
    common = sum(telling[word] ** 2 for word in other if word in telling)
    if not common:
        return 0.0
    ours = sum(rare**2 for rare in telling.values())
    middle = ours / len(telling)
    return common / math.sqrt(ours * (common + middle * sum(1 for word in other if word not in telling)))


def _tags_in_common(
    scores: Mapping[int, float], candidates: Iterable[Candidate], tag_rarity: Mapping[int, float]
) -> dict[int, float]:
    """What tags the best ones have tells what tags the title would have; how far the others share them."""
    ranked = sorted(candidates, key=lambda one: (-scores[one.item_id], -one.item_id))
    best = ranked[:TAGS_FROM]
    whole = sum(scores[one.item_id] for one in best) or 1.0
    likely: dict[int, float] = {}
    for one in best:
        for tag in one.tags:
            likely[tag] = likely.get(tag, 0.0) + scores[one.item_id] / whole * tag_rarity.get(tag, 1.0)
    most = max(likely.values(), default=0.0) or 1.0
    return {one.item_id: sum(likely.get(tag, 0.0) for tag in one.tags) / most for one in ranked}
