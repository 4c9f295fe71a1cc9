"""The agenda follows the charter."""

from __future__ import annotations

from lorehall.agenda.rules.follow_charter import follow_charter
from lorehall.communities.facts import CharterRevised, CommunityOpened
from lorehall.communities.models import Community


def take_over_questions(fact: CharterRevised | CommunityOpened) -> None:
    """The charter asks other questions now."""
    if Community.objects.filter(pk=fact.community_id).exists():
        follow_charter(fact.community_id)
