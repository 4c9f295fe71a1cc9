"""The one who asks: every rule takes `by: Viewer`, every query takes `viewer: Viewer`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person as the rules see them; a visitor has no `person_id`.

    `memberships` maps a community's id to the role in it, active ones only; `rooms` holds the invited-only
    rooms that the person is in.
    """

    person_id: int | None
    name: str = ""
    handle: str = ""
    photo: str = ""
    hue: int = 0
    timezone: str = ""
    language: str = ""
    theme: str = "auto"
    is_host: bool = False
    memberships: Mapping[int, str] = field(default_factory=lambda: _NONE)
    rooms: frozenset[int] = frozenset()

    @property
    def id(self) -> int:
        """The person's id for rows and filters; 0, which nobody has, for a visitor."""
        return self.person_id or 0

    @property
    def signed_in(self) -> bool:
        """Whether this is an account rather than a visitor."""
        return self.person_id is not None

    def role_in(self, community_id: int) -> str | None:
        """The role in a community, or None for somebody who is not an active member of it."""
        return self.memberships.get(community_id)


VISITOR = Viewer(person_id=None)
