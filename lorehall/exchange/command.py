"""Bring a community's history in: `lorehall import stackexchange DIR --community NAME`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from django.conf import settings

from lorehall.communities.models import Visibility
from lorehall.exchange.report import KINDS, Report
from lorehall.exchange.rules import keeper, room_for
from lorehall.exchange.stackexchange.dump import find
from lorehall.exchange.stackexchange.run import read_only
from lorehall.exchange.stackexchange.run import run as run_dump
from lorehall.exchange.stackexchange.target import Target


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form of what is imported, then where it is and where it goes."""
    parser.add_argument("form", choices=["stackexchange"], help="what the folder holds")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the dump")
    parser.add_argument("--community", required=True, metavar="NAME", help="address or name; opened where it is new")
    parser.add_argument("--site", metavar="HOST", help="where it was written; else the folder's name says it")
    parser.add_argument("--as", dest="handle", metavar="HANDLE", help="in whose name; else the first host's")
    parser.add_argument("--visibility", choices=Visibility.values, default=Visibility.PUBLIC, help="of a new community")
    parser.add_argument("--dry-run", action="store_true", help="read and count, write nothing")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write what came and what did not as JSON")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="that render; 0: this one alone")


def run(given: argparse.Namespace) -> int:
    """0 when it came; rows that did not are told."""
    dump = find(given.folder, given.site)
    if given.dry_run:
        report = read_only(dump, Telling())
    else:
        by = keeper(given.handle)
        room = room_for(dump.site, given.community, by, visibility=given.visibility)
        target = Target(room, by.pk, settings.DATA / "imports")
        report = run_dump(dump, target, Telling(), processes=max(0, given.processes))
    if given.report:
        given.report.write_text(json.dumps(report.as_json(), indent=2) + "\n", encoding="utf-8")
    print(told(report, dry=given.dry_run))  # noqa: T201 - this is a command
    return 0


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
    lines = [f"{report.source}: " + ", ".join(f"{report.came[kind]:,} {kind}" for kind in KINDS) + f" {verb}."]
    if not dry:
        lines.append(f"New with this run: {report.posts:,} posts in {report.seconds:.1f} s.")
    lines += [f"Not taken: {number:,} × {why}." for why, number in sorted(report.not_taken.items())]
    lines += [f"Skipped {row.file}, line {row.line}: {row.why}." for row in report.skipped[:20]]
    if len(report.skipped) > 20:
        lines.append(f"… and {len(report.skipped) - 20:,} more; --report FILE has all of them.")
    return "\n".join(lines)
