"""Opening a community: by the rule, and in five steps without a script."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lorehall.communities import rules
from lorehall.communities.models import CharterVersion, Community, Invitation, Membership, OpeningDraft, Room
from lorehall.communities.rules import Opening, open_community
from lorehall.communities.starting import STARTS, suggested
from lorehall.communities.viewers import viewer_of
from lorehall.kernel.errors import Forbidden, Refused
from lorehall.people.rules import create_person
from lorehall.people.viewer import VISITOR, Viewer
from tests.recorded import Facts

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def bo(db: None) -> Viewer:
    return viewer_of(create_person("Bo", "bo@example.org").pk)


@pytest.fixture
def client(bo: Viewer) -> Client:
    from lorehall.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(pk=bo.person_id), backend=BACKEND)
    return client


def step(client: Client, number: int, **typed: str) -> tuple[int, str]:
    """Send one step; the status, and where it leads or what it says."""
    response = client.post(reverse("communities:open", args=[number]), typed)
    return response.status_code, response.headers.get("Location", response.content.decode())


def test_whoever_opens_a_community_coordinates_it(bo: Viewer, facts: Facts) -> None:
    facts.forget()
    opening = Opening("Delivery & Reliability", invite=("di@example.org",))
    community = open_community(opening, by=bo)
    assert facts == ["communities.opened", "communities.member_joined", "communities.invitation_made"]
    assert community.slug == "delivery-reliability"
    assert viewer_of(bo.person_id or 0).memberships == {community.pk: "coordinator"}
    assert Room.objects.get(community=community).is_first
    assert Community.objects.get().members_count == Membership.objects.count() == 1


def test_a_visitor_opens_nothing(db: None) -> None:
    with pytest.raises(Forbidden):
        open_community(Opening("Mine"), by=VISITOR)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("パン屋の会", "panwunohui"), ("Žižkov", "zizkov"), ("🥖", None), ("A" * 80, "a" * 52), ("...---", None)],
)
def test_a_name_in_any_script_gets_an_address_in_plain_letters(bo: Viewer, name: str, slug: str | None) -> None:
    if not any(character.isalnum() for character in name):
        with pytest.raises(Refused):
            open_community(Opening(name), by=bo)
        return
    made = open_community(Opening(name), by=bo).slug
    assert made.isascii()
    assert len(made) <= 60
    assert made == slug or not name.isascii()


def test_a_refused_opening_leaves_nothing_behind(bo: Viewer) -> None:
    with pytest.raises(Refused):
        open_community(Opening("Half", invite=("nobody",)), by=bo)
    assert not Community.objects.exists()
    assert not Invitation.objects.exists()


def test_a_secret_community_begins_by_invitation(bo: Viewer) -> None:
    assert open_community(Opening("Hush", visibility="secret", joining="open"), by=bo).joining == "by_invitation"


@pytest.mark.parametrize("kind", STARTS)
def test_five_steps_open_a_community_with_the_starting_texts_of_its_kind(client: Client, kind: str) -> None:
    first = client.get(reverse("communities:open", args=[1]), {"kind": kind})
    assert suggested(kind)["about"].splitlines()[0][:40] in first.content.decode().replace("&#39;", "’")
    texts = suggested(kind)
    assert step(client, 1, kind=kind, name="Bakers", about=texts["about"], not_about="") == (
        302,
        reverse("communities:open", args=[2]),
    )
    assert step(client, 2, for_whom=texts["for_whom"], summary="Bread")[0] == 302
    assert step(client, 3, agenda="Why?\n- What for?\n\n")[0] == 302
    assert step(client, 4, visibility="listed", joining="by_request")[0] == 302
    status, onward = step(client, 5, invite="a@example.org, b@example.org", note="Come.")
    assert (status, onward) == (302, reverse("communities:launch", args=["bakers"]))
    charter = CharterVersion.objects.get(community__slug="bakers")
    assert charter.agenda == ["Why?", "What for?"]
    assert charter.norms
    assert charter.review_on is not None
    assert Invitation.objects.count() == 2
    assert not OpeningDraft.objects.exists()


def test_a_draft_can_be_left_and_resumed_where_it_was(client: Client) -> None:
    step(client, 1, kind="interest", name="Moss", about="Moss.", not_about="")
    assert step(client, 2, for_whom="Anybody who loo", summary="", leave="1") == (302, reverse("communities:index"))
    assert "Moss" in client.get(reverse("communities:index")).content.decode()
    onward = client.get(reverse("communities:new")).headers["Location"]
    assert onward == reverse("communities:open", args=[2])
    assert "Anybody who loo" in client.get(onward).content.decode()


def test_a_refused_step_keeps_its_text(client: Client) -> None:
    status, page = step(client, 1, kind="interest", name="", about="All about moss.", not_about="")
    assert status == 422
    assert "All about moss." in page
    assert OpeningDraft.objects.get().answers["about"] == "All about moss."


def test_an_address_that_is_none_brings_one_back_to_the_last_step_with_everything_kept(client: Client) -> None:
    step(client, 1, kind="interest", name="Moss", about="Moss.", not_about="")
    step(client, 2, for_whom="All", summary="")
    step(client, 3, agenda="")
    step(client, 4, visibility="public", joining="open")
    status, page = step(client, 5, invite="nobody", note="Come and see.")
    assert status == 422
    assert "Come and see." in page
    assert OpeningDraft.objects.exists()
    assert not Community.objects.exists()


def test_a_step_that_was_skipped_is_shown_before_anything_opens(client: Client) -> None:
    step(client, 1, kind="interest", name="Moss", about="Moss.", not_about="")
    assert step(client, 5, invite="", note="") == (302, reverse("communities:open", args=[2]))


def test_sending_the_last_step_again_opens_no_second_community(client: Client) -> None:
    answers = {"kind": "interest", "name": "Moss", "about": "Moss.", "not_about": ""}
    step(client, 1, **answers)
    step(client, 2, for_whom="All", summary="")
    step(client, 3, agenda="")
    step(client, 4, visibility="public", joining="open")
    step(client, 5, invite="", note="")
    assert step(client, 5, invite="", note="")[0] == 302
    assert Community.objects.count() == 1


def test_a_draft_belongs_to_one_person_and_can_be_discarded(client: Client, bo: Viewer) -> None:
    rules.save_draft({"name": "Theirs"}, step=2, by=viewer_of(create_person("Al", "al@example.org").pk))
    rules.save_draft({"name": "Mine"}, step=2, by=bo)
    client.post(reverse("communities:discard"))
    assert [row.answers["name"] for row in OpeningDraft.objects.all()] == ["Theirs"]


def test_hostile_answers_are_printed_as_text(client: Client) -> None:
    hostile = '"><script>alert(1)</script>'
    step(client, 1, kind="interest", name=hostile, about=hostile, not_about="")
    page = client.get(reverse("communities:open", args=[1])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
