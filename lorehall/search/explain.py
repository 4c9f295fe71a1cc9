"""What was left out of a search and why, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lorehall.kernel.ui.words import word as _
from lorehall.search.addresses import of_text
from lorehall.search.queries.understand import MOST_PLACES, Understood
from lorehall.search.syntax import LONGEST, MOST, OPERATORS, OPTIONS, Read, Slip


class Remark(NamedTuple):
    """A sentence, and perhaps what was meant with where that leads."""

    words: str
    better: str = ""
    url: str = ""


def _option(slip: Slip) -> str:
    known = ", ".join(OPTIONS[slip.name])
    return _("There is no “%(said)s”. What there is: %(known)s.") % {"said": slip.said, "known": known}


_SLIPS: dict[str, Callable[[Slip], str]] = {
    "operator": lambda slip: _("There is no “%(said)s”.") % {"said": f"{slip.name}:"},
    "option": _option,
    "empty": lambda slip: _("“%(said)s” needs a word right behind it, without a space.") % {"said": slip.said},
    "date": lambda slip: (
        _("“%(said)s” names no date. Write a day, a month or a year: 2026-03-01, 2026-03 or 2026.")
        % {"said": slip.said}
    ),
    "turned": lambda slip: _("“%(said)s” can’t be turned round: a minus works with words.") % {"said": slip.said},
    "long": lambda _slip: _("That is long: only the first %(most)s characters were looked for.") % {"most": LONGEST},
    "many": lambda _slip: _("That is a lot: only the first %(most)s words were looked for.") % {"most": MOST},
}
_LEFT_OUT: dict[str, Callable[[str, str], str]] = {
    "nobody": lambda _name, said: _("Nobody that you can see is called “%(said)s”.") % {"said": said},
    "no_place": lambda _name, said: _("No place that you can see is called “%(said)s”.") % {"said": said},
    "no_tag": lambda _name, said: _("No tag that you can see is called “%(said)s”.") % {"said": said},
    "sign_in": lambda name, said: _("Sign in to look for what is yours: “%(said)s”.") % {"said": f"{name}:{said}"},
    "places": lambda _name, said: (
        _("Only %(most)s places at once: “%(said)s” was not looked at.") % {"most": MOST_PLACES, "said": said}
    ),
}


def remarks(read: Read, found: Understood) -> list[Remark]:
    """What to tell beside the results. What is hidden is spoken of in the words of what does not exist."""
    told = [
        Remark(_SLIPS[slip.why](slip), slip.better, of_text(slip.instead) if slip.instead else "")
        for slip in read.slips
    ]
    return told + [Remark(_LEFT_OUT[why](name, said)) for why, name, said in found.left_out]


def operators() -> list[tuple[str, str]]:
    """The whole syntax, an example and what it does: for the help under the box."""
    lines = {
        "in": ("in:delivery", _("in one community, or one room of it: in:delivery/on-call")),
        "kind": ("kind:question", _("questions, conversations or practices only")),
        "is": (
            "is:open",
            _("open, answered, confirmed, unanswered; current, due, outdated, retired; mine, followed"),
        ),
        "by": ("by:ada", _("written by one person; by:me is you")),
        "tag": ("tag:postgresql", _("carries the tag; several are all carried")),
        "after": ("after:2026-03", _("written from that day, month or year on")),
        "before": ("before:2026-03-15", _("written before it began")),
    }
    words = [
        ("rolling update", _("both words, in any form and order")),
        ('"rolling update"', _("the words as they stand")),
        ("-nginx", _("without this word")),
    ]
    return words + [lines[name] for name in OPERATORS]
