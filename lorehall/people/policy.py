"""Who may see and change a person's page. `may_see` and `visible` are two halves of one rule."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rule needs to know of a person."""

    person_id: int
    is_active: bool
    attributed: bool
    public_profile: bool


def may_see(viewer: Viewer, person: Subject) -> bool:
    """Whoever is signed in sees people; a visitor sees those who agreed, and the authors of imported posts.

    Which communities somebody is in is never part of it, so a page can't tell of a secret one.
    """
    if viewer.person_id == person.person_id:
        return True
    return person.is_active and (viewer.signed_in or person.public_profile or person.attributed)


def visible(viewer: Viewer) -> Q:
    """The same rule as a condition on `Person`."""
    return seen_by(viewer.person_id)


def seen_by(person_id: int | None) -> Q:
    """`visible` by the reader's id, which may be a parameter; None is a visitor."""
    if person_id is not None:
        return Q(is_active=True) | Q(pk=person_id)
    return Q(is_active=True) & (Q(public_profile=True) | Q(attributed=True))


def require_self(viewer: Viewer, person_id: int) -> None:
    """Only oneself changes one's own account: raises Hidden for visitors, Forbidden for others."""
    if not viewer.signed_in:
        raise Hidden
    if viewer.person_id != person_id:
        raise Forbidden("not_yours", "Only the person can change this.")
