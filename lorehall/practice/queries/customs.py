"""How a community keeps its library, as it stands."""

from __future__ import annotations

from lorehall.practice.models import Customs
from lorehall.practice.rules.customs import Ways


def ways(community_id: int) -> Ways:
    """Its own ways, or the defaults. One statement."""
    row = Customs.objects.filter(pk=community_id).values_list("reviewers", "review_months").first()
    return Ways(*row) if row else Ways()
