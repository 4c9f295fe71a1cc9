"""The letter that asks whether a practice is still right, and its links: one person's, for one review."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from lorehall.communities import rules as communities
from lorehall.people.models import Person
from lorehall.practice import links
from lorehall.practice.models import Practice, Review, State
from lorehall.practice.rules.hand_over import hand_over, take
from lorehall.practice.rules.keep import Word, still_right
from lorehall.practice.tests.keeping import at_noon, of, work
from tests.cast import Cast
from tests.making import practice
from tests.moments import MONDAY_MORNING, Clock


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)


@pytest.fixture
def kept(cast: Cast, clock: Clock) -> Any:
    """A practice of Ada's whose review is due; she has the letter."""
    item = practice(cast.viewer("ada"), cast.bakers)
    day = of(item).review_on
    assert day is not None
    clock.stop_at(at_noon(day))
    work()
    return item


def link(verb: str = "still-right") -> str:
    """From the last letter."""
    found = re.search(rf"https?://[^/\s]+(/keep/\S+/{verb})", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_the_letter_has_four_answers_in_both_its_forms(kept: Any) -> None:
    letter: Any = mail.outbox[-1]
    for body in (letter.body, letter.alternatives[0][0]):
        for verb in ("still-right", "edit", "hand-over", "retire"):
            assert f"/{verb}" in body
    assert kept.title in letter.body


def test_opening_the_link_answers_nothing_and_its_button_does(kept: Any, client: Client) -> None:
    page = client.get(link())
    assert (page.status_code, page.headers["Cache-Control"].find("no-store") >= 0) == (200, True)
    assert Review.objects.count() == 0
    assert client.post(link(), {"note": "Still so."}).status_code == 302
    assert Review.objects.get().note == "Still so."
    assert of(kept).item.state == State.CURRENT
    assert "This review is answered" in client.get(link()).content.decode()


def test_sending_it_again_answers_once(kept: Any, client: Client) -> None:
    for _time in range(3):
        client.post(link())
    assert Review.objects.count() == 1


def test_an_old_letter_does_not_answer_the_next_review(cast: Cast, kept: Any, client: Client) -> None:
    still_right(kept.pk, Word(), by=cast.viewer("ada"))
    assert "This review is answered" in client.post(link()).content.decode()
    assert Review.objects.count() == 1


def test_it_is_not_for_somebody_else_who_is_signed_in(cast: Cast, kept: Any, client: Client) -> None:
    client.force_login(cast.person("bo"))
    assert client.get(link()).status_code == 403
    assert client.post(link()).status_code == 403
    assert Review.objects.count() == 0


def test_a_changed_link_is_no_link(cast: Cast, kept: Any, client: Client) -> None:
    token = link().split("/")[2]
    for wrong in (token[:-1], "x" + token, "none", token.replace(":", "")):
        assert client.get(f"/keep/{wrong}/still-right").status_code == 404
    assert client.get(f"/keep/{token}/delete").status_code == 404


def test_it_ends_after_sixty_days(kept: Any, client: Client, clock: Clock) -> None:
    clock.let_pass(links.LIFETIME - timedelta(minutes=1))
    assert client.get(link()).status_code == 200
    clock.let_pass(timedelta(minutes=2))
    assert client.get(link()).status_code == 410


def test_who_no_longer_keeps_it_answers_nothing_by_it(cast: Cast, kept: Any, client: Client) -> None:
    address = link()
    hand_over(kept.pk, to="di", by=cast.viewer("ada"))
    take(kept.pk, by=cast.viewer("di"))
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("how", ["suspended", "gone", "closed"])
def test_it_tells_nothing_to_who_may_not_read_it_any_more(cast: Cast, clock: Clock, client: Client, how: str) -> None:
    secret = practice(cast.viewer("ada"), cast.vault, "A well kept secret")
    day = of(secret).review_on
    assert day is not None
    clock.stop_at(at_noon(day))
    work()
    if how == "suspended":
        communities.suspend(cast.vault.pk, cast.person("ada").pk, "A quarrel.", by=cast.viewer("bo"))
    elif how == "gone":
        communities.leave(cast.vault.pk, by=cast.viewer("ada"))
    else:
        Person.objects.filter(pk=cast.person("ada").pk).update(is_active=False)
    answer = client.get(link())
    assert answer.status_code == 404
    assert "secret" not in answer.content.decode()


def test_other_answers_lead_to_their_forms_and_ask_for_a_session(cast: Cast, kept: Any, client: Client) -> None:
    for verb, form in (("edit", "revise"), ("hand-over", "hand-over"), ("retire", "retire")):
        assert client.get(link(verb))["Location"] == f"/i/{kept.pk}/{form}"
        asked = client.get(f"/i/{kept.pk}/{form}")
        assert asked.status_code == 302
        assert asked["Location"].startswith("/account") or "login" in asked["Location"] or "sign" in asked["Location"]
    client.force_login(cast.person("ada"))
    assert client.get(link("retire"), follow=True).status_code == 200


def test_a_day_that_the_letter_does_not_name_is_not_answered(cast: Cast, kept: Any, client: Client) -> None:
    Practice.objects.filter(pk=kept.pk).update(review_on=MONDAY_MORNING.date())
    client.post(link())
    assert Review.objects.count() == 0


def test_a_suspended_steward_gets_no_letter(cast: Cast, clock: Clock) -> None:
    item = practice(cast.viewer("di"), cast.bakers)
    communities.suspend(cast.bakers.pk, cast.person("di").pk, "A quarrel.", by=cast.viewer("bo"))
    clock.stop_at(at_noon(of(item).review_on))  # type: ignore[arg-type]
    assert "di" not in [who for who, _subject in work()]
