"""Opening a community."""

from __future__ import annotations

import pytest

from lorehall.communities.models import Community, Membership, Room
from lorehall.communities.rules import Opening, open_community
from lorehall.communities.viewers import viewer_of
from lorehall.people.rules import create_person
from tests.recorded import Facts

pytestmark = pytest.mark.django_db


def test_whoever_opens_a_community_coordinates_it(facts: Facts) -> None:
    bo = create_person("Bo", "bo@example.org")
    facts.forget()
    community = open_community(Opening("Delivery & Reliability", invite=("di@example.org",)), by=viewer_of(bo.pk))
    assert facts == ["communities.opened", "communities.member_joined", "communities.invitation_made"]
    assert community.slug == "delivery-reliability"
    assert viewer_of(bo.pk).memberships == {community.pk: "coordinator"}
    assert Room.objects.get(community=community).is_first
    assert Community.objects.get().members_count == Membership.objects.count() == 1
