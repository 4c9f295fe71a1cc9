"""The pages answer, to each of the cast what is theirs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lorehall.communities import rules
from lorehall.communities.models import Community, Invitation, JoinRequest, Membership, OpeningDraft
from tests.cast import Cast, gather

KEEPING = ("launch", "requests", "invitations", "rooms", "settings", "charter_edit")
READING = ("charter", "charter_versions", "people", "welcome", "leave")


def client_of(cast: Cast, name: str) -> Client:
    """A browser in which one of the cast is signed in."""
    client = Client()
    client.force_login(cast.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, cast: Cast, *args: object) -> str:
    return reverse(f"communities:{name}", args=[cast.bakers.slug, *args])


@pytest.mark.parametrize("name", [*READING, *KEEPING])
def test_a_coordinator_reads_every_page_of_the_community(cast: Cast, name: str) -> None:
    assert client_of(cast, "bo").get(at(name, cast)).status_code == 200


@pytest.mark.parametrize("name", READING)
def test_a_member_reads_what_is_for_members(cast: Cast, name: str) -> None:
    assert client_of(cast, "ada").get(at(name, cast)).status_code == 200


@pytest.mark.parametrize("name", KEEPING)
def test_a_member_may_not_keep_what_coordinators_keep(cast: Cast, name: str) -> None:
    assert client_of(cast, "ada").get(at(name, cast)).status_code == 403
