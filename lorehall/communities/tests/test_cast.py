"""The cast itself: each of them is what the tests believe."""

from __future__ import annotations

from lorehall.communities.models import Community, Membership
from tests.cast import Cast


def test_each_of_the_cast_has_the_place_that_is_told_of_them(cast: Cast) -> None:
    roles = {name: cast.viewer(name).role_in(cast.bakers.pk) for name in cast.people}
    assert roles == {
        "ada": "member",
        "bo": "coordinator",
        "cy": None,
        "di": "member",
        "eve": None,
        "sam": "sponsor",
    }
    assert {name for name in cast.people if cast.viewer(name).role_in(cast.vault.pk)} == {"ada", "bo"}
    assert cast.viewer("ada").rooms == cast.viewer("bo").rooms == {cast.kitchen.pk}


def test_the_count_of_members_leaves_the_suspended_out(cast: Cast) -> None:
    counted = Membership.objects.filter(community=cast.bakers, suspended_at=None).count()
    assert Community.objects.get(pk=cast.bakers.pk).members_count == counted == 4
