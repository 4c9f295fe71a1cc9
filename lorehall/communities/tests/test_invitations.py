"""Invitations: expiring, limited, revocable, and silent about who has an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from lorehall.communities import rules
from lorehall.communities.models import Invitation
from lorehall.communities.rules.invite import MOST_LETTERS, MOST_TO_ONE
from lorehall.kernel.errors import Forbidden, Refused
from lorehall.kernel.jobs import run_all
from tests.cast import Cast
from tests.moments import Clock
from tests.recorded import Facts

BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_only_the_hash_of_a_token_is_kept(cast: Cast) -> None:
    made = rules.make_link(cast.vault.pk, by=cast.viewer("bo"))
    row = Invitation.objects.get(pk=made.invitation.pk)
    assert made.token not in {str(value) for value in vars(row).values()}
    assert len(made.token) >= 43


def test_an_invitation_lets_a_person_into_a_secret_community(cast: Cast, facts: Facts) -> None:
    token = rules.make_link(cast.vault.pk, by=cast.viewer("bo")).token
    facts.forget()
    rules.accept_invitation(token, by=cast.viewer("cy"))
    assert facts == ["communities.member_joined", "communities.invitation_used"]
    assert cast.viewer("cy").role_in(cast.vault.pk) == "member"


def test_a_link_lets_in_no_more_people_than_it_says(cast: Cast) -> None:
    token = rules.make_link(cast.vault.pk, most_uses=1, by=cast.viewer("bo")).token
    rules.accept_invitation(token, by=cast.viewer("cy"))
    with pytest.raises(Refused) as refusal:
        rules.accept_invitation(token, by=cast.viewer("di"))
    assert refusal.value.code == "not_valid"
    assert cast.viewer("di").role_in(cast.vault.pk) is None


def test_a_member_who_opens_a_link_does_not_use_it_up(cast: Cast) -> None:
    made = rules.make_link(cast.vault.pk, most_uses=1, by=cast.viewer("bo"))
    with pytest.raises(Refused):
        rules.accept_invitation(made.token, by=cast.viewer("ada"))
    assert Invitation.objects.get(pk=made.invitation.pk).uses == 0


def test_a_link_stops_at_its_very_moment(cast: Cast, clock: Clock) -> None:
    clock.let_pass(timedelta())
    token = rules.make_link(cast.vault.pk, lasts=timedelta(days=7), by=cast.viewer("bo")).token
    clock.let_pass(timedelta(days=7, seconds=-1))
    assert Client().get(reverse("communities:invitation", args=[token])).status_code == 200
    clock.let_pass(timedelta(seconds=1))
    with pytest.raises(Refused):
        rules.accept_invitation(token, by=cast.viewer("cy"))
    assert Client().get(reverse("communities:invitation", args=[token])).status_code == 410


def test_a_revoked_link_lets_nobody_in_and_is_revoked_once(cast: Cast, facts: Facts) -> None:
    made = rules.make_link(cast.bakers.pk, by=cast.viewer("bo"))
    facts.forget()
    for _ in range(2):
        rules.revoke(made.invitation.pk, by=cast.viewer("bo"))
    assert facts == ["communities.invitation_revoked"]
    with pytest.raises(Refused):
        rules.accept_invitation(made.token, by=cast.viewer("cy"))


def test_who_left_comes_back_by_the_same_link(cast: Cast) -> None:
    token = rules.make_link(cast.vault.pk, by=cast.viewer("bo")).token
    for _ in range(2):
        rules.accept_invitation(token, by=cast.viewer("cy"))
        rules.leave(cast.vault.pk, by=cast.viewer("cy"))


@pytest.mark.parametrize("away", ["remove", "suspend"])
def test_a_coordinator_who_is_sent_away_leaves_no_link_to_come_back_by(cast: Cast, away: str) -> None:
    rules.change_role(cast.vault.pk, cast.person("ada").pk, "coordinator", by=cast.viewer("bo"))
    theirs = rules.make_link(cast.vault.pk, by=cast.viewer("ada")).token
    others = rules.make_link(cast.vault.pk, by=cast.viewer("bo")).token
    {"remove": rules.remove, "suspend": rules.suspend}[away](
        cast.vault.pk, cast.person("ada").pk, "Passed the link around.", by=cast.viewer("bo")
    )
    with pytest.raises(Refused):
        rules.accept_invitation(theirs, by=cast.viewer("cy"))
    rules.accept_invitation(others, by=cast.viewer("cy"))


def test_nobody_floods_an_address_with_invitations(cast: Cast, clock: Clock) -> None:
    clock.let_pass(timedelta())
    for _ in range(MOST_TO_ONE):
        rules.invite(cast.bakers.pk, ["x@example.org"], by=cast.viewer("bo"))
    for place in (cast.bakers, cast.vault):
        with pytest.raises(Refused) as refusal:
            rules.invite(place.pk, ["y@example.org", "X@example.org"], by=cast.viewer("bo"))
        assert refusal.value.field == "invite"
    rules.invite(cast.bakers.pk, ["y@example.org"], by=cast.viewer("bo"))
    clock.let_pass(timedelta(days=1, seconds=1))
    rules.invite(cast.bakers.pk, ["x@example.org"], by=cast.viewer("bo"))


def test_one_person_sends_only_so_many_letters_a_day(cast: Cast) -> None:
    for round_ in range(MOST_LETTERS // 50):
        rules.invite(cast.bakers.pk, [f"p{round_}-{n}@example.org" for n in range(50)], by=cast.viewer("bo"))
    with pytest.raises(Refused) as refusal:
        rules.invite(cast.vault.pk, ["one.more@example.org"], by=cast.viewer("bo"))
    assert refusal.value.code == "too_many_today"
    with pytest.raises(Refused):
        rules.open_community(rules.Opening("Another", invite=("one.more@example.org",)), by=cast.viewer("bo"))


def test_a_member_may_not_invite(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        rules.make_link(cast.bakers.pk, by=cast.viewer("ada"))


def test_each_address_gets_one_letter_whether_or_not_it_has_an_account(cast: Cast) -> None:
    mail.outbox.clear()
    bo = cast.viewer("bo")
    rules.invite(cast.vault.pk, ["Ada@example.org", "new@example.org", "new@example.org "], note="Come.", by=bo)
    run_all()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ada@example.org", "new@example.org"]
    known, unknown = sorted(mail.outbox, key=lambda letter: letter.to[0])
    assert known.subject == unknown.subject == "Bo invites you to The Vault"
    assert len(known.body) == len(unknown.body)
    assert "<time" not in known.body


@pytest.mark.parametrize("typed", ["no-address", "a@b", "x@example.org\nBcc: all@example.org"])
def test_what_is_no_address_is_refused_before_anything_is_sent(cast: Cast, typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.invite(cast.bakers.pk, [typed], by=cast.viewer("bo"))
    assert refusal.value.field == "invite"


def test_a_hostile_note_is_printed_as_text_in_the_letter(cast: Cast) -> None:
    mail.outbox.clear()
    rules.invite(cast.bakers.pk, ["x@example.org"], note="<script>alert(1)</script>", by=cast.viewer("bo"))
    run_all()
    html = mail.outbox[0].alternatives[0].content
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_holder_of_a_token_reads_the_name_of_a_secret_community(cast: Cast) -> None:
    token = rules.make_link(cast.vault.pk, by=cast.viewer("bo")).token
    page = Client().get(reverse("communities:invitation", args=[token]))
    assert "The Vault" in page.content.decode()


def test_every_token_that_does_not_stand_is_answered_alike(cast: Cast) -> None:
    made = rules.make_link(cast.vault.pk, by=cast.viewer("bo"))
    rules.revoke(made.invitation.pk, by=cast.viewer("bo"))
    other = made.token[::-1]
    revoked = Client().get(reverse("communities:invitation", args=[made.token]))
    unknown = Client().get(reverse("communities:invitation", args=[other]))
    assert revoked.status_code == unknown.status_code == 410
    assert revoked.content.decode().replace(made.token, other) == unknown.content.decode()


def test_a_visitor_is_brought_back_to_the_invitation_after_signing_in(cast: Cast) -> None:
    token = rules.make_link(cast.vault.pk, by=cast.viewer("bo")).token
    address = reverse("communities:invitation", args=[token])
    client = Client()
    client.get(address)
    assert client.session["invitation"] == token
    client.force_login(cast.person("cy"), backend=BACKEND)
    assert client.get(reverse("communities:index")).headers["Location"] == address
    assert client.get(reverse("communities:index")).status_code == 200
    assert client.post(address).headers["Location"] == reverse("communities:welcome", args=["the-vault"])


def test_who_came_in_by_an_invitation_is_not_led_back_to_it(cast: Cast) -> None:
    token = rules.make_link(cast.vault.pk, most_uses=1, by=cast.viewer("bo")).token
    address = reverse("communities:invitation", args=[token])
    client = Client()
    client.get(address)
    client.force_login(cast.person("cy"), backend=BACKEND)
    assert client.post(address).headers["Location"] == reverse("communities:welcome", args=["the-vault"])
    assert client.get(reverse("communities:index")).status_code == 200
    assert client.get(address).headers["Location"] == reverse("pages:home", args=["the-vault"])
    assert Client().get(address).status_code == 410
