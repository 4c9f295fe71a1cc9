"""The panel "From question to practice": how far this question came, and how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lorehall.content.queries.cited import PartOf
from lorehall.kernel.ui.times import day_words, since
from lorehall.kernel.ui.words import word as _
from lorehall.kernel.ui.words import words as ngettext
from lorehall.questions.models import State
from lorehall.questions.queries.head import Head
from lorehall.questions.queries.shapes import Seal, Step


def span(time: timedelta) -> str:
    """How long something took: "2 h 10 min"."""
    minutes = max(1, int(time.total_seconds() // 60))
    hours, days = minutes // 60, minutes // 1440
    if days >= 730:
        return ngettext("%(num)s year", "%(num)s years", days // 365) % {"num": days // 365}
    if days >= 60:
        return ngettext("%(num)s month", "%(num)s months", days // 30) % {"num": days // 30}
    if days >= 2:
        return ngettext("%(num)s day", "%(num)s days", days) % {"num": days}
    if hours and hours < 10 and minutes % 60:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes % 60}
    if hours:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(minutes)s min") % {"minutes": minutes}


def steps(head: Head, practices: Sequence[PartOf] = ()) -> tuple[Step, ...]:
    """What happened, in order, and the one thing that comes next; `practices` are what its answers are part of."""
    said = [Step(_("Asked · %(day)s") % {"day": day_words(head.created_at)}, True)]
    if head.state == State.DUPLICATE:
        said.append(Step(_("Found to be asked before"), True))
        return tuple(said)
    if head.first_answer_at is None or head.state in {State.OPEN, State.CLARIFYING}:
        waits = _("Waits for detail from the asker") if head.state == State.CLARIFYING else _("Waits for an answer")
        return (*said, Step(waits, False))
    said.append(Step(_("First answer in %(span)s") % {"span": span(head.first_answer_at - head.created_at)}, True))
    if head.seal is None or head.state != State.CONFIRMED:
        return (*said, Step(_("Waits for the asker to say what worked"), False))
    said.append(Step(_sealed(head.seal, head.author_id), True))
    # The first is the one that is best borne out.
    return (*said, *(Step(_("Harvested into a practice"), True, made.url) for made in practices[:1]))


def _sealed(seal: Seal, asker_id: int) -> str:
    if seal.by_id == asker_id:
        return _("Confirmed by the asker")
    return _("Confirmed by %(name)s") % {"name": seal.by_name}


def chip(state: str, created_at: datetime) -> str:
    """What the chip says beyond the state's own word: how long it has been open."""
    if state == State.OPEN:
        return _("Open %(span)s") % {"span": since(created_at)}
    return ""
