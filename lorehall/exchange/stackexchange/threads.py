"""One question of a dump with everything under it, ready to be brought."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from lorehall.content.models import ItemKind, PostRole
from lorehall.content.rules.bring import BroughtItem, BroughtPost, BroughtRevision
from lorehall.content.rules.tag import MOST
from lorehall.exchange.stackexchange import revisions
from lorehall.exchange.stackexchange.convert import Converted, Job
from lorehall.exchange.stackexchange.people import key_of
from lorehall.exchange.stackexchange.revisions import Said, tag_names, tag_of
from lorehall.exchange.stackexchange.rows import Row
from lorehall.exchange.stackexchange.staging import ACCEPTED, FAVOURITE, UP, Staging
from lorehall.exchange.stackexchange.times import when
from lorehall.kernel.text import tidy_line
from lorehall.questions.rules.bring import BroughtQuestion

LICENCES = (
    (datetime(2011, 4, 8, tzinfo=UTC), "CC BY-SA 2.5"),
    (datetime(2018, 5, 2, tzinfo=UTC), "CC BY-SA 3.0"),
)
"""Until when which licence held: https://stackoverflow.com/help/licensing."""


def licence(row: Row) -> str:
    """The row's own word, or what held when it was written."""
    if row.get("ContentLicense"):
        return row["ContentLicense"][:40]
    at = when(row["CreationDate"])
    return next((name for until, name in LICENCES if at < until), "CC BY-SA 4.0")


MOST_USEFUL = 1_000_000
"""More than anybody has; a number of a dump may be anything."""


@dataclass(slots=True)
class Part:
    """A question, an answer or a comment as the dump has it."""

    key: str
    role: str
    row: Row
    parent: str | None
    at: datetime
    scored: bool
    """Its score says how useful it was, since there are no votes: on comments, and in dumps of posts alone."""
    votes: dict[int, tuple[int, str]] = field(default_factory=dict)
    locked: str = ""
    said: list[Said] = field(default_factory=list)

    @property
    def author(self) -> tuple[str, str]:
        """(key, name), as people are found by."""
        if self.key.startswith("c"):
            return key_of(self.row, "UserId", "UserDisplayName"), self.row.get("UserDisplayName", "")
        return key_of(self.row), self.row.get("OwnerDisplayName", "")

    @property
    def useful(self) -> int:
        """Up-votes; or the score, as far as it is above nothing."""
        if self.scored:
            return min(max(0, int(self.row.get("Score") or 0)), MOST_USEFUL)
        return self.votes.get(UP, (0, ""))[0]

    @property
    def revisions(self) -> list[Said]:
        """A text that was never changed has none."""
        return self.said if len(self.said) > 1 else []

    @property
    def job(self) -> Job:
        if self.key.startswith("c"):
            return Job(self.key, self.row["Text"], None)
        return Job(self.key, self.said[-1].source if self.said else None, self.row["Body"])


@dataclass(slots=True)
class Thread:
    """A question's parts in the order of time, the question first."""

    parts: list[Part]

    @property
    def question(self) -> Part:
        return self.parts[0]

    @property
    def accepted(self) -> Part | None:
        """The answer that the asker accepted, if it is here."""
        key = f"a{self.question.row.get('AcceptedAnswerId')}"
        return next((part for part in self.parts if part.key == key), None)

    def authors(self) -> Iterator[tuple[str, str]]:
        for part in self.parts:
            yield part.author
            for said in part.said:
                yield said.by, said.by_name
            if part.row.get("LastEditDate"):
                yield _editor(part.row)


def _editor(row: Row) -> tuple[str, str]:
    return key_of(row, "LastEditorUserId", "LastEditorDisplayName"), row.get("LastEditorDisplayName", "")


