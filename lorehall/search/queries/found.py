"""Looking for items, best or newest first.

Statements, however much there is: languages, how rare the words are, matching posts (twice more where very many or very
few match), and what the page says of its hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from lorehall.content.index import POSTS
from lorehall.content.models import PostWords
from lorehall.kernel import clock
from lorehall.kernel.db.fulltext import Matches, Query, Rank
from lorehall.kernel.db.functions import Seconds
from lorehall.kernel.text.words import Term
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Confirmation
from lorehall.search.asking import Asked, ask
from lorehall.search.queries.filtered import posts
from lorehall.search.queries.hits import hits
from lorehall.search.queries.listed import listed
from lorehall.search.queries.named import people, tags
from lorehall.search.queries.shapes import Author, Found, Hit, PersonFound, Suggestion, TagFound
from lorehall.search.queries.similar import similar
from lorehall.search.queries.suggest import suggest
from lorehall.search.ranking import POST_WEIGHTS, raised, rarity
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


class Matched(NamedTuple):
    """A post that matches."""

    post_id: int
    item_id: int
    written: int
    """Seconds since 1970."""
    useful: int
    confirmed: bool
    rank: float


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
    matched, more_than = _matched(viewer, wanted, asked)
    best = _best(matched, now, newest=wanted.order == "newest")
    relaxed = len(best) < FEW and len(asked.terms) > 1
    if relaxed:
        loose = _loosely(viewer, wanted, asked, {one.item_id for one in best})
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
    )


def _matching(viewer: Viewer, wanted: Wanted, query: Query, rare: dict[str, float]) -> QuerySet[PostWords]:
    sealed = Confirmation.objects.filter(post_id=OuterRef("post_id"), ended_at=None)
    found = PostWords.objects.filter(Matches(query)).filter(posts(viewer, wanted, "post"))
    return found.annotate(
        sealed=Exists(sealed), written=Seconds("post__created_at"), rank=Rank(query, POST_WEIGHTS, rare)
    )


_FIELDS = ("post_id", "post__item_id", "written", "post__useful_count", "sealed", "rank")


def _rarities(terms: Sequence[Term]) -> dict[str, float]:
    said = list(dict.fromkeys(word for term in terms for word in term.words))
    total, docs = POSTS.size(), POSTS.frequencies(said)
    return {word: rarity(total, docs.get(word, 0)) for word in said}


def _matched(viewer: Viewer, wanted: Wanted, asked: Asked) -> tuple[list[Matched], bool]:
    """The posts that match, all of them or, of very many, those that may be best; and whether there are more."""
    rare = _rarities(asked.terms) if POSTS.asks_rarity() else {}
    newest = _matching(viewer, wanted, asked.query(), rare).order_by("-post_id").values_list(*_FIELDS)[: NEWEST + 1]
    rows = list(newest)
    if len(rows) <= NEWEST:
        return [Matched(*row) for row in rows], False
    if wanted.order == "best":
        titled = _matching(viewer, wanted, asked.in_titles(), rare).order_by("-post_id").values_list(*_FIELDS)
        rows += titled[:IN_TITLES]
    return [Matched(*row) for row in rows], True


def _best(matched: Sequence[Matched], now: datetime, *, newest: bool) -> list[Scored]:
    best: dict[int, Scored] = {}
    for one in matched:
        score = float(one.written) if newest else _score(one, now)
        mine = Scored(score, one.item_id, one.post_id)
        if one.item_id not in best or best[one.item_id] < mine:
            best[one.item_id] = mine
    return list(best.values())


def _score(one: Matched, now: datetime) -> float:
    age = (now.timestamp() - one.written) / DAY
    return raised(one.rank, confirmed=one.confirmed, useful=one.useful, age_days=age)


def _loosely(viewer: Viewer, wanted: Wanted, asked: Asked, but: set[int]) -> list[Matched]:
    """Posts that say most of it, by how rare the words are that they have."""
    rare = _rarities(asked.terms)
    query, few = _rarest(asked)
    order = ("-rank", "-post_id") if few else ("-post_id",)
    rows = _matching(viewer, wanted, query, rare).order_by(*order).values_list(*_FIELDS)[:LOOSE]
    matched = [one for one in (Matched(*row) for row in rows) if one.item_id not in but]
    said = {post: set(" ".join(columns).split()) for post, columns in POSTS.said([m.post_id for m in matched]).items()}
    found = []
    for one in matched:
        share = _share(asked.terms, said.get(one.post_id, set()), rare)
        if share >= MOST_OF_IT:
            found.append(one._replace(rank=one.rank * share**2))
    return found


def _rarest(asked: Asked) -> tuple[Query, bool]:
    """The rarest of the terms, as far as they stand in few posts; of terms that are all common the newest must do."""
    docs = POSTS.frequencies([word for term in asked.terms for word in term.words])
    counted = sorted((sum(min(docs.get(word, 0) for word in way) for way in term.ways), term) for term in asked.terms)
    there = [(number, term) for number, term in counted if number]
    few = [term for (_, term), total in zip(there, accumulate(n for n, _ in there), strict=True) if total <= RARE]
    return Query(POSTS, any_of=tuple(few or [term for _, term in there] or asked.terms), none_of=asked.without), bool(
        few
    )


def _share(terms: Sequence[Term], said: set[str], rare: dict[str, float]) -> float:
    """How much of what was asked for a post says, 0 to 1."""
    # Where there are few texts all words are about as rare, and each counts.
    worth = [1 + max((rare.get(word, 1.0) for word in term.words), default=1.0) for term in terms]
    has = [any(said.issuperset(way) for way in term.ways) for term in terms]
    return sum(w for w, there in zip(worth, has, strict=True) if there) / (sum(worth) or 1.0)


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
