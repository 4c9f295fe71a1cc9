"""What may be wrong with an installation, each said in a sentence that names the way out."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection

from lorehall.content.rules import reindex
from lorehall.house import config, prepare
from lorehall.kernel import facts, jobs, worker

OLDEST_SQLITE = (3, 37, 0)
OLDEST_POSTGRESQL = 140000
SPACE_WRONG, SPACE_ODD = 200 * 1024**2, 2 * 1024**3
# Before this program was written no clock can be right.
EARLIEST = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong must be mended; what is odd should be looked at."""

    wrong: list[str]
    odd: list[str]


Found = Iterator[tuple[bool, str]]


def examine(*, mail: bool = False) -> Findings:
    """Look at everything; each finding is (wrong, sentence). `mail` also talks to the mail server."""
    parts: list[Callable[[], Found]] = [environment, folder, address, database, index, work, machine]
    if mail:
        parts.append(mail_server)
    found = [finding for part in parts for finding in part()]
    return Findings([said for wrong, said in found if wrong], [said for wrong, said in found if not wrong])


def environment() -> Found:
    """The settings themselves."""
    for name, near in config.unknown():
        yield True, f"{name} is no setting." + (f" Did you mean {near}?" if near else "")
    if settings.DEBUG:
        yield not _local(), "LOREHALL_DEBUG is on: errors show the inside of the program. Turn it off for others."


def folder() -> Found:
    """The data folder and what lies in it."""
    data = Path(settings.DATA)
    if not data.is_dir():
        yield True, f"There is no data folder {data}. `lorehall serve` makes it."
        return
    try:
        probe = data / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield True, f"The data folder {data} can't be written to: {error.strerror}."
    mode = stat.S_IMODE(data.stat().st_mode)
    if mode & 0o007:
        yield False, f"The data folder {data} is open to everybody on this machine: chmod o-rwx {data}"
    for name in ("secret-key", "set-up"):
        path = data / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield True, f"{path} can be read by others: chmod 600 {path}"
    free = shutil.disk_usage(data).free
    if free < SPACE_ODD:
        yield free < SPACE_WRONG, f"{free // 1024**2} MB are left on the disk of {data}."


def address() -> Found:
    """The public address and what depends on it."""
    if _local():
        return
    if not settings.SECURE:
        yield (
            True,
            (
                f"LOREHALL_URL is {settings.URL}: without https, passwords and sessions can be read on the way, and "
                "passkeys don't work."
            ),
        )
    if settings.SECURE and not settings.CONFIG["LOREHALL_TRUSTED_PROXIES"]:
        yield (
            False,
            (
                "LOREHALL_TRUSTED_PROXIES is empty although the address is https: if a proxy stands in front, all "
                "people seem to come from its address, and rate limits hold for all of them together."
            ),
        )
    if settings.CONFIG["LOREHALL_MAIL_URL"] == "console:":
        yield True, "LOREHALL_MAIL_URL is not set: mail is only printed, so nobody can confirm an address."


def database() -> Found:
    """Whether it answers, is new enough and up to date."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                yield from _sqlite(cursor)
            elif connection.pg_version < OLDEST_POSTGRESQL:  # type: ignore[attr-defined]
                yield True, "PostgreSQL is older than 14."
        behind = prepare.pending()
    except DatabaseError as error:
        yield True, f"The database can't be used: {str(error).strip().splitlines()[0]}"
        return
    if behind:
        yield True, f"{behind} migrations are not applied. `lorehall migrate` applies them, and so does `serve`."


def index() -> Found:
    """Whether search can find everything."""
    try:
        if reindex.lacking():
            yield True, "Search does not know all posts. `lorehall reindex` makes it know them, while pages are served."
    except DatabaseError:
        return  # said already


def _sqlite(cursor: object) -> Found:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield True, f"SQLite is {sqlite3.sqlite_version}; it must be 3.37 or newer."
    execute = cursor.execute  # type: ignore[attr-defined]
    if not execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]:
        yield True, "This SQLite was built without full-text search (FTS5)."
    if execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        yield False, "SQLite is not in WAL mode, perhaps because the data folder lies on a network drive."


def work() -> Found:
    """Whether the work behind the pages gets done."""
    try:
        parked, failed, alive = facts.count_parked(), jobs.count_failed(), worker.alive()
    except DatabaseError:
        return  # said already
    if parked:
        yield True, f"{parked} facts could not be delivered. `lorehall facts parked` shows them and their errors."
    if failed:
        yield True, f"{failed} jobs failed for good. `lorehall jobs failed` shows them and their errors."
    if not alive:
        yield False, "No worker is running now."


def machine() -> Found:
    """The clock and the time zones."""
    if datetime.now(UTC) < EARLIEST:
        yield True, f"The clock says {datetime.now(UTC):%F}, which is before this program was written."
    if "Europe/Vienna" not in zoneinfo.available_timezones():
        yield True, "There are no time zone data. Install the package tzdata."
    if sys.getfilesystemencoding().lower() != "utf-8":
        yield False, "The system's character set is not UTF-8."


def mail_server() -> Found:
    """Whether the mail server answers and lets us in."""
    try:
        with get_connection():
            pass
    except OSError as error:
        yield True, f"The mail server does not answer: {error}."


def _local() -> bool:
    host = urlsplit(settings.URL).hostname or ""
    return host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost")