def threads(staging: Staging, ids: list[int], *, has_votes: bool) -> list[Thread]:
    """The questions with these ids; a few statements over the staging file, however many."""
    marks = ",".join("?" * len(ids))
    posts = staging.all(f"SELECT id, type, question, data FROM post WHERE question IN ({marks}) AND type < 3", *ids)  # noqa: S608
    parts: dict[int, Part] = {}
    for post_id, kind, question, data in posts:
        row: Row = json.loads(data)
        role = PostRole.OPENING if kind == 1 else PostRole.ANSWER
        key = f"q{post_id}" if kind == 1 else f"a{post_id}"
        parts[post_id] = Part(key, role, row, None, when(row["CreationDate"]), scored=not has_votes)
        row["_question"] = str(question)
    among = ",".join("?" * len(parts))
    for post, kind, number, at in staging.all(f"SELECT * FROM vote WHERE post IN ({among})", *parts):  # noqa: S608
        parts[post].votes[kind] = (number, at)
    for post, at in staging.all(f"SELECT * FROM lock WHERE post IN ({among})", *parts):  # noqa: S608
        parts[post].locked = at
    said: dict[int, list[tuple[int, str, str]]] = {}
    sql = f"SELECT post, type, edit, data FROM history WHERE post IN ({among}) ORDER BY post, id"  # noqa: S608
    for post, kind, edit, data in staging.all(sql, *parts):
        said.setdefault(post, []).append((kind, edit, data))
    for post, history in said.items():
        parts[post].said = revisions.read(history)
    comments = staging.all(f"SELECT id, post, data FROM comment WHERE post IN ({among})", *parts)  # noqa: S608
    return _together(ids, parts, comments)


def _together(ids: list[int], parts: dict[int, Part], comments: list[tuple[Any, ...]]) -> list[Thread]:
    by_question: dict[int, list[Part]] = {question: [] for question in ids}
    for part in parts.values():
        by_question[int(part.row["_question"])].append(part)
    for comment_id, post, data in comments:
        row: Row = json.loads(data)
        under = parts[post]
        part = Part(f"c{comment_id}", PostRole.REPLY, row, under.key, when(row["CreationDate"]), scored=True)
        by_question[int(under.row["_question"])].append(part)
    # Some answers are older than their question (merged ones), and some comments than what they stand under.
    order = {PostRole.OPENING: 0, PostRole.ANSWER: 1, PostRole.REPLY: 1}
    return [
        Thread(sorted(found, key=lambda part: (order[PostRole(part.role)], part.at, int(part.key[1:]))))
        for found in by_question.values()
        if found
    ]


def brought(
    thread: Thread, texts: Mapping[str, Converted], people: Mapping[str, int], site: str, keeper: int
) -> BroughtQuestion:
    """The question as the rules take it. `keeper` stands as the one who locked what was closed there."""
    question = thread.question
    row = question.row
    posts = [_post(part, texts[part.key], people, site, question.key) for part in thread.parts]
    answer = thread.accepted
    at = answer.votes.get(ACCEPTED, (0, ""))[1] if answer else ""
    last = max(thread.parts, key=lambda part: part.at)
    tags = dict.fromkeys(name for name in map(tag_of, tag_names(row.get("Tags", ""))) if name)
    favourites = question.votes.get(FAVOURITE, (0, ""))[0] or int(row.get("FavoriteCount") or 0)
    closed = row.get("ClosedDate") or question.locked
    item = BroughtItem(
        kind=ItemKind.QUESTION,
        state="",
        waiting=False,
        title=tidy_line(row["Title"])[:200] or f"#{row['Id']}",
        active_at=max(last.at, when(row["LastActivityDate"]) if row.get("LastActivityDate") else last.at),
        active_by_id=people[last.author[0]],
        posts=posts,
        followers=min(max(0, favourites), MOST_USEFUL),
        tags=list(tags)[:MOST],
        locked_at=when(closed) if closed else None,
        locked_by_id=keeper if closed else None,
    )
    confirmed_at = max(when(at), answer.at) if answer and at else None
    return BroughtQuestion(item, answer.key if answer else None, confirmed_at)


def _post(part: Part, text: Converted, people: Mapping[str, int], site: str, question: str) -> BroughtPost:
    row = part.row
    edited = row.get("LastEditDate")
    return BroughtPost(
        key=part.key,
        role=part.role,
        author_id=people[part.author[0]],
        created_at=part.at,
        source=text.source,
        html=text.html,
        words=text.words,
        format=text.format,
        parent=part.parent,
        useful=part.useful,
        edited_at=when(edited) if edited else None,
        edited_by_id=people[_editor(row)[0]] if edited else None,
        url=_address(part, site, question),
        licence=licence(row),
        revisions=[
            BroughtRevision(one.title, one.source, one.tags, one.reason, people[one.by], one.at)
            for one in part.revisions
        ],
    )


def _address(part: Part, site: str, question: str) -> str:
    if part.role == PostRole.OPENING:
        return f"https://{site}/questions/{part.key[1:]}"
    if part.role == PostRole.ANSWER:
        return f"https://{site}/a/{part.key[1:]}"
    return f"https://{site}/questions/{question[1:]}#comment{part.key[1:]}_{(part.parent or '')[1:]}"
