"""Answers to what happened elsewhere."""

from __future__ import annotations

from lorehall.communities.models import Membership
from lorehall.communities.rules.enter import name_key, name_of
from lorehall.people.facts import ProfileEdited


def keep_name(fact: ProfileEdited) -> None:
    """Members are listed and found under the name that they go by now."""
    key = name_key(name_of(fact.person_id))
    Membership.objects.filter(person_id=fact.person_id).exclude(name_key=key).update(name_key=key)
