"""Dumps to import: the small one by hand, larger ones that say little, and what stands here afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from lorehall.content.models import Item, ItemLink, ItemTag, Origin, Post, Revision, RoomCount, Tag, TagCount
from lorehall.exchange.models import Import
from lorehall.exchange.report import Report
from lorehall.exchange.rules import room_for
from lorehall.exchange.stackexchange.dump import find
from lorehall.exchange.stackexchange.run import run
from lorehall.exchange.stackexchange.target import Target
from lorehall.people.models import Attribution, Person
from lorehall.questions.models import Confirmation, Duplicate, Helped, HelpedOn, Question

BREAD = Path(__file__).parent / "fixtures" / "bread"
SITE = "bread.stackexchange.com"
AT = "2016-03-01T10:00:00.000"


def bring(folder: Path, host: Person, scratch: Path, *, community: str = "Bread", processes: int = 0) -> Report:
    """Import a folder as the command does."""
    dump = find(folder, None)
    target = Target(room_for(dump.site, community, host), host.pk, scratch)
    return run(dump, target, lambda phase, done, total: None, processes=processes)


def write(folder: Path, **files: Sequence[Mapping[str, Any] | str]) -> Path:
    """Files of rows; a string stands as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        lines = [row if isinstance(row, str) else f"  <row {_attributes(row)} />" for row in rows]
        text = "\n".join(['<?xml version="1.0" encoding="utf-8"?>', f"<{name.lower()}>", *lines, f"</{name.lower()}>"])
        (folder / f"{name}.xml").write_text(text + "\n", encoding="utf-8")
    return folder


def _attributes(row: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={quoteattr(str(value), {chr(10): '&#xA;'})}" for name, value in row.items())


def question(number: int, **more: Any) -> dict[str, Any]:
    row = {
        "Id": number,
        "PostTypeId": 1,
        "CreationDate": AT,
        "Title": f"Loaf {number}",
        "Body": f"<p>Crumb {number}</p>",
    }
    return {**row, "OwnerUserId": number % 7, "Score": 1, "Tags": "<rye>", **more}


def answer(number: int, to: int, **more: Any) -> dict[str, Any]:
    row = {"Id": number, "PostTypeId": 2, "ParentId": to, "CreationDate": AT, "Body": f"<p>Crust {number}</p>"}
    return {**row, "OwnerUserId": number % 7, "Score": 2, **more}


def many(folder: Path, questions: int) -> Path:
    """Each with two answers, the first of them accepted, and a comment."""
    posts, comments = [], []
    for number in range(1, questions + 1):
        posts.append(question(10 * number, AcceptedAnswerId=10 * number + 1))
        posts += [answer(10 * number + 1, 10 * number), answer(10 * number + 2, 10 * number)]
        comments.append({"Id": number, "PostId": 10 * number + 1, "CreationDate": AT, "Text": "Thanks.", "UserId": 3})
    return write(folder, Posts=posts, Comments=comments)


TABLES = (
    Item, Post, Revision, Origin, Tag, ItemTag, ItemLink, RoomCount, TagCount, Question, Confirmation, Duplicate,
    Helped, HelpedOn, Person, Attribution, Import,
)  # fmt: skip


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows that an import may write."""
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in TABLES}


def said() -> list[tuple[Any, ...]]:
    """What came, whatever numbers it got here."""
    posts = Origin.objects.order_by("key").values_list(
        "key", "post__item__title", "post__item__state", "post__number", "post__role", "post__html",
        "post__useful_count", "post__author__name", "post__item__replies_count", "url", "licence",
    )  # fmt: skip
    return list(posts)
