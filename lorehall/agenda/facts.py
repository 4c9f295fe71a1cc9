"""What happened on the learning agenda."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class AgendaFact(Fact):
    """Something about one question; the order of its facts is kept."""

    question_id: int
    by_id: int

    @property
    def subject(self) -> str:
        return f"agenda:{self.question_id}"


@dataclass(frozen=True, slots=True)
class ItemAttached(AgendaFact):
    item_id: int
    name = "agenda.item_attached"


@dataclass(frozen=True, slots=True)
class ItemDetached(AgendaFact):
    item_id: int
    name = "agenda.item_detached"


class AgendaClosed(AgendaFact):
    """It is answered as far as the community wanted to know."""

    name = "agenda.closed"


class AgendaReopened(AgendaFact):
    name = "agenda.reopened"
