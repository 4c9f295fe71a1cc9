"""Builds the measured installation in the data folder (LOREHALL_DATA): `python -m bench.build SCALE`.

One community, 1,000 people, 20 rooms, 10,000 topics, 100,000 posts of about 600 characters; SCALE times as many topics
and posts. Rows are put in without the rules, with the counts that the rules would have kept.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lorehall.house.settings"
    django.setup()

from django.db import connection, transaction

from bench import practices, words
from bench.rows import BATCH, Row, insert
from lorehall.communities.models import CharterVersion, Community, Membership, Role, Room
from lorehall.content import index
from lorehall.content.models import Follow, Item, ItemTag, Post, RoomCount, Tag, TagCount, Useful
from lorehall.house import prepare
from lorehall.kernel import clock, text
from lorehall.people.models import Person
from lorehall.questions.models import Confirmation, Helped, HelpedOn, Question

PEOPLE, ROOMS, TOPICS = 1000, 20, 10_000
POSTS = (20, 4, 6, 12, 3, 20, 8, 2, 10, 15)  # in each ten topics: ten on average, a fifth of them fill a page
TEXTS = 2000  # different ones; each stands in fifty places
COMMUNITY = 1
CROWDED = (1, 6)  # a question and a conversation that everybody follows


@dataclass(frozen=True)
class Topic:
    """What follows from the number of a topic alone."""

    number: int
    started: datetime
    step: timedelta

    @property
    def question(self) -> bool:
        return self.number % 2 == 1

    @property
    def posts(self) -> int:
        return POSTS[(self.number - 1) % len(POSTS)]

    @property
    def open(self) -> bool:
        """Three posts: it was asked, and two asked back."""
        return self.question and self.posts == 3

    @property
    def confirmed(self) -> bool:
        return self.question and not self.open and self.number % 3 != 0

    @property
    def author(self) -> int:
        return self.writer(1)

    @property
    def room(self) -> int:
        return 1 + self.number % ROOMS

    @property
    def tags(self) -> list[int]:
        return sorted({1 + (self.number * k) % len(words.TAGS) for k in (1, 7, 13)})

    @property
    def state(self) -> str:
        if not self.question:
            return ""
        return "open" if self.open else "confirmed" if self.confirmed else "answered"

    def writer(self, number: int) -> int:
        return 1 + (self.number * 31 + number * 97) % PEOPLE

    def role(self, number: int) -> str:
        if number == 1:
            return "opening"
        if not self.question or self.open:
            return "reply"
        return "reply" if number % 3 == 1 else "answer"

    def at(self, number: int) -> datetime:
        return self.started + self.step * (number - 1)

    @property
    def replies(self) -> int:
        wanted = "answer" if self.question else "reply"
        return sum(self.role(number) == wanted for number in range(2, self.posts + 1))

    @property
    def followers(self) -> list[int]:
        if self.number in CROWDED:
            return list(range(1, PEOPLE + 1))
        return sorted({self.author, *(1 + (self.number + k * 211) % PEOPLE for k in range(3))})


def build(scale: int) -> None:
    """Fill the (migrated, empty) database."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    count = TOPICS * scale
    step = timedelta(days=700) / count
    topics = [Topic(n, today - step * (count - n) - timedelta(days=2), timedelta(hours=1)) for n in range(1, count + 1)]
    with transaction.atomic():
        _people(today)
        _place(today)
        _topics(topics)
        _kept_counts(topics)
        practices.write(COMMUNITY, ROOMS, today)
    for table in (index.POSTS, index.ITEMS):
        table.take_stock()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _people(today: datetime) -> None:
    insert(
        Person,
        (
            {
                "id": n,
                "email": f"person{n}@bench.invalid",
                "password": f"!{n}",
                "name": words.name(n - 1),
                "handle": f"person{n}",
                "hue": n % 36,
                "about": "Runs services for a small team, and likes to hear how others do it.",
                "public_profile": True,
                "is_host": n == 1,
                "joined_at": today - timedelta(days=800 - n % 800),
            }
            for n in range(1, PEOPLE + 1)
        ),
    )


def _place(today: datetime) -> None:
    Community.objects.create(
        pk=COMMUNITY,
        slug="workshop",
        name="Workshop of the measured",
        summary="Running services well, told by those who do.",
        visibility="public",
        joining="open",
        stage="maturing",
        opened_by_id=1,
        opened_at=today - timedelta(days=800),
        members_count=PEOPLE,
        charter_number=1,
    )
    about = "How to run services well, and what to do when they do not run well."
    agenda = ["How do we rehearse a restore?", "What makes an alert worth waking somebody?"]
    CharterVersion.objects.create(community_id=COMMUNITY, number=1, about=about, agenda=agenda, by_id=1, at=today)
    for n in range(1, ROOMS + 1):
        Room.objects.create(
            pk=n,
            community_id=COMMUNITY,
            slug=f"room-{n}",
            name=f"Room {n}" if n > 1 else "Everyone",
            public=True,
            is_first=n == 1,
            position=n,
            made_at=today,
        )
    roles = {1: Role.COORDINATOR, 2: Role.STEWARD}
    insert(
        Membership,
        (
            {
                "community_id": COMMUNITY,
                "person_id": n,
                "role": roles.get(n, Role.MEMBER).value,
                "name_key": f" {words.name(n - 1).lower()}",
                "joined_at": today - timedelta(days=800 - n % 800),
            }
            for n in range(1, PEOPLE + 1)
        ),
    )
    insert(
        Tag,
        (
            {"id": n, "community_id": COMMUNITY, "name": name, "slug": name}
            for n, name in enumerate(words.TAGS, start=1)
        ),
    )


