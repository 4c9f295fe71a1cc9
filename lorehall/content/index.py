"""The index of words: a row for each live post, and one for each item with what it opens with.

Rules write it in their transaction, so what is written is found at once. State, room, author and whether something is
deleted are no part of it: a search asks the tables for those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lorehall.communities.models import Community
from lorehall.content.models import Item, ItemTag, Post
from lorehall.kernel import text
from lorehall.kernel.db.fulltext import Table
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.text import words
from lorehall.kernel.ui import slots

POSTS = Table("content_post_words", (("title", "A"), ("tags", "B"), ("body", "C"), ("answer", "C"), ("context", "D")))
"""`title` and `tags` stand in the opening's row, `context` holds both in the others."""
ITEMS = Table("content_item_words", (("title", "A"), ("tags", "B"), ("body", "C"), ("typed", "D")))
"""`typed` holds the title's words without stemming, for what begins like them."""
BESIDE = "words_beside"
"""The slot of who knows what a kind of item says beside its opening: HTML, by an item's id."""
AT_ONCE = 100
"""Posts of an item that are written again at once where its title or tags change; a job does the rest."""


class Said(NamedTuple):
    """A post's words, made ready from its text."""

    post_id: int
    number: int
    words: str


class Heading(NamedTuple):
    """What all posts of an item are found by."""

    title: str
    tags: Sequence[str]
    language: str


_headings = prepare(lambda p: Item.objects.filter(pk=p("item")).values_list("title", "community__language")[:1])
_tags = prepare(lambda p: ItemTag.objects.filter(item_id=p("item")).order_by("tag__slug").values_list("tag__slug"))
_posts = prepare(
    lambda p: (
        Post.objects.filter(item_id=p("item"), number__gt=p("after"), deleted_at=None)
        .order_by("number")
        .values_list("id", "number", "html")[: AT_ONCE + 1]
    )
)


_languages = prepare(lambda p: Community.objects.filter(pk=p("id")).values_list("language", flat=True)[:1])


def language_of(community_id: int) -> str:
    """Whose stems a community's words have. One statement."""
    return str(_languages.first(id=community_id) or "en")


def heading(item_id: int) -> Heading:
    """As it stands. Two statements."""
    title, language = _headings(item=item_id)[0]
    return Heading(title, [row[0] for row in _tags(item=item_id)], language)


def write(item_id: int, said: Sequence[Said], found: Heading | None = None) -> None:
    """Write the rows of some posts of an item; with its opening, the item's."""
    write_all({item_id: (found or heading(item_id), said)})


def write_all(items: Mapping[int, tuple[Heading, Sequence[Said]]]) -> None:
    """The same for several items."""
    posts: list[tuple[int, Sequence[str]]] = []
    openings: list[tuple[int, Sequence[str]]] = []
    for item_id, (found, said) in items.items():
        title = words.line(found.title, found.language)
        tags = words.line(" ".join(found.tags), found.language)
        for one in said:
            if one.number == 1:
                posts.append((one.post_id, (title, tags, one.words, "", "")))
                openings.append((item_id, (title, tags, one.words, words.line(found.title, ""))))
            else:
                posts.append((one.post_id, ("", "", "", one.words, f"{title} {tags}")))
    POSTS.put(posts)
    ITEMS.put(openings)


def rewrite(item_id: int, *, after: int = 0) -> int | None:
    """Write the next posts of an item from their texts; returns the number to go on `after`, None at the end."""
    rows = _posts(item=item_id, after=after)
    if not rows:
        return None
    found = heading(item_id)
    said = [
        Said(post, number, _all_words(item_id, number, html, found.language)) for post, number, html in rows[:AT_ONCE]
    ]
    write(item_id, said, found)
    return said[-1].number if len(rows) > AT_ONCE else None


def words_of(html: str, language: str) -> str:
    """The words of a post's HTML."""
    return words.line(text.plain(html), language)


def together(text: str, beside: str) -> str:
    """An opening's words, and after them those of what stands beside it."""
    return f"{text} {beside}".strip()


def words_beside(item_id: int, language: str) -> str:
    """The words of what stands beside an item's opening now; at most one statement."""
    known = slots.filled(BESIDE)
    html = known(item_id) if known else ""
    return words_of(html, language) if html else ""


def _all_words(item_id: int, number: int, html: str, language: str) -> str:
    said = words_of(html, language)
    return together(said, words_beside(item_id, language)) if number == 1 else said


def write_again(item_id: int, post_id: int) -> None:
    """Write one post's row from its text."""
    found = heading(item_id)
    for number, html in Post.objects.filter(pk=post_id).values_list("number", "html"):
        write(item_id, [Said(post_id, number, _all_words(item_id, number, html, found.language))], found)


def drop(post_ids: Sequence[int]) -> None:
    """Take posts out."""
    POSTS.drop(post_ids)


def drop_item(item_id: int) -> None:
    """Take an item out with its posts."""
    POSTS.drop(list(Post.objects.filter(item_id=item_id, deleted_at=None).values_list("pk", flat=True)))
    ITEMS.drop([item_id])
