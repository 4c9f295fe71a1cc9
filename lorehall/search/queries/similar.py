"""Items like a title: what is shown while one is typed, and what stands beside an item as close to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Sum

from lorehall.communities.policy import reading
from lorehall.content.index import ITEMS, language_of
from lorehall.content.models import ItemTag, ItemWords, Post, TagCount
from lorehall.content.past import PAST
from lorehall.kernel.db.fulltext import Matches, Query, Rank
from lorehall.kernel.text import words
from lorehall.kernel.text.words import Term
from lorehall.people.viewer import Viewer
from lorehall.search.queries.hits import opening_hits
from lorehall.search.queries.shapes import Hit
from lorehall.search.ranking import ITEM_WEIGHTS, Candidate, Title, alike, rarity

CANDIDATES = 150
MATCHES = 4000
"""Items that are looked at for the sake of the title's rarest words; of a word in more than this only with others."""
LEAST_WORDS = 2
MOST_WORDS = 24


def similar(
    viewer: Viewer,
    title: str,
    *,
    community_id: int | None,
    exclude: int | None = None,
    before: datetime | None = None,
    size: int = 5,
) -> list[Hit]:
    """Items like the one that has this title, or will have, as far as the viewer may see. Seven statements."""
    rule = reading(viewer, "item__room")
    found = close_to(title, rule, community_id=community_id, exclude=exclude, before=before)[:size]
    language = language_of(community_id) if community_id else "en"
    return opening_hits([item for _, item in found], words.terms(title, (language,)))


def close_to(
    title: str,
    rule: Q,
    *,
    community_id: int | None,
    exclude: int | None = None,
    before: datetime | None = None,
    least: float = 0.0,
) -> list[tuple[float, int]]:
    """(score, item), best first. `rule` says which items may be looked at, from their words' rows; `least` is the part
    of what the title itself would score that an item must have.
    """
    language = language_of(community_id) if community_id else "en"
    said = list(dict.fromkeys(words.words(title[:400], language)))[:MOST_WORDS]
    if not said:
        return []
    total, docs = ITEMS.counted(said)
    asked = Title({word: rarity(total, docs.get(word, 0)) for word in said}, language)
    rule &= Q(item__deleted_at=None) & ~Q(item__state__in=PAST)
    if community_id:
        rule &= Q(item__community_id=community_id)
    if before:
        rule &= Q(item__created_at__lt=before)
    if exclude:
        rule &= ~Q(item_id=exclude)
    query = Query(ITEMS, any_of=_telling(asked, docs), columns=("title", "tags", "body"))
    rows = list(_found(query, rule, asked))
    enough = least * asked.itself
    return [one for one in _ranked(asked, rows, total) if one[0] >= enough]


def _telling(asked: Title, docs: dict[str, int]) -> tuple[Term, ...]:
    """The rarest words, as many as may be looked for at once."""
    telling = sorted((word for word in asked.telling if docs.get(word)), key=lambda word: (docs[word], word))
    looked_at = accumulate(docs[word] for word in telling)
    chosen = [
        word
        for number, (word, n) in enumerate(zip(telling, looked_at, strict=True))
        if n <= MATCHES or number < LEAST_WORDS
    ]
    return tuple(Term(((word,),)) for word in chosen or list(asked.telling)[:1])


def _found(query: Query, rule: Q, asked: Title) -> QuerySet[ItemWords, tuple[int, int | None]]:
    useful = Post.objects.filter(item_id=OuterRef("item_id"), number=1).values("useful_count")
    found = ItemWords.objects.filter(Matches(ITEMS, query.text())).filter(rule)
    found = found.annotate(rank=Rank(ITEMS, ITEM_WEIGHTS, query.parts(asked.rare)), useful=Subquery(useful[:1]))
    return found.order_by("-rank", "-item_id").values_list("item_id", "useful")[:CANDIDATES]


def _ranked(asked: Title, rows: Sequence[tuple[int, int | None]], total: int) -> list[tuple[float, int]]:
    ids = [item for item, _ in rows]
    said = ITEMS.said(ids)
    tags, tag_rarity = _tags(ids, total)
    candidates = []
    for item, useful in rows:
        title, tag_words, body, _ = said.get(item, ("", "", "", ""))
        candidates.append(
            Candidate(item, title.split(), tag_words.split(), body.split(), useful or 0, tags.get(item, ()))
        )
    return alike(asked, candidates, tag_rarity)


def _tags(ids: Sequence[int], total: int) -> tuple[dict[int, list[int]], dict[int, float]]:
    """The tags of the items, and how rare each is."""
    if not ids:
        return {}, {}
    carried = TagCount.objects.filter(tag_id=OuterRef("tag_id")).order_by().values("tag_id").annotate(n=Sum("total"))
    counted = Subquery(carried.values("n"), output_field=IntegerField())
    tags: dict[int, list[int]] = {}
    rare: dict[int, float] = {}
    for item, tag, docs in (
        ItemTag.objects.filter(item_id__in=ids).annotate(n=counted).values_list("item_id", "tag_id", "n")
    ):
        tags.setdefault(item, []).append(tag)
        rare[tag] = rarity(total, docs or 0)
    return tags, rare
