"""Bring in what was written elsewhere: `lorehall import stackexchange|markdown DIR --community NAME`."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from pathlib import Path

from django.conf import settings

from lorehall.communities.models import Room, Visibility
from lorehall.communities.viewers import viewer_of
from lorehall.exchange.markdown import run as markdown
from lorehall.exchange.markdown.page import named
from lorehall.exchange.report import Report
from lorehall.exchange.rules import keeper, room_for
from lorehall.exchange.stackexchange.dump import find
from lorehall.exchange.stackexchange.run import read_only
from lorehall.exchange.stackexchange.run import run as run_dump
from lorehall.exchange.stackexchange.target import Target
from lorehall.kernel.errors import Refused
from lorehall.people.models import Person


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form of what is imported, then where it is and where it goes."""
    parser.add_argument("form", choices=["stackexchange", "markdown"], help="what the folder holds")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder")
    parser.add_argument("--community", required=True, metavar="NAME", help="address or name; opened where it is new")
    parser.add_argument("--room", metavar="SLUG", help="markdown: the room that it goes into; else the first")
    parser.add_argument("--site", metavar="HOST", help="where it was written; else the folder's name says it")
    parser.add_argument("--as", dest="handle", metavar="HANDLE", help="in whose name; else the first host's")
    parser.add_argument("--author", metavar="NAME", help="markdown: who wrote what names no author")
    parser.add_argument("--licence", default="", metavar="TEXT", help="markdown: what the pages stand under")
    parser.add_argument("--visibility", choices=Visibility.values, default=Visibility.PUBLIC, help="of a new community")
    parser.add_argument("--dry-run", action="store_true", help="read and count, write nothing")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write what came and what did not as JSON")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="that render a dump; 0: this one alone")


def run(given: argparse.Namespace) -> int:
    """0 when it came; rows that did not are told."""
    report = _markdown(given) if given.form == "markdown" else _stackexchange(given)
    if given.report:
        given.report.write_text(json.dumps(report.as_json(), indent=2) + "\n", encoding="utf-8")
    print(told(report, dry=given.dry_run))  # noqa: T201 - this is a command
    return 0


def _stackexchange(given: argparse.Namespace) -> Report:
    dump = find(given.folder, given.site)
    if given.dry_run:
        return read_only(dump, Telling())
    by = keeper(given.handle)
    room = room_for(dump.site, given.community, by, visibility=given.visibility)
    target = Target(room, by.pk, settings.DATA / "imports")
    return run_dump(dump, target, Telling(), processes=max(0, given.processes))


_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?")


def _markdown(given: argparse.Namespace) -> Report:
    """A source is named by its site, or by its folder: later runs of the same go on with it."""
    site = (given.site or "").lower().removeprefix("https://").removeprefix("http://").strip("/")
    if site and not _HOST.fullmatch(site):
        raise Refused("no_site", f"{site!r} is no name of a site; say --site handbook.example.org or the like.")
    folder = given.folder.resolve()
    source = (site or folder.name or "markdown")[:100]
    if given.dry_run:
        return markdown.read_only(folder, source, site, Telling())
    by = keeper(given.handle)
    room = _room(source, given, by)
    author = given.author or (site or named(f"{source}.md"))
    going = markdown.Going(
        room, viewer_of(by.pk), settings.DATA / "imports", source, site=site, author=author, licence=given.licence
    )
    return markdown.run(folder, going, Telling())


def _room(source: str, given: argparse.Namespace, by: Person) -> Room:
    """Where it goes: who brings practices in keeps the library there."""
    room = room_for(source, given.community, by, visibility=given.visibility, room=given.room)
    viewer = viewer_of(by.pk)
    if viewer.memberships.get(room.community_id) not in {"steward", "coordinator"}:
        who = f"@{by.handle} is neither steward nor coordinator of {room.community.name}."
        raise Refused("no_keeper", f"{who} Say --as HANDLE of one who is.")
    return room


class Telling:
    """Progress on stderr: one line that changes on a terminal, a line every second elsewhere."""

    def __init__(self) -> None:
        self.tty = sys.stderr.isatty()
        self.last = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last < (0.2 if self.tty else 1) and done != total:
            return
        self.last = now
        of = f" of {total:,} ({done * 100 // total} %)" if total else ""
        end = "\n" if not self.tty or (total and done == total) else ""
        sys.stderr.write(f"{chr(13) if self.tty else ''}{phase}: {done:,}{of}   {end}")
        sys.stderr.flush()


def told(report: Report, *, dry: bool) -> str:
    """The report in words."""
    verb = "would come" if dry else "came"
    lines = [f"{report.source}: " + ", ".join(f"{report.came[kind]:,} {kind}" for kind in report.kinds) + f" {verb}."]
    if not dry:
        lines.append(f"New with this run: {report.posts:,} posts in {report.seconds:.1f} s.")
    lines += [f"Not taken: {number:,} × {why}." for why, number in sorted(report.not_taken.items())]
    listed = (
        (report.skipped, "Skipped"),
        (report.conflicts, "Conflict in"),
        (report.changed, "Came otherwise:"),
    )
    for rows, how in listed:
        lines += [f"{how} {row.file}, line {row.line}: {row.why}." for row in rows[:20]]
        if len(rows) > 20:
            lines.append(f"… and {len(rows) - 20:,} more; --report FILE has all of them.")
    return "\n".join(lines)
