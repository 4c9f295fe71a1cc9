"""Polls written as text: the grammar, the block that is stored, and reading it back out of stored HTML.

    ```poll
    Which day suits you?
    several choices, at most 2
    open voters
    until 2026-12-24
    - Monday
    - Tuesday
    ```

The question comes first, then how one votes (in lines of its own or one after the other), then the choices. What is
stored says all of that in words, so it reads well where nobody can vote: in mail, in a feed, in an export.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from html import escape, unescape
from typing import Final

from django.utils.translation import gettext as _

from lorehall.kernel.text.fold import tidy_line

ONE, SEVERAL, RANKED = "one", "several", "ranked"
FEWEST, MOST_CHOICES = 2, 20
MOST_POLLS = 5
CHOICE_LENGTH, QUESTION_LENGTH = 200, 300
BEGINNING: Final = '<section class="poll">'

_CHOICE: Final = re.compile(r"(?:[-*+]|[0-9]{1,2}[.)])\s+(.*)")
_PARTED: Final = re.compile(r"[,;·]")
_WAYS: Final = {
    "one choice": ONE,
    "single choice": ONE,
    "several choices": SEVERAL,
    "multiple choices": SEVERAL,
    "multiple choice": SEVERAL,
    "ranked choice": RANKED,
    "ranked choices": RANKED,
    "ranked": RANKED,
}
_NAMES: Final = {
    "open voters": True,
    "names shown": True,
    "closed voters": False,
    "names hidden": False,
}
_AT_MOST: Final = re.compile(r"(?:several choices\s+)?at most ([0-9]{1,2})")
_UNTIL: Final = re.compile(r"until ([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ t]([0-9]{2}:[0-9]{2}))?( utc)?")
_STORED: Final = re.compile(
    r'<section class="poll">\n<p>([^<\n]{1,2000})</p>\n<ul>\n((?:<li>[^<\n]{1,1400}</li>\n){2,20})</ul>\n'
    r'<p class="terms">([^<\n]{1,200})</p>\n</section>'
)
_ITEM: Final = re.compile(r"<li>([^<\n]*)</li>")


class Unclear(Exception):  # noqa: N818 - a sentence for the writer
    """The text is no poll; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A question, its choices, and how one votes. `most` is 0 where several choices have no limit; `names` says whether
    readers see who voted for what. `until` is in no zone while `whole_day` or a time without one was typed.
    """

    question: str
    choices: tuple[str, ...] = ()
    way: str = ONE
    most: int = 0
    names: bool = False
    until: datetime | None = None
    whole_day: bool = False

    @property
    def key(self) -> str:
        """What votes belong to: the question and how it was asked. Other words, another way of voting or other
        promises about names make another poll, so that no vote is read as what it was not given for.
        """
        return _hash(f"{_folded(self.question)}\n{self.way}\n{self.most}\n{self.names}", 16)

    @property
    def keys(self) -> dict[str, str]:
        """The choices by their keys, in their order."""
        return {_hash(_folded(choice), 12): choice for choice in self.choices}

    @property
    def in_no_zone(self) -> bool:
        """Whether its end was typed without saying in which zone."""
        return self.until is not None and self.until.tzinfo is None

    def closed_at(self, moment: datetime) -> bool:
        """Whether the end has passed."""
        return self.until is not None and moment >= self.until


def too_many() -> str:
    """What to say of more than `MOST_POLLS`."""
    return _("There are more than %(most)d polls in this text.") % {"most": MOST_POLLS}


def _hash(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _folded(text: str) -> str:
    """Case, width and spaces make no other choice; every sign does ("C#", "C++")."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def read(body: str) -> Poll:
    """The poll that a fenced block says; raises `Unclear` with a sentence for the writer."""
    lines = [tidied for line in body.splitlines() if (tidied := tidy_line(line))]
    if not lines or _CHOICE.fullmatch(lines[0]):
        raise Unclear(_("A poll begins with its question."))
    if len(lines[0]) > QUESTION_LENGTH:
        raise Unclear(_("A poll’s question has at most %(most)d characters.") % {"most": QUESTION_LENGTH})
    poll = Poll(lines[0])
    choices = []
    for line in lines[1:]:
        if found := _CHOICE.fullmatch(line):
            choices.append(tidy_line(found[1]))
        elif choices:
            raise Unclear(_("“%(line)s” in the poll is no choice: begin it with a dash.") % {"line": line[:80]})
        else:
            poll = _told(poll, line)
    _check(choices)
    if poll.way != SEVERAL:
        poll = replace(poll, most=0)
    return replace(poll, choices=tuple(choices), most=min(poll.most, len(choices)))


