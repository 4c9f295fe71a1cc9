"""From what is wanted to what the index is asked."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.communities.models import Community
from lorehall.content.index import POSTS
from lorehall.kernel.db.fulltext import Query
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.text import words
from lorehall.kernel.text.words import MOST_TERMS, Term
from lorehall.search.wanted import Wanted

_languages = prepare(lambda p: Community.objects.filter(id__gt=p("none")).order_by().values_list("language").distinct())
MOST_LANGUAGES = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms of words and phrases, and those that must not stand there."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...]

    def query(self) -> Query:
        """All of it."""
        return Query(POSTS, all_of=self.terms, none_of=self.without)

    def in_titles(self) -> Query:
        """All of it in what an item opens with above its text."""
        return Query(POSTS, all_of=self.terms, none_of=self.without, columns=("title", "tags"))


def languages(wanted: Wanted) -> tuple[str, ...]:
    """Whose stems to look for: of one community its own, elsewhere those that communities here have. One statement,
    or none.
    """
    if wanted.community_ids or wanted.room_ids:
        return (wanted.language,)
    found = [row[0] for row in _languages(none=0)]
    return tuple(dict.fromkeys([wanted.language, *sorted(found)]))[:MOST_LANGUAGES]


def ask(wanted: Wanted) -> Asked:
    """What the words and phrases come to."""
    spoken = languages(wanted) if wanted.says_something or wanted.without else (wanted.language,)
    terms: dict[Term, None] = {}
    for word in wanted.words[:MOST_TERMS]:
        terms |= dict.fromkeys(words.terms(word, spoken))
    for said in wanted.phrases[:MOST_TERMS]:
        terms |= dict.fromkeys(term for term in [words.phrase(said, spoken)] if term)
    without = [words.phrase(said, spoken) for said in wanted.without[:MOST_TERMS]]
    return Asked(tuple(terms)[:MOST_TERMS], tuple(term for term in without if term))
