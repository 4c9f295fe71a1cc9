"""What lies in a folder: pages and other files. Nothing outside of it is ever opened, whatever the names inside say."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from lorehall.exchange.report import Report
from lorehall.kernel.errors import Refused

PAGE = re.compile(r"(?:\.html)?\.(?:md|markdown|mdown|mdx|qmd|rmd)(?:\.erb)?$", re.IGNORECASE)
LISTING = "library.yml"
"""What `lorehall export markdown` says of topics and collections."""
MOST_DEPTH = 16
MOST_FILES = 20_000
MOST_PAGE = 2_000_000
"""Bytes of one page; far more than any text here may have."""
_PASSED_OVER = frozenset({"_build", "_site", "_book", "node_modules", "__pycache__"})


@dataclass(slots=True)
class Folder:
    """`pages` and `files` are paths from the folder, with slashes, in the order of their names."""

    root: Path
    pages: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


def walk(root: Path, report: Report) -> Folder:
    """Everything in the folder; raises `Refused` where there is none, or too much. Links to elsewhere, devices, and
    what is hidden or made by a program stay out.
    """
    if not root.is_dir():
        raise Refused("no_folder", f"There is no folder {root}.")
    found = Folder(root.resolve())
    _look(found, "", 0, report)
    _leave_others(found, report)
    if not found.pages:
        raise Refused("no_pages", f"{root} holds no Markdown.")
    return found


def _leave_others(found: Folder, report: Report) -> None:
    """A folder with a listing of its own is a library by itself, such as that of a room for invited members."""
    for listing in sorted(path for path in found.files if path.endswith(f"/{LISTING}")):
        below = listing.removesuffix(LISTING)
        found.pages = [path for path in found.pages if not path.startswith(below)]
        found.files = {path for path in found.files if not path.startswith(below)}
        report.change(below, 0, "another library: left for a run of its own")


def _look(found: Folder, below: str, depth: int, report: Report) -> None:
    if depth > MOST_DEPTH:
        report.skip(below, 0, f"deeper than {MOST_DEPTH} folders")
        return
    with os.scandir(found.root / below) as entries:
        there = sorted(entries, key=lambda entry: entry.name)
    for entry in there:
        path = f"{below}{entry.name}"
        if entry.name.startswith(".") or entry.name in _PASSED_OVER:
            continue
        if why := _unusable(entry, path):
            report.skip(ascii(path)[1:-1], 0, why)
        elif entry.is_dir(follow_symlinks=False):
            _look(found, f"{path}/", depth + 1, report)
        elif PAGE.search(entry.name):
            found.pages.append(path)
        else:
            found.files.add(path)
        if len(found.pages) + len(found.files) > MOST_FILES:
            raise Refused("too_many", f"{found.root} holds more than {MOST_FILES:,} files.")


def _unusable(entry: os.DirEntry[str], path: str) -> str:
    if entry.is_symlink():
        return "a symbolic link: not followed"
    if not path.isprintable() or not _is_text(path) or len(path) > 500:
        return "a name that can't be kept"
    if not (entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)):
        return "neither a file nor a folder"
    return ""


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def read(root: Path, path: str, most: int) -> bytes:
    """A file's bytes, if it is a file still, and no larger than `most`; raises `Refused`."""
    try:
        descriptor = os.open(root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise Refused("unreadable", f"can't be read: {error.strerror}") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused("unreadable", "neither a file nor a folder")
        data = file.read(most + 1)
    if len(data) > most:
        raise Refused("too_big", f"larger than {most // 1_000_000} MB")
    return data


class Unreadable(Exception):  # noqa: N818 - an answer, not a fault
    """A page that is no text; `line` is where that shows."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def read_text(root: Path, path: str) -> str:
    """A page's text; raises `Unreadable`."""
    try:
        data = read(root, path, MOST_PAGE)
    except Refused as error:
        raise Unreadable(0, error.message) from error
    if b"\0" in data:
        raise Unreadable(data[: data.index(b"\0")].count(b"\n") + 1, "not a text")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Unreadable(data[: error.start].count(b"\n") + 1, "not UTF-8") from error
