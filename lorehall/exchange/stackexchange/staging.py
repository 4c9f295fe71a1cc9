"""The dump's rows laid out for reading by question: a SQLite file beside the database, made anew by every run.

The files of a dump are in the order of their ids, not of their questions; holding them would need memory that grows
with the dump, so they are held on disk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from lorehall.exchange.report import Report
from lorehall.exchange.stackexchange.dump import Dump
from lorehall.exchange.stackexchange.rows import Row, rows
from lorehall.exchange.stackexchange.times import when

Progress = Callable[[str, int, int], None]
"""Told the phase, how much is done, and of how much (0: unknown)."""

_SCHEMA = """
CREATE TABLE post (id INTEGER PRIMARY KEY, type INTEGER, question INTEGER, line INTEGER, data TEXT);
CREATE INDEX post_question ON post (question);
CREATE TABLE comment (id INTEGER PRIMARY KEY, post INTEGER, line INTEGER, data TEXT);
CREATE INDEX comment_post ON comment (post);
CREATE TABLE history (id INTEGER PRIMARY KEY, post INTEGER, type INTEGER, edit TEXT, data TEXT);
CREATE INDEX history_post ON history (post, id);
CREATE TABLE vote (post INTEGER, type INTEGER, number INTEGER, at TEXT, PRIMARY KEY (post, type)) WITHOUT ROWID;
CREATE TABLE lock (post INTEGER PRIMARY KEY, at TEXT);
CREATE TABLE link (id INTEGER PRIMARY KEY, post INTEGER, related INTEGER, type INTEGER, at TEXT, line INTEGER);
CREATE TABLE tag (name TEXT PRIMARY KEY, excerpt INTEGER);
CREATE TABLE person (id INTEGER PRIMARY KEY, data TEXT);
CREATE TABLE known (key TEXT PRIMARY KEY, person INTEGER) WITHOUT ROWID;
"""
ACCEPTED, UP, FAVOURITE = 1, 2, 5
DOWN = 3
_EVERY = 2000


class Staging:
    """Opened over an empty file; closing removes it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=OFF")
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute("PRAGMA cache_size=-16384")
        self.db.executescript(_SCHEMA)

    def close(self) -> None:
        self.db.close()
        self.path.unlink(missing_ok=True)

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.db.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> int:
        """The first value of the first row, 0 for none."""
        row = self.db.execute(sql, values).fetchone()
        return int(row[0] or 0) if row else 0

    def walk(self, sql: str, size: int, last: Any = 0) -> Iterator[list[tuple[Any, ...]]]:
        """Lists of at most `size` rows by key: `sql` takes the last row's first value, and the size."""
        while found := self.all(sql, last, size):
            yield found
            last = found[-1][0]


def stage(dump: Dump, staging: Staging, report: Report, progress: Progress) -> None:
    """Read every file into the staging tables. Rows without what they need are reported and left out."""
    for name, keep in _KEEPERS.items():
        path = dump.files.get(name)
        if path is None:
            continue
        staging.db.execute("BEGIN")
        for line, row in rows(path, partial(report.skip, path.name)):
            try:
                keep(staging, report, row, line)
                report.read[name] += 1
            except KeyError as error:
                report.skip(path.name, line, f"no {error.args[0]}")
            except sqlite3.IntegrityError:
                report.skip(path.name, line, "its id came before")
            except (ValueError, OverflowError, sqlite3.Error) as error:
                report.skip(path.name, line, str(error))
            if line % _EVERY == 0:
                progress(f"reading {path.name}", line, 0)
        staging.db.execute("COMMIT")
    _leave_out_strangers(staging, report)


def _leave_out_strangers(staging: Staging, report: Report) -> None:
    """Votes and history of posts that the dump does not hold, such as deleted ones."""
    for table, why in _STRANGERS.items():
        gone = f"FROM {table} WHERE post NOT IN (SELECT id FROM post)"  # noqa: S608 - a name of ours
        number = staging.one(f"SELECT {'sum(number)' if table == 'vote' else 'count(*)'} {gone}")
        report.leave(why, number)
        staging.db.execute(f"DELETE {gone}")


_STRANGERS = {
    "vote": "votes on posts that the dump does not hold",
    "history": "history of posts that the dump does not hold",
}


