"""Front matter: the block at the top of a page that says what it has beside its text, in YAML or TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import yaml

from lorehall.kernel.text import tidy_line
from lorehall.practice.days import months_on

MOST = 30_000
"""Characters; more is no front matter."""
_MOST_EVENTS = 100_000
"""Of the parser, before anything is built."""
_FENCE = {"---": "yaml", "+++": "toml"}
_PERIOD = re.compile(r"\s*(\d{1,3})\s*(day|week|month|year)s?\s*", re.IGNORECASE)
_LATEST = date(2200, 1, 1)


class Unclear(Exception):  # noqa: N818 - an answer, not a fault
    """Front matter that can't be read; `line` counts from the top of the page."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def split(text: str) -> tuple[dict[str, Any], str, int]:
    """What the front matter says, the text below it, and how many lines it took; raises `Unclear`."""
    form = _FENCE.get(text[:3])
    first = text.partition("\n")[0]
    if form is None or first.strip() not in _FENCE:
        return {}, text, 0
    end = re.compile(rf"^{re.escape(first.strip())}[ \t]*$", re.MULTILINE).search(text, len(first))
    if end is None:
        return {}, text, 0
    inside, rest = text[len(first) : end.start()], text[end.end() :].removeprefix("\n")
    if len(inside) > MOST:
        raise Unclear(1, "front matter longer than any")
    said = read_yaml(inside) if form == "yaml" else _toml(inside)
    return said, rest, text[: end.end()].count("\n") + 1


def read_yaml(source: str) -> dict[str, Any]:
    """A mapping out of YAML without anchors, tags of programs, or depth without end; raises `Unclear`."""
    try:
        for number, event in enumerate(yaml.parse(source, Loader=yaml.SafeLoader)):
            if isinstance(event, yaml.AliasEvent):
                raise Unclear(
                    event.start_mark.line + 1 if event.start_mark else 1, "an alias in front matter: not followed"
                )
            if number > _MOST_EVENTS:
                raise Unclear(1, "front matter with more in it than any")
        said = yaml.safe_load(source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Unclear(mark.line + 1 if mark else 1, f"front matter can't be read: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unclear(1, "front matter can't be read") from error
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise Unclear(1, "front matter that names nothing")
    return {str(name): value for name, value in said.items()}


def _toml(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unclear(1, f"front matter can't be read: {error}") from error


def words(said: Mapping[str, Any], *names: str) -> str:
    """The first of these that says something in words."""
    for name in names:
        value = said.get(name)
        if isinstance(value, bool | dict):
            continue
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str | int | float | date):
            return tidy_line(str(value))[:500]
    return ""


def many(said: Mapping[str, Any], *names: str) -> list[str]:
    """All that these say in words: lists, or words parted by commas."""
    found: dict[str, None] = {}
    for name in names:
        value = said.get(name)
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        found.update({tidy_line(str(part))[:80]: None for part in parts[:100] if isinstance(part, str | int | float)})
    return [name for name in found if name]


def day(said: Mapping[str, Any], *names: str) -> date | None:
    """The first of these that is a day."""
    for name in names:
        value = said.get(name)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value.strip()[:10])
            except ValueError:
                continue
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date) and date(1970, 1, 1) <= value < _LATEST:
            return value
    return None


def after(begun: date, period: str) -> date | None:
    """`6 months`, `2 weeks` on from a day."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    number, unit = int(found[1]), found[2].lower()
    if unit == "day":
        return begun + timedelta(days=number)
    if unit == "week":
        return begun + timedelta(weeks=number)
    return min(months_on(begun, min(number, 1200) * (12 if unit == "year" else 1)), _LATEST)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page's front matter says, as a practice has it; empty where it says nothing."""

    title: str = ""
    tags: tuple[str, ...] = ()
    review_on: date | None = None
    reviewed_on: date | None = None
    state: str = ""
    steward: str = ""
    author: str = ""
    shape: str = ""
    language: str = ""
    made_on: date | None = None
    draft: bool = False
    order: float | None = None
    superseded_by: str = ""


_KNOWN = frozenset(
    [
        "title",
        "tags",
        "keywords",
        "categories",
        "review_on",
        "review_by",
        "next_review",
        "last_reviewed_on",
        "last_reviewed",
        "reviewed_on",
        "last_review",
        "review_in",
        "review_every",
        "state",
        "status",
        "layout",
        "steward",
        "owner",
        "maintainer",
        "author",
        "authors",
        "shape",
        "language",
        "lang",
        "date",
        "created",
        "created_on",
        "published",
        "draft",
        "nav_order",
        "weight",
        "order",
        "position",
        "lorehall",
        "level",
        "superseded_by",
        "citations",
        "installation",
        "id",
    ]
)
_GONE = {"withdrawn": "retired", "retired": "retired", "archived": "retired", "deprecated": "outdated"}
_STATES = frozenset({"current", "review_due", "outdated", "superseded", "retired"})


def beside(said: Mapping[str, Any]) -> Beside:
    """The front matter by its meaning, whichever of the usual names it goes by."""
    reviewed = day(said, "last_reviewed_on", "last_reviewed", "reviewed_on", "last_review")
    review = day(said, "review_on", "review_by", "next_review")
    if review is None and reviewed is not None:
        review = after(reviewed, words(said, "review_in", "review_every"))
    order = next((said[name] for name in ("nav_order", "weight", "order", "position") if name in said), None)
    return Beside(
        title=words(said, "title"),
        tags=tuple(many(said, "tags", "keywords", "categories")),
        review_on=review,
        reviewed_on=reviewed,
        state=_state(said),
        steward=words(said, "steward", "owner", "maintainer"),
        author=words(said, "author", "authors"),
        shape=words(said, "shape"),
        language=words(said, "language", "lang"),
        made_on=day(said, "created", "created_on", "date", "published"),
        draft=said.get("draft") is True or words(said, "status").lower() == "draft",
        order=float(order) if isinstance(order, int | float) and abs(order) < 1e9 else None,
        superseded_by=words(said, "superseded_by"),
    )


def _state(said: Mapping[str, Any]) -> str:
    for name in ("state", "status", "layout"):
        word = words(said, name).lower()
        if word in _GONE or (word in _STATES and name != "layout"):
            return _GONE.get(word, word)
    return ""


def unused(said: Mapping[str, Any]) -> list[str]:
    """The names in it that mean nothing here."""
    return [name for name in said if name not in _KNOWN]
