"""Looking for items, best or newest first.

Statements, however much there is: languages, how rare the words are, matching posts (twice more where very many or very
few match), how well the practices among them are borne out, and what the page says of its hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, NamedTuple

from lorehall.content.index import POSTS
from lorehall.kernel import clock
from lorehall.kernel.db.fulltext import Query
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.text.words import Term
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Practice, State
from lorehall.search.asking import Asked, ask
from lorehall.search.queries.hits import hits
from lorehall.search.queries.listed import listed
from lorehall.search.queries.matching import Matched, matching
from lorehall.search.queries.named import people, tags
from lorehall.search.queries.shapes import Author, Found, Hit, PersonFound, Suggestion, TagFound
from lorehall.search.queries.similar import similar
from lorehall.search.queries.suggest import suggest
from lorehall.search.ranking import raised, rarity, standing
from lorehall.search.wanted import Wanted

SIZE = 20
NEWEST, IN_TITLES, LOOSE = 800, 300, 150
"""Posts that are weighed at most: the newest that match, those that match in title or tags, those that nearly match."""
FEW = 3
"""With fewer items than this, those that say most of it are shown as well."""
MOST_OF_IT = 0.5
RARE = 4000
"""Posts that are looked at for the rarest words, where not all words stand in one."""
DAY = 86400
STANDS = frozenset({State.CURRENT.value, State.REVIEW_DUE.value})
_borne_out = prepare(lambda p: Practice.objects.filter(item_id__in=p.many("items")).values_list("item_id", "level"))


class Scored(NamedTuple):
    """The best post of an item; sorted by this, the best comes last."""

    score: float
    item_id: int
    post_id: int


def find(viewer: Viewer, wanted: Wanted, *, after: str | None = None, size: int = SIZE) -> Found:
    """A page of what the viewer may see and wants, best first or newest first. What nobody could make sense of in
    `after` is the first page.
    """
    asked = ask(wanted)
    if not asked.terms:
        return listed(viewer, wanted, asked, after=after, size=size)
    cursor = _read(after)
    now = cursor[0] if cursor else clock.now()
    rare = _Rarity(asked.terms)
    matched, more_than = _matched(viewer, wanted, asked, rare)
    best = _best(matched, now, newest=wanted.order == "newest")
    relaxed = len(best) < FEW and len(asked.terms) > 1
    whole = bool(best)
    if relaxed:
        loose = _loosely(viewer, wanted, asked, rare, {one.item_id for one in best})
        best += [Scored(one.score - 1e6, one.item_id, one.post_id) for one in _best(loose, now, newest=False)]
        relaxed = bool(loose)
    best.sort(reverse=True)
    rest = [one for one in best if cursor is None or one[:2] < cursor[1:]]
    page = rest[:size]
    return Found(
        hits([one.post_id for one in page], asked.terms),
        after=_cursor(now, page[-1]) if len(rest) > size else None,
        about=len(best),
        more_than=more_than,
        relaxed=relaxed,
        whole=whole,
    )


class _Rarity(dict[str, float]):
    """How rare the words are that were asked for, by how many posts they stand in; counted when first asked."""

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__()
        self._words = list(dict.fromkeys(word for term in terms for word in term.words))
        self._docs: dict[str, int] | None = None

    @property
    def docs(self) -> dict[str, int]:
        """In how many posts each word stands. One statement, once."""
        if self._docs is None:
            total, self._docs = POSTS.counted(self._words)
            self.update({word: rarity(total, self._docs.get(word, 0)) for word in self._words})
        return self._docs


def _matched(viewer: Viewer, wanted: Wanted, asked: Asked, rare: _Rarity) -> tuple[list[tuple[Any, ...]], bool]:
    """The posts that match, all of them or, of very many, those that may be best; and whether there are more."""
    if POSTS.asks_rarity():
        _ = rare.docs
    rows = matching(viewer, wanted, asked.query(), rare, most=NEWEST + 1)
    if len(rows) <= NEWEST:
        return rows, False
    if wanted.order == "best":
        rows = rows + matching(viewer, wanted, asked.in_titles(), rare, most=IN_TITLES)
    return rows, True


def _best(matched: Iterable[tuple[Any, ...]], now: datetime, *, newest: bool) -> list[Scored]:
    best: dict[int, tuple[float, int, int]] = {}
    moment = now.timestamp()
    matched = list(matched)
    levels = {} if newest else _levels({row[1] for row in matched if row[5] in STANDS})
    for post, item, written, useful, confirmed, state, rank in matched:
        if newest:
            score = float(written)
        else:
            score = raised(rank, confirmed, useful, (moment - written) / DAY) * standing(state, levels.get(item, ""))
        mine = (score, item, post)
        if item not in best or best[item] < mine:
            best[item] = mine
    return [Scored(*one) for one in best.values()]


def _levels(item_ids: set[int]) -> dict[int, str]:
    """How well practices are borne out. One statement, where there are any."""
    return dict(_borne_out(items=sorted(item_ids))) if item_ids else {}


def _loosely(viewer: Viewer, wanted: Wanted, asked: Asked, rare: _Rarity, but: set[int]) -> list[tuple[Any, ...]]:
    """Posts that say most of it. How much a word says is counted among what was found for this viewer: how often it
    stands in all posts must not decide what is shown, or a search would tell whether a word is said where one may not
    read.
    """
    rows: list[tuple[Any, ...]] = []
    sought: Sequence[Term] = ()
    for sought, by_rank in _ways(asked, rare):
        query = Query(POSTS, any_of=tuple(sought), none_of=asked.without)
        rows = matching(viewer, wanted, query, rare, most=LOOSE, by_rank=by_rank)
        if rows:
            break
    matched = [one for one in map(Matched._make, rows) if one.item_id not in but]
    said = {post: set(" ".join(columns).split()) for post, columns in POSTS.said([m.post_id for m in matched]).items()}
    worth = {term: _worth(term, list(said.values())) if term in sought else 1.0 for term in asked.terms}
    found: list[tuple[Any, ...]] = []
    for one in matched:
        share = _share(worth, said.get(one.post_id, set()))
        if share >= MOST_OF_IT:
            found.append(one._replace(rank=one.rank * share**2))
    return found


def _ways(asked: Asked, rare: _Rarity) -> Iterator[tuple[Sequence[Term], bool]]:
    """What to look for, and whether by rank: the rarest of the terms, as far as they stand in few posts; where the
    viewer may see none of these, the newest that say any of the others.
    """
    docs = rare.docs
    counted = sorted((sum(min(docs.get(word, 0) for word in way) for way in term.ways), term) for term in asked.terms)
    few = [term for (_, term), total in zip(counted, accumulate(n for n, _ in counted), strict=True) if total <= RARE]
    if few:
        yield few, True
    if rest := [term for term in asked.terms if term not in few]:
        yield rest, False


def _worth(term: Term, said: Sequence[set[str]]) -> float:
    """How much it says that a text has this: more where few of the others do."""
    return 1 + rarity(len(said), sum(_says(one, term) for one in said))


def _says(said: set[str], term: Term) -> bool:
    return any(said.issuperset(way) for way in term.ways)


def _share(worth: Mapping[Term, float], said: set[str]) -> float:
    """How much of what was asked for a post says, 0 to 1."""
    return sum(w for term, w in worth.items() if _says(said, term)) / (sum(worth.values()) or 1.0)


def _cursor(now: datetime, last: Scored) -> str:
    return f"{now.timestamp()!r}_{last.score!r}_{last.item_id}"


def _read(after: str | None) -> tuple[datetime, float, int] | None:
    try:
        now, score, item_id = (after or "").split("_")
        return datetime.fromtimestamp(float(now), UTC), float(score), int(item_id)
    except (ValueError, OverflowError, OSError):
        return None


__all__ = [
    "Author",
    "Found",
    "Hit",
    "PersonFound",
    "Suggestion",
    "TagFound",
    "find",
    "people",
    "similar",
    "suggest",
    "tags",
]