def _dates(row: Row, *names: str) -> None:
    """Refuse a row, by ValueError, whose dates can't be read."""
    for name in names:
        if row.get(name):
            when(row[name])


def _numbers(row: Row, *names: str) -> None:
    """Refuse a row, by ValueError, whose numbers are none."""
    for name in names:
        if row.get(name):
            int(row[name])


def _post(staging: Staging, report: Report, row: Row, line: int) -> None:
    kind, post_id = int(row["PostTypeId"]), int(row["Id"])
    when(row["CreationDate"])
    _dates(row, "LastEditDate", "LastActivityDate", "ClosedDate")
    _numbers(row, "Score", "FavoriteCount", "AcceptedAnswerId")
    if kind < 3:
        row["Body"]
    question = post_id if kind == 1 else int(row["ParentId"]) if kind == 2 else None
    if kind == 1:
        row["Title"]
    if kind > 2 and kind != 4:
        report.not_taken[_POST_TYPES.get(kind, f"posts of type {kind}")] += 1
    staging.db.execute("INSERT INTO post VALUES (?,?,?,?,?)", (post_id, kind, question, line, json.dumps(row)))


_POST_TYPES = {
    5: "tag wikis: a tag keeps its excerpt",
    6: "nominations of moderators",
    7: "wikis of the site's own",
}


def _user(staging: Staging, report: Report, row: Row, line: int) -> None:
    del report, line
    data = {name: row.get(name, "") for name in ("DisplayName", "CreationDate", "AboutMe")}
    _dates(data, "CreationDate")
    staging.db.execute("INSERT INTO person VALUES (?,?)", (int(row["Id"]), json.dumps(data)))


def _comment(staging: Staging, report: Report, row: Row, line: int) -> None:
    del report
    when(row["CreationDate"])
    _numbers(row, "Score")
    row["Text"]
    values = (int(row["Id"]), int(row["PostId"]), line, json.dumps(row))
    staging.db.execute("INSERT INTO comment VALUES (?,?,?,?)", values)


def _vote(staging: Staging, report: Report, row: Row, line: int) -> None:
    del report, line
    post, kind = int(row["PostId"]), int(row["VoteTypeId"])
    _dates(row, "CreationDate")
    staging.db.execute(
        "INSERT INTO vote VALUES (?,?,1,?) ON CONFLICT DO UPDATE SET number = number + 1, at = excluded.at",
        (post, kind, row.get("CreationDate", "")),
    )


def _tag(staging: Staging, report: Report, row: Row, line: int) -> None:
    del report, line
    staging.db.execute("INSERT INTO tag VALUES (?,?)", (row["TagName"], int(row.get("ExcerptPostId", 0))))


def _link(staging: Staging, report: Report, row: Row, line: int) -> None:
    del report
    values = (row["Id"], row["PostId"], row["RelatedPostId"], row["LinkTypeId"])
    at = row["CreationDate"]
    when(at)
    staging.db.execute("INSERT INTO link VALUES (?,?,?,?,?,?)", (*(int(value) for value in values), at, line))


def _history(staging: Staging, report: Report, row: Row, line: int) -> None:
    del line
    kind, post = int(row["PostHistoryTypeId"]), int(row["PostId"])
    when(row["CreationDate"])
    if kind == LOCK:
        staging.db.execute("INSERT OR REPLACE INTO lock VALUES (?,?)", (post, row["CreationDate"]))
    elif kind == UNLOCK:
        staging.db.execute("DELETE FROM lock WHERE post = ?", (post,))
    elif kind in TEXT:
        values = (int(row["Id"]), post, kind, row.get("RevisionGUID", row["Id"]), json.dumps(row))
        staging.db.execute("INSERT INTO history VALUES (?,?,?,?,?)", values)
    else:
        report.not_taken["history of closing, deleting, protecting and the like"] += 1


TITLE, BODY, TAGS = frozenset({1, 4, 7}), frozenset({2, 5, 8}), frozenset({3, 6, 9})
LOCK, UNLOCK = 14, 15
TEXT = TITLE | BODY | TAGS
"""Types of history rows that say what a text was: first written, edited, rolled back."""

_KEEPERS: dict[str, Callable[[Staging, Report, Row, int], None]] = {
    "Posts": _post,
    "Users": _user,
    "Comments": _comment,
    "Votes": _vote,
    "Tags": _tag,
    "PostLinks": _link,
    "PostHistory": _history,
}
