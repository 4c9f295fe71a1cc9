"""The cast. Builders call rules, so that what the tests stand on can happen in life.

Ada is a member, Bo coordinates, Cy is an outsider, Di is new, Eve is suspended, Sam sponsors. Two places:
the Bakers are public, and Bo and Ada alone are let into their kitchen; the Vault is secret, and none but Bo and
Ada are in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

NAMES = ("ada", "bo", "cy", "di", "eve", "sam")


@dataclass(slots=True)
class Cast:
    """The people by name, and the two communities."""

    people: dict[str, Any] = field(default_factory=dict)
    bakers: Any = None
    kitchen: Any = None
    vault: Any = None

    def person(self, name: str) -> Any:
        """The account of one of them."""
        return self.people[name]

    def viewer(self, name: str) -> Any:
        """One of them as rules and queries know her: roles and rooms as they stand now."""
        from lorehall.communities.viewers import viewer_of

        return viewer_of(self.people[name].pk)


def gather(visibility: str = "public", joining: str = "open") -> Cast:
    """The whole cast, built by rules; the Bakers as visible and as open as you say."""
    from lorehall.communities import rules
    from lorehall.people.rules import create_person

    people = {name: create_person(name.capitalize(), f"{name}@example.org") for name in NAMES}
    cast = Cast(people)
    bo = cast.viewer("bo")
    cast.bakers = rules.open_community(
        rules.Opening("The Bakers", summary="Bread, and why it fails.", visibility=visibility, joining="open"),
        by=bo,
    )
    cast.vault = rules.open_community(rules.Opening("The Vault", visibility="secret"), by=bo)
    for name in ("ada", "di", "eve", "sam"):
        rules.join(cast.bakers.pk, by=cast.viewer(name))
    bo = cast.viewer("bo")
    rules.change_role(cast.bakers.pk, people["sam"].pk, "sponsor", by=bo)
    rules.suspend(cast.bakers.pk, people["eve"].pk, "Sold ovens to everybody.", by=bo)
    rules.accept_invitation(rules.make_link(cast.vault.pk, by=bo).token, by=cast.viewer("ada"))
    cast.kitchen = rules.make_room(cast.bakers.pk, "Kitchen", access="invited", by=bo)
    rules.let_in(cast.kitchen.pk, people["ada"].pk, by=cast.viewer("bo"))
    if joining != "open":
        standing = rules.settings_of(cast.bakers)
        rules.change_settings(cast.bakers.pk, replace(standing, joining=joining), by=bo)
    return cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast, built by rules."""
    return gather()
