"""Facts, reactions and tasks that only the kernel's tests know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django_tasks import task

from lorehall.kernel.facts import Fact
from lorehall.kernel.models import RecordedFact


@dataclass(frozen=True, slots=True)
class Rang(Fact):
    name = "tests.rang"
    bell: int
    tone: str | None = None

    @property
    def subject(self) -> str:
        return f"bell:{self.bell}"


@dataclass(frozen=True, slots=True)
class Broke(Fact):
    name = "tests.broke"
    bell: int

    @property
    def subject(self) -> str:
        return f"bell:{self.bell}"


class Heard:
    """What the reactions and tasks heard, and how often they fail before they hear."""

    tones: ClassVar[list[object]] = []
    failures: ClassVar[int] = 0


def listen(fact: Rang) -> None:
    if Heard.failures:
        Heard.failures -= 1
        raise ValueError("the bell is out of tune")
    Heard.tones.append(fact.tone)


def write_down(fact: Rang) -> None:
    """An effect on the database, then a failure."""
    RecordedFact.objects.create(name="tests.echo", subject=fact.subject, data={}, recorded_at="2026-01-01T00:00Z")
    if fact.tone == "wrong":
        raise ValueError("not this one")


@task(attempts=3)
def ring(tone: str) -> str:
    if Heard.failures:
        Heard.failures -= 1
        raise ValueError("the bell is out of tune")
    Heard.tones.append(tone)
    return f"rang {tone}"


@task(priority=50)
def ring_first(tone: str) -> None:
    Heard.tones.append(tone)


@task(takes_context=True)
def ring_knowing(context, tone: str) -> int:
    Heard.tones.append(tone)
    return context.attempt


@task()
async def ring_softly(tone: str) -> None:
    Heard.tones.append(tone)
