"""Rows out of a dump's files, one at a time, each with its line. A broken row is reported and the rest goes on."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

Row = dict[str, str]
Broken = Callable[[int, str], None]
"""Told the line and the reason."""

FILES = ("Posts", "Users", "Comments", "Votes", "Tags", "PostLinks", "PostHistory", "Badges")
_LONGEST = 16 * 1024 * 1024
"""Bytes of one line; a longer one is no row of a dump."""


def rows(path: Path, broken: Broken) -> Iterator[tuple[int, Row]]:
    """(line, attributes by their names in the XML form), whatever the file's form."""
    return _csv(path, broken) if path.suffix.lower() == ".csv" else _xml(path, broken)


def _xml(path: Path, broken: Broken) -> Iterator[tuple[int, Row]]:
    """A dump has one `<row …/>` a line, so that each is parsed by itself: nothing of the file is held, and no entity
    can be declared.
    """
    with path.open("rb") as file:
        for number, raw in _lines(file, broken):
            line = raw.removeprefix(b"\xef\xbb\xbf").strip()
            if not line.startswith(b"<row"):
                if not _FRAME.fullmatch(line):
                    broken(number, "not a row")
                continue
            try:
                yield number, dict(ET.fromstring(line).attrib)  # noqa: S314 - one line, no doctype can stand in it
            except (ET.ParseError, ValueError) as error:
                broken(number, f"not well-formed: {error}")


_FRAME = re.compile(rb"(?:<\?xml [^<>]*\?>|</?[A-Za-z]+ ?/?>)?")
"""What stands around the rows: the declaration, and the beginning and end of the whole."""


def _lines(file: IO[bytes], broken: Broken) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; of one that is longer than any row no more than a part is ever held."""
    number, inside = 1, False
    while raw := file.readline(_LONGEST):
        whole = raw.endswith(b"\n") or len(raw) < _LONGEST
        if whole and not inside:
            yield number, raw
        elif not inside:
            broken(number, "longer than any row")
        inside = not whole
        number += whole


_NAMES = {
    "id": "Id",
    "post_type_id": "PostTypeId",
    "accepted_answer_id": "AcceptedAnswerId",
    "parent_id": "ParentId",
    "creation_date": "CreationDate",
    "score": "Score",
    "body": "Body",
    "owner_user_id": "OwnerUserId",
    "owner_display_name": "OwnerDisplayName",
    "last_editor_user_id": "LastEditorUserId",
    "last_editor_display_name": "LastEditorDisplayName",
    "last_edit_date": "LastEditDate",
    "last_activity_date": "LastActivityDate",
    "title": "Title",
    "tags": "Tags",
    "favorite_count": "FavoriteCount",
    "closed_date": "ClosedDate",
    "community_owned_date": "CommunityOwnedDate",
    "content_license": "ContentLicense",
}


def _csv(path: Path, broken: Broken) -> Iterator[tuple[int, Row]]:
    """Posts as a table with a heading. Bodies, titles and tags are escaped once more than in the XML form."""
    csv.field_size_limit(_LONGEST)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        heading = next(reader, [])
        while True:
            line = reader.line_num + 1
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                broken(line, f"not a row: {error}")
                continue
            if len(values) != len(heading):
                broken(line, f"{len(values)} values where the heading has {len(heading)}")
                continue
            found = {_NAMES[name]: value for name, value in zip(heading, values, strict=True) if name in _NAMES}
            yield (
                line,
                {name: _told(name, value) for name, value in found.items() if value},
            )


def _told(name: str, value: str) -> str:
    # XML can hold no NUL, and PostgreSQL takes none.
    return (html.unescape(value) if name in _ESCAPED else value).replace("\0", "")


_ESCAPED = {"Body", "Title", "Tags", "OwnerDisplayName", "LastEditorDisplayName"}
