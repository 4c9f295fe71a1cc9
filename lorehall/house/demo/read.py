"""Reads the texts: one file a thread, a front matter, the opening, then steps that begin with `===`.

    ---
    title: How do you …?
    by: ines
    at: -93d 14:10
    tags: migrations, postgresql
    ---
    The question.

    === answer by tomasz +2h10m
    useful: ines, ada
    The answer.

    === confirm tomasz by ines +5d20h

A step's target is a handle: the last post by that person above (for replies, their last answer), or
`opening`, or `log` for the answer that was logged. Times count from the opening.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from lorehall.house.demo import moments, practices
from lorehall.house.demo.check import check
from lorehall.house.demo.places import read_cast, read_place
from lorehall.house.demo.story import TEXTS, Step, Story, Thread, Unclear

_HEAD = re.compile(
    r"=== (?P<verb>[a-z]+)(?: (?:to )?(?!by )(?P<target>[\w-]+))?(?: by (?P<by>[\w-]+) (?P<after>\S+))?",
    re.ASCII,
)
_WORD = re.compile(r"(useful|note|from|where): (.+)")
_KINDS = {"q": "question", "c": "conversation", "k": "practice"}
_FRONT = {"title", "by", "at", "tags", "room", "useful", "too", "follow", "due"}
_NEEDED = ("title", "by", "at")
_QUESTION = {"answer", "reply", "edit", "delete", "confirm", "clarify", "log", "duplicate", "vote"}
_CONVERSATION = {"post", "edit", "delete", "vote"}
_STEPS = {"question": _QUESTION, "conversation": _CONVERSATION, "practice": practices.STEPS}
_MAKES_A_POST = {"answer", "reply", "clarify", "log", "post", "report", "dissent"}
_NEEDS_A_TARGET = {"edit", "delete", "confirm", "duplicate", "vote", "address"}
_NEEDS_NO_TEXT = {"delete", "confirm", "duplicate", *practices.WORDLESS}
_ABOUT = {"reply": {"answer", "log"}, "confirm": {"answer", "log", "report"}, "address": {"report"}}
"""What a target may be, where not every post may."""
_ASIDES = {"tried", "decide"}


@dataclass(slots=True)
class _Block:
    """A `===` line with the lines below it."""

    line: int
    verb: str
    target: str
    by: str
    after: str
    lines: list[str] = field(default_factory=list)


def story(folder: Path = TEXTS) -> Story:
    """Everything below the folder, checked as a whole; raises `Unclear` with file and line."""
    figures = read_cast(folder / "cast.toml")
    places = {path.parent.name: read_place(path) for path in sorted(folder.glob("*/community.toml"))}
    files = [(key, path) for key in places for path in sorted((folder / key).glob("*.md"))]
    told = Story(figures, places, tuple(thread(path, key) for key, path in files))
    check(told)
    return told


def thread(path: Path, place: str) -> Thread:
    """One file; raises `Unclear`."""
    return parse(path.read_text("utf-8"), f"{place}/{path.name}", place)


def parse(source: str, file: str, place: str) -> Thread:
    """One thread from its text; raises `Unclear` naming `file` and the line."""
    kind = _KINDS.get(file.rpartition("/")[2][:2].removesuffix("-"))
    if kind is None:
        raise Unclear(file, 1, "a file's name begins with q-, c- or k-")
    front, rest, start = _front(source, file, practices.FRONT if kind == "practice" else set())
    opening, blocks = _blocks(rest, start, file)
    asides = {block.verb: _text(block.lines) for block in blocks if block.verb in _ASIDES}
    text = _text(opening)
    if not text:
        raise Unclear(file, start, "the opening has no text")
    try:
        return Thread(
            key=file.rpartition("/")[2].removesuffix(".md"),
            place=place,
            kind=kind,
            title=front["title"],
            by=front["by"],
            at=moments.moment(front["at"]),
            text=text,
            steps=_told([block for block in blocks if block.verb not in _ASIDES], front["by"], kind, text, file),
            file=file,
            line=start,
            room=front.get("room", ""),
            tags=_list(front.get("tags", "")),
            due=moments.span(front["due"]) if "due" in front else None,
            useful=_list(front.get("useful", "")),
            too=_list(front.get("too", "")),
            follow=_list(front.get("follow", "")),
            words={name: front[name] for name in practices.FRONT if name in front},
            **asides,
        )
    except ValueError as error:
        raise Unclear(file, 2, f"{error}") from error


def _front(source: str, file: str, more: set[str]) -> tuple[dict[str, str], list[str], int]:
    """The front matter, the lines after it, and the number of the first of those."""
    words = _FRONT | more
    lines = source.splitlines()
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        raise Unclear(file, 1, "a text begins with a front matter between two lines of ---")
    end = lines.index("---", 1)
    front: dict[str, str] = {}
    for number, line in enumerate(lines[1:end], 2):
        name, colon, value = line.partition(":")
        if not colon or name not in words or name in front or not value.strip():
            known = ", ".join(sorted(words))
            raise Unclear(file, number, f"{line!r} can't be read; each of {known} may stand once, with a value")
        front[name] = value.strip().removeprefix('"').removesuffix('"')
    for name in _NEEDED:
        if name not in front:
            raise Unclear(file, end + 1, f"{name} is missing")
    return front, lines[end + 1 :], end + 2


def _blocks(lines: list[str], start: int, file: str) -> tuple[list[str], list[_Block]]:
    opening: list[str] = []
    blocks: list[_Block] = []
    for number, line in enumerate(lines, start):
        if not line.startswith("=== "):
            (blocks[-1].lines if blocks else opening).append(line)
            continue
        head = _HEAD.fullmatch(line)
        if head is None or (head["by"] is None) != (head["verb"] in _ASIDES):
            raise Unclear(file, number, f"{line!r} can't be read; write it like === reply to ada by bo +2h10m")
        blocks.append(_Block(number, head["verb"], head["target"] or "", head["by"] or "", head["after"] or ""))
    return opening, blocks


def _told(blocks: list[_Block], asker: str, kind: str, opening: str, file: str) -> tuple[Step, ...]:
    steps = _steps(blocks, asker, kind, file)
    return practices.with_whole_texts(steps, opening, file) if kind == "practice" else steps


def _steps(blocks: list[_Block], asker: str, kind: str, file: str) -> tuple[Step, ...]:
    steps: list[Step] = []
    for block in blocks:
        words, lines = _words(block.lines, practices.WORD if kind == "practice" else _WORD)
        step = Step(
            verb=block.verb,
            by=block.by,
            after=_after(block, file),
            line=block.line,
            text=_text(lines),
            post=1 + sum(step.post is not None for step in steps) if block.verb in _MAKES_A_POST else None,
            target=_target(block, steps, asker, file),
            of=block.target if block.verb == "duplicate" or block.verb in practices.NAMES_ANOTHER else "",
            useful=_list(words.pop("useful", "")),
            words=words,
        )
        _sense(step, kind, file)
        steps.append(step)
    return tuple(steps)


def _after(block: _Block, file: str) -> timedelta:
    try:
        after = moments.span(block.after)
    except ValueError as error:
        raise Unclear(file, block.line, f"{error}") from error
    if after <= timedelta():
        raise Unclear(file, block.line, "a step comes after the opening")
    return after


def _target(block: _Block, above: list[Step], asker: str, file: str) -> int | None:
    """The number of the post that a step is about."""
    another = block.verb == "duplicate" or block.verb in practices.NAMES_ANOTHER
    if another or (not block.target and block.verb not in {"reply", *_NEEDS_A_TARGET}):
        return None
    if block.target == "opening" or (not block.target and block.verb == "reply"):
        return 0
    only = _ABOUT.get(block.verb)
    for step in reversed(above):
        if step.post is None or (only and step.verb not in only):
            continue
        if step.verb == "log" if block.target == "log" else step.by == block.target:
            return step.post
    if block.target == asker and not only:
        return 0
    raise Unclear(file, block.line, f"there is no post by {block.target or 'anybody'} above that this can be about")


def _sense(step: Step, kind: str, file: str) -> None:
    if step.verb not in _STEPS[kind]:
        raise Unclear(file, step.line, f"{step.verb} is no step of a {kind}")
    if step.verb in _NEEDS_A_TARGET and step.target is None and not step.of:
        raise Unclear(file, step.line, f"{step.verb} what?")
    if not step.text and step.verb not in _NEEDS_NO_TEXT:
        raise Unclear(file, step.line, f"{step.verb} has no text")
    if step.verb == "log" and "from" not in step.words:
        raise Unclear(file, step.line, "a logged answer says who gave it, in a line from: …")
    if step.useful and step.post is None:
        raise Unclear(file, step.line, "only a post can be useful")


def _words(lines: list[str], known: re.Pattern[str]) -> tuple[dict[str, str], list[str]]:
    words: dict[str, str] = {}
    for number, line in enumerate(lines):
        found = known.fullmatch(line)
        if not found:
            return words, lines[number:]
        words[found[1]] = found[2].strip()
    return words, []


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")
