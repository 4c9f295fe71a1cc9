"""Reads the cast and the communities, which are TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lorehall.house.demo.moments import moment
from lorehall.house.demo.story import (
    Asked,
    Belonging,
    Chamber,
    Charter,
    Figure,
    Library,
    Moment,
    Place,
    Shelf,
    Topic,
    Unclear,
)


def _load(path: Path) -> tuple[str, dict[str, Any]]:
    file = f"{path.parent.name}/{path.name}"
    try:
        return file, tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Unclear(file, 1, f"{error}") from error


class _Table:
    """A table of a file, whose values come out typed or with a sentence."""

    def __init__(self, file: str, name: str, values: Mapping[str, Any]) -> None:
        self.file, self.name, self.values = file, name, values

    def _get(self, key: str, kind: type, default: Any) -> Any:
        value = self.values.get(key, default)
        if not isinstance(value, kind):
            raise Unclear(self.file, 1, f"{self.name}: {key} is missing, or is no {kind.__name__}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value: str = self._get(key, str, default)
        return value.strip()

    def number(self, key: str) -> int:
        value: int = self._get(key, int, None)
        return value

    def flag(self, key: str) -> bool:
        value: bool = self._get(key, bool, False)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        return tuple(self._get(key, list, []))

    def moment(self, key: str) -> Moment:
        try:
            return moment(self.text(key))
        except ValueError as error:
            raise Unclear(self.file, 1, f"{self.name}: {key}: {error}") from error

    def moment_or_none(self, key: str) -> Moment | None:
        return self.moment(key) if key in self.values else None

    def table(self, key: str) -> _Table:
        return _Table(self.file, f"{self.name} {key}".strip(), self._get(key, dict, None))

    def tables(self, key: str) -> list[_Table]:
        rows: list[Mapping[str, Any]] = self._get(key, list, [])
        return [_Table(self.file, f"{key} {row.get('handle') or row.get('slug')}", row) for row in rows]


def read_cast(path: Path) -> dict[str, Figure]:
    """The people by handle, in the order of the file; raises `Unclear`."""
    file, values = _load(path)
    people = _Table(file, "", values).tables("person")
    return {person.text("handle"): _figure(person) for person in people}


def _figure(person: _Table) -> Figure:
    return Figure(
        handle=person.text("handle"),
        name=person.text("name"),
        about=person.text("about"),
        timezone=person.text("timezone"),
        host=person.flag("host"),
        public=person.flag("public"),
        belongs={key: _belonging(person.table(key)) for key, value in person.values.items() if isinstance(value, dict)},
    )


def _belonging(table: _Table) -> Belonging:
    return Belonging(
        role=table.text("role"),
        joined=table.moment("joined"),
        then=table.text("then", ""),
        then_at=table.moment_or_none("then_at"),
        suspended=table.moment_or_none("suspended"),
        suspended_by=table.text("by", ""),
        suspended_for=table.text("reason", ""),
    )


def read_place(path: Path) -> Place:
    """A community; its key is the folder's name. Raises `Unclear`."""
    file, values = _load(path)
    top = _Table(file, "", values)
    charter = top.table("charter")
    library = path.with_name("library.toml")
    return Place(
        key=path.parent.name,
        slug=top.text("slug"),
        name=top.text("name"),
        tagline=top.text("tagline"),
        kind=top.text("kind"),
        visibility=top.text("visibility"),
        joining=top.text("joining"),
        stage=top.text("stage"),
        hue=top.number("hue"),
        opened=top.moment("opened"),
        by=top.text("by"),
        welcome=top.text("welcome"),
        charter=Charter(
            about=charter.text("about"),
            not_about=charter.text("not_about"),
            for_whom=charter.text("for_whom"),
            learn=charter.words("learn"),
            norms=charter.text("norms"),
            rhythm=charter.text("rhythm"),
            measures=charter.text("measures"),
            review=charter.moment("review"),
        ),
        rooms=tuple(_chamber(room) for room in top.tables("room")),
        tags=dict(top.table("tags").values),
        looked_for=dict(top.table("looked_for").values) if "looked_for" in values else {},
        library=_library(library) if library.is_file() else None,
    )


def _library(path: Path) -> Library:
    file, values = _load(path)
    top = _Table(file, "", values)
    return Library(
        by=top.text("by"),
        reviewers=top.text("reviewers"),
        review_months=top.number("review_months"),
        topics=tuple(
            Topic(one.text("key"), one.text("name"), one.text("about", ""), one.text("under", ""))
            for one in top.tables("topic")
        ),
        shelves=tuple(
            Shelf(one.text("name"), one.text("about"), one.text("by"), one.words("pages"), one.flag("starter"))
            for one in top.tables("shelf")
        ),
        agenda=tuple(
            Asked(
                one.text("question"),
                one.text("by"),
                one.words("threads"),
                one.text("closed_by", ""),
                one.text("learned", ""),
            )
            for one in top.tables("asked")
        ),
        not_worth_it=dict(top.table("not_worth_it").values),
    )


def _chamber(room: _Table) -> Chamber:
    return Chamber(
        slug=room.text("slug"),
        name=room.text("name"),
        about=room.text("about"),
        opened=room.moment("opened"),
        private=room.flag("private"),
        members=room.words("members"),
    )
