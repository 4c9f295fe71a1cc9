"""What the history of a post says: its final Markdown, and its revisions."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lorehall.content.rules.tag import tag_slug
from lorehall.exchange.stackexchange.people import key_of
from lorehall.exchange.stackexchange.rows import Row
from lorehall.exchange.stackexchange.staging import BODY, TAGS, TITLE
from lorehall.exchange.stackexchange.times import when

_TAG = re.compile(r"<([^<>]+)>|([^|<>]+)")


def tag_names(written: str) -> list[str]:
    """`<a><b>` or `|a|b|` as names."""
    return [found[1] or found[2] for found in _TAG.finditer(written)]


def tag_of(name: str) -> str:
    """A tag of the site as it is written here; `c#` and `c` stay two. Empty where nothing is left of it."""
    return tag_slug(name.replace("#", "-sharp"))


@dataclass(frozen=True, slots=True)
class Said:
    """The text as it stood from `at` on; `by` is a key of people, `by_name` what the row calls them."""

    title: str
    source: str
    tags: str
    reason: str
    by: str
    by_name: str
    at: datetime


def read(history: Sequence[tuple[int, str, str]]) -> list[Said]:
    """Revisions in their order out of (type, edit, row) in theirs: rows of one edit share its name."""
    groups: dict[str, list[tuple[int, Row]]] = {}
    for kind, edit, data in history:
        groups.setdefault(edit, []).append((kind, json.loads(data)))
    title = source = tags = ""
    found = []
    for rows in groups.values():
        for kind, row in rows:
            words = row.get("Text", "")
            if kind in TITLE:
                title = words
            elif kind in BODY:
                source = words
            elif kind in TAGS:
                tags = " ".join(filter(None, map(tag_of, tag_names(words))))
        last = rows[-1][1]
        by, name = key_of(last, "UserId", "UserDisplayName"), last.get("UserDisplayName", "")
        reason = last.get("Comment", "")[:200]
        found.append(Said(title[:200], source, tags[:200], reason, by, name, when(last["CreationDate"])))
    return found
