"""What happens to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lorehall.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _PersonFact(Fact):
    person_id: int

    @property
    def subject(self) -> str:
        return f"person:{self.person_id}"


@dataclass(frozen=True, slots=True)
class Joined(_PersonFact):
    """Somebody confirmed their address and can come in."""

    name: ClassVar[str] = "people.joined"


@dataclass(frozen=True, slots=True)
class HandleChanged(_PersonFact):
    """Somebody goes by another handle now."""

    name: ClassVar[str] = "people.handle_changed"

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ProfileEdited(_PersonFact):
    """Somebody changed their name, photo or what they say of themselves."""

    name: ClassVar[str] = "people.profile_edited"