def _check(choices: list[str]) -> None:
    if not FEWEST <= len(choices) <= MOST_CHOICES:
        said = _("A poll has %(fewest)d to %(most)d choices, each in a line that begins with a dash; this has %(n)d.")
        raise Unclear(said % {"fewest": FEWEST, "most": MOST_CHOICES, "n": len(choices)})
    if any(len(choice) > CHOICE_LENGTH for choice in choices):
        raise Unclear(_("A choice of a poll has at most %(most)d characters.") % {"most": CHOICE_LENGTH})
    known: set[str] = set()
    for choice in choices:
        if _folded(choice) in known:
            raise Unclear(_("The choice “%(choice)s” stands twice in the poll.") % {"choice": choice[:80]})
        known.add(_folded(choice))


def _told(poll: Poll, line: str) -> Poll:
    """The poll with what one line says about voting."""
    for part in (" ".join(piece.lower().split()) for piece in _PARTED.split(line)):
        if not part:
            continue
        if part in _WAYS:
            poll = replace(poll, way=_WAYS[part])
        elif part in _NAMES:
            poll = replace(poll, names=_NAMES[part])
        elif limit := _AT_MOST.fullmatch(part):
            if int(limit[1]) < 1:
                raise Unclear(_("At least one choice must be allowed in a poll."))
            poll = replace(poll, way=SEVERAL, most=int(limit[1]))
        elif end := _UNTIL.fullmatch(part):
            poll = replace(poll, until=_moment(end[1], end[2], utc=bool(end[3])), whole_day=not end[2])
        elif part.startswith("until"):
            raise Unclear(_("Write the end of a poll as “until 2026-12-24”."))
        else:
            said = _("“%(part)s” in the poll is not understood. There is: one choice, several choices, at most 3, ")
            said += _("ranked choice, open voters, closed voters, until 2026-12-24. Choices begin with a dash.")
            raise Unclear(said % {"part": part[:80]})
    return poll


def _moment(day: str, clock: str | None, *, utc: bool) -> datetime:
    try:
        moment = datetime.combine(datetime.fromisoformat(day), time.fromisoformat(clock or "00:00"))
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 - only its year is looked at
    if not 2000 <= moment.year < 3000:
        raise Unclear(_("There is no such day or time as “%(day)s”.") % {"day": f"{day} {clock or ''}".strip()})
    return moment.replace(tzinfo=UTC) if utc else moment


def ends(poll: Poll, zone: tzinfo) -> datetime | None:
    """The end as a moment: that of the day, or the time that was typed, in the writer's zone."""
    if poll.until is None or poll.until.tzinfo is not None:
        return poll.until
    local = poll.until + timedelta(days=1) if poll.whole_day else poll.until
    return local.replace(tzinfo=zone).astimezone(UTC)


def stored(poll: Poll, zone: tzinfo = UTC) -> str:
    """The block as it is kept: complete in itself, and read back by `split`."""
    terms = [{ONE: "one choice", SEVERAL: "several choices", RANKED: "ranked choice"}[poll.way]]
    if poll.most:
        terms.append(f"at most {poll.most}")
    terms.append("open voters" if poll.names else "closed voters")
    if until := ends(poll, zone):
        terms.append(f"until {until:%Y-%m-%d %H:%M} UTC")
    items = "".join(f"<li>{escape(choice, quote=False)}</li>\n" for choice in poll.choices)
    return (
        f"{BEGINNING}\n<p>{escape(poll.question, quote=False)}</p>\n<ul>\n{items}</ul>\n"
        f'<p class="terms">{" · ".join(terms)}</p>\n</section>\n'
    )


def split(html: str) -> Iterator[str | Poll]:
    """Stored HTML in order, its polls read. A block that is none of ours, or the same once more, stays HTML."""
    end = 0
    known: set[str] = set()
    for block in _STORED.finditer(html):
        poll = _again(block)
        if poll is None or poll.key in known or len(known) >= MOST_POLLS:
            continue
        known.add(poll.key)
        yield html[end : block.start()]
        yield poll
        end = block.end()
    yield html[end:]


def _again(block: re.Match[str]) -> Poll | None:
    choices = "\n".join(f"- {unescape(item)}" for item in _ITEM.findall(block[2]))
    try:
        return read(f"{unescape(block[1])}\n{unescape(block[3])}\n{choices}")
    except Unclear:
        return None
