"""The measured library: 200 practices of five sections, each citing five answers and used by ten members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from django.db.models import F, Max

from bench import words
from bench.rows import Row, insert
from lorehall.content import index
from lorehall.content.models import Citation, Follow, Item, ItemTag, Post, Revision, RoomCount, TagCount
from lorehall.kernel import text
from lorehall.practice.models import Credit, Practice
from lorehall.practice.sections import outline
from lorehall.questions.models import Confirmation
from lorehall.reports.contexts import key_of, taken, usual_fields
from lorehall.reports.models import Report, ReportConfirmation
from lorehall.reports.rules.settle import settle

PRACTICES, CITED, REPORTS, VERSIONS = 200, 5, 10, 4
SECTIONS = ("When to use it", "Steps", "How to tell that it worked", "Where it does not fit", "What else to read")


@dataclass(frozen=True)
class Page:
    """A practice, and the posts that it is made from as (id, item, title, author)."""

    number: int
    item: int
    opening: int
    title: str
    at: datetime
    cited: list[tuple[int, int, str, int]]

    @property
    def steward(self) -> int:
        return 1 + self.number % 40

    @property
    def tags(self) -> list[int]:
        return sorted({1 + (self.number * k) % len(words.TAGS) for k in (3, 11)})

    def reporter(self, number: int) -> int:
        """Nobody who keeps or wrote one."""
        return 100 + (self.number * 17 + number * 53) % 800


def write(community: int, rooms: int, today: datetime) -> None:
    """Put them in, above the topics that stand already."""
    pages = list(_pages(today))
    made = [_written(page) for page in pages]
    insert(Item, (_item(page, community, rooms) for page in pages))
    insert(Post, (row for page, done in zip(pages, made, strict=True) for row in _posts(page, done)))
    insert(Practice, (_practice(page, done) for page, done in zip(pages, made, strict=True)))
    insert(Revision, (row for page, done in zip(pages, made, strict=True) for row in _revisions(page, done)))
    insert(Citation, (row for page in pages for row in _citations(page)))
    insert(Credit, ({"practice_id": p.item, "person_id": who, "since": p.at} for p in pages for who in _credited(p)))
    insert(ItemTag, ({"item_id": page.item, "tag_id": tag} for page in pages for tag in page.tags))
    insert(Follow, ({"item_id": p.item, "person_id": p.reporter(n), "at": p.at} for p in pages for n in range(3)))
    Post.objects.filter(pk__in=[post for page in pages for post, *_ in page.cited]).update(
        cited_count=F("cited_count") + 1
    )
    _index(pages, made)
    _counts(pages, rooms)
    insert(Report, (row for page in pages for row in _reports(page)))
    insert(ReportConfirmation, ({"report_id": p.opening + 2, "by_id": p.reporter(11), "at": p.at} for p in pages))
    for page in pages:
        settle(page.item, by_id=page.steward)


def _pages(today: datetime) -> Iterator[Page]:
    dice = Random(3)
    last = Item.objects.aggregate(item=Max("pk"), post=Max("posts__pk"))
    best = Confirmation.objects.order_by("-pk").values_list(
        "post_id", "question_id", "question__item__title", "post__author_id"
    )
    answers = list(best[: PRACTICES * CITED])
    for number in range(1, PRACTICES + 1):
        yield Page(
            number,
            last["item"] + number,
            last["post"] + 1 + (number - 1) * (1 + REPORTS),
            f"Keep the {dice.choice(words.NOUNS)} small when the {dice.choice(words.NOUNS)} grows, {number}",
            today - timedelta(days=1 + number),
            answers[(number - 1) * CITED : number * CITED],
        )


@dataclass(frozen=True)
class Done:
    source: str
    html: str
    toc: list[list[str | int]]


def _written(page: Page) -> Done:
    dice = Random(page.number)
    parts = [
        f"## {name}\n\n{words.text(dice)} [^p{post}]" for name, (post, *_) in zip(SECTIONS, page.cited, strict=True)
    ]
    source = "\n\n".join(parts)
    rendered = text.parse(source).render(
        people={},
        items={},
        files={},
        prefix=text.note_prefix(source),
        zone=UTC,
        numbers={post: number for number, (post, *_) in enumerate(page.cited, 1)},
        sections=True,
    )
    return Done(source, rendered.html, outline(rendered.sections))


def _item(page: Page, community: int, rooms: int) -> Row:
    return {
        "id": page.item,
        "community_id": community,
        "room_id": 1 + page.number % rooms,
        "kind": "practice",
        "state": "current",
        "title": page.title,
        "slug": text.slug(page.title),
        "author_id": page.steward,
        "created_at": page.at,
        "active_at": page.at + timedelta(hours=REPORTS),
        "active_by_id": page.reporter(REPORTS),
        "last_number": 1 + REPORTS,
        "followers_count": 3,
    }


def _posts(page: Page, done: Done) -> Iterator[Row]:
    opening = {"number": 1, "role": "opening", "author_id": page.steward, "source": done.source, "html": done.html}
    yield {
        "id": page.opening,
        "item_id": page.item,
        **opening,
        "created_at": page.at,
        "edited_at": page.at,
        "revisions_count": VERSIONS,
        "version": VERSIONS,
    }
    dice = Random(page.number + PRACTICES)
    for number in range(1, REPORTS + 1):
        said = words.text(dice)[:200]
        yield {
            "id": page.opening + number,
            "item_id": page.item,
            "number": 1 + number,
            "role": "report",
            "author_id": page.reporter(number),
            "source": said,
            "html": text.render(said).html,
            "created_at": page.at + timedelta(hours=number),
            "edited_at": None,
            "revisions_count": 0,
            "version": 1,
        }


def _reports(page: Page) -> Iterator[Row]:
    """Each third adapted it, each fifth failed."""
    fields = usual_fields()
    for number in range(1, REPORTS + 1):
        team = words.TEAMS[(page.number + number) % len(words.TEAMS)]
        context = taken(fields, {"team": team, "size": f"{number + 3} people", "stack": "PostgreSQL 16"})
        yield {
            "post_id": page.opening + number,
            "practice_id": page.item,
            "person_id": page.reporter(number),
            "outcome": "failed" if number % 5 == 0 else "adapted" if number % 3 == 0 else "used",
            "context": context,
            "context_key": key_of(fields, context),
            "at": page.at + timedelta(hours=number),
            "changed_at": page.at + timedelta(hours=number),
        }


def _practice(page: Page, done: Done) -> Row:
    return {
        "item_id": page.item,
        "toc": done.toc,
        "steward_id": page.steward,
        "stewarded_at": page.at,
        "review_on": (page.at + timedelta(days=365)).date().isoformat(),
        "reviewed_at": page.at,
        "reviewed_by_id": page.steward,
        "state_at": page.at,
        "state_by_id": page.steward,
        "level_at": page.at,
    }


def _revisions(page: Page, done: Done) -> Iterator[Row]:
    for number in range(1, VERSIONS + 1):
        yield {
            "post_id": page.opening,
            "number": number,
            "title": page.title,
            "source": done.source,
            "by_id": page.steward,
            "at": page.at,
            "reason": "Said it shorter",
        }


def _citations(page: Page) -> Iterator[Row]:
    for number, (post, _item_id, title, _author) in enumerate(page.cited, 1):
        yield {
            "item_id": page.item,
            "post_id": post,
            "number": number,
            "revision": 1,
            "title": title,
            "by_id": page.steward,
            "at": page.at,
        }


def _credited(page: Page) -> list[int]:
    return sorted({author for *_, author in page.cited})


def _index(pages: list[Page], made: list[Done]) -> None:
    found = {}
    for page, done in zip(pages, made, strict=True):
        heading = index.Heading(page.title, [words.TAGS[tag - 1] for tag in page.tags], "en")
        found[page.item] = (heading, [index.Said(page.opening, 1, index.words_of(done.html, "en"))])
    index.write_all(found)


def _counts(pages: list[Page], rooms: int) -> None:
    by_room = Counter(1 + page.number % rooms for page in pages)
    by_tag = Counter((tag, 1 + page.number % rooms) for page in pages for tag in page.tags)
    insert(RoomCount, ({"room_id": r, "kind": "practice", "total": n, "open": 0} for r, n in by_room.items()))
    for (tag, room), total in by_tag.items():
        kept = TagCount.objects.filter(tag_id=tag, room_id=room)
        if not kept.update(total=F("total") + total):
            TagCount.objects.create(tag_id=tag, room_id=room, total=total)