def _topics(topics: list[Topic]) -> None:
    dice = Random(1)
    sources = [words.text(dice) + words.call(number) for number in range(TEXTS)]
    texts = [(source, text.render(source).html) for source in sources]
    starts = list(_numbered(topics))
    insert(Item, _items(topics))
    insert(Post, _posts(starts, texts))
    insert(ItemTag, ({"item_id": t.number, "tag_id": tag} for t in topics for tag in t.tags))
    insert(Follow, ({"item_id": t.number, "person_id": p, "at": t.started} for t in topics for p in t.followers))
    insert(Useful, _marks(starts))
    _index(starts, [index.words_of(html, "en") for _, html in texts])
    insert(
        Question, ({"item_id": t.number, "first_answer_at": None if t.open else t.at(2)} for t in topics if t.question)
    )
    insert(
        Confirmation,
        (
            {"question_id": t.number, "post_id": first + 1, "by_id": t.author, "at": t.at(t.posts)}
            for first, t in starts
            if t.confirmed
        ),
    )


def _index(starts: list[tuple[int, Topic]], said: list[str]) -> None:
    """The index of words. Titles are made as they were for the items."""
    dice = Random(2)
    for some in range(0, len(starts), BATCH):
        found = {}
        for first, t in starts[some : some + BATCH]:
            heading = index.Heading(
                words.title(dice, question=t.question), [words.TAGS[tag - 1] for tag in t.tags], "en"
            )
            posts = [index.Said(first + n - 1, n, said[_text(t, n)]) for n in range(1, t.posts + 1)]
            found[t.number] = (heading, posts)
        index.write_all(found)


def _text(topic: Topic, number: int) -> int:
    """Which of the texts a post has."""
    return (topic.number * 37 + number * 101) % TEXTS


def _numbered(topics: list[Topic]) -> Iterator[tuple[int, Topic]]:
    """Each topic with the id of its first post."""
    first = 1
    for topic in topics:
        yield first, topic
        first += topic.posts


def _items(topics: list[Topic]) -> Iterator[Row]:
    dice = Random(2)
    for t in topics:
        title = words.title(dice, question=t.question)
        yield {
            "id": t.number,
            "community_id": COMMUNITY,
            "room_id": t.room,
            "kind": "question" if t.question else "conversation",
            "state": t.state,
            "waiting": t.open,
            "title": title,
            "slug": text.slug(title),
            "author_id": t.author,
            "created_at": t.started,
            "active_at": t.at(t.posts),
            "active_by_id": t.writer(t.posts),
            "last_number": t.posts,
            "replies_count": t.replies,
            "followers_count": len(t.followers),
        }


def _useful(post: int) -> int:
    """How many found a post useful."""
    return (3, 1, 0, 2, 1)[post % 5]


def _posts(starts: list[tuple[int, Topic]], texts: list[tuple[str, str]]) -> Iterator[Row]:
    for first, t in starts:
        under = first
        for n in range(1, t.posts + 1):
            post, role = first + n - 1, t.role(n)
            source, html = texts[_text(t, n)]
            if role == "answer":
                under = post
            yield {
                "id": post,
                "item_id": t.number,
                "number": n,
                "role": role,
                "parent_id": None if role != "reply" or not t.question else under,
                "author_id": t.writer(n),
                "source": source,
                "html": html,
                "created_at": t.at(n),
                "useful_count": _useful(post),
            }


def _marks(starts: list[tuple[int, Topic]]) -> Iterator[Row]:
    for first, t in starts:
        for post in range(first, first + t.posts):
            for k in range(_useful(post)):
                yield {"post_id": post, "person_id": 1 + (post * 3 + k * 401) % PEOPLE, "at": t.at(t.posts)}


def _kept_counts(topics: list[Topic]) -> None:
    rooms: Counter[tuple[int, str]] = Counter()
    waiting: Counter[tuple[int, str]] = Counter()
    tags: Counter[tuple[int, int]] = Counter()
    helped: Counter[int] = Counter()
    helped_on: Counter[tuple[int, int]] = Counter()
    for t in topics:
        kind = (t.room, "question" if t.question else "conversation")
        rooms[kind] += 1
        waiting[kind] += t.open
        tags.update((tag, t.room) for tag in t.tags)
        if t.confirmed:
            helped[t.writer(2)] += 1
            helped_on.update((tag, t.writer(2)) for tag in t.tags)
    insert(
        RoomCount,
        ({"room_id": k[0], "kind": k[1], "total": total, "open": waiting[k]} for k, total in rooms.items()),
    )
    insert(TagCount, ({"tag_id": k[0], "room_id": k[1], "total": total} for k, total in tags.items()))
    insert(Helped, ({"community_id": COMMUNITY, "person_id": p, "confirmed": total} for p, total in helped.items()))
    insert(HelpedOn, ({"tag_id": k[0], "person_id": k[1], "confirmed": total} for k, total in helped_on.items()))


if __name__ == "__main__":
    prepare.migrate()
    build(int(sys.argv[1]))
    prepare.collect_static()
