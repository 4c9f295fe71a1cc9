"""Authors of a dump: attributed people, by the id or, without one, the name that the dump gives."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lorehall.exchange.stackexchange.rows import Row
from lorehall.exchange.stackexchange.staging import Progress, Staging
from lorehall.exchange.stackexchange.times import when
from lorehall.kernel import text
from lorehall.people.rules.attribute import Author, attribute_many

CHUNK = 500
NOBODY = "nobody"
"""The key of whoever wrote what has neither id nor name."""


def key_of(row: Row, user_id: str = "OwnerUserId", name: str = "OwnerDisplayName") -> str:
    """How the author of a row is known at their site."""
    if row.get(user_id):
        return row[user_id]
    return f"name:{row[name]}"[:120] if row.get(name) else NOBODY


def bring_people(staging: Staging, site: str, progress: Progress) -> None:
    """Everybody in Users.xml; their ids here are kept in the staging file."""
    done = 0
    total = staging.one("SELECT count(*) FROM person")
    for part in staging.walk("SELECT id, data FROM person WHERE id > ? ORDER BY id LIMIT ?", CHUNK, -(1 << 62)):
        authors = [_author(user_id, json.loads(data), site) for user_id, data in part]
        _keep(staging, attribute_many(site, authors))
        done += len(part)
        progress("people", done, total)


def _author(user_id: int, data: dict[str, str], site: str) -> Author:
    joined = when(data["CreationDate"]) if data["CreationDate"] else None
    about = text.excerpt(text.plain(data["AboutMe"]), 280) if data["AboutMe"] else ""
    name = data["DisplayName"].strip() or f"user{user_id}"
    return Author(str(user_id), name, f"https://{site}/users/{user_id}" if user_id > 0 else "", about, joined)


def people_of(staging: Staging, site: str, authors: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Person ids for (key, name) pairs; those who are in no Users.xml are made now."""
    names = dict(authors)
    found: dict[str, int] = {}
    for key in names:
        known = staging.one("SELECT person FROM known WHERE key = ?", key)
        if known:
            found[key] = known
    missing = [Author(key, _name(key, name)) for key, name in names.items() if key not in found]
    if missing:
        made = attribute_many(site, missing)
        _keep(staging, made)
        found |= made
    return found


def _name(key: str, name: str) -> str:
    if name:
        return name
    return "Somebody" if key == NOBODY else f"user{key}"


def _keep(staging: Staging, made: dict[str, int]) -> None:
    staging.db.executemany("INSERT OR REPLACE INTO known VALUES (?,?)", made.items())
