"""Voting: who may, what counts, what an edit does to it, and what nobody learns."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lorehall.content.rules.delete import delete
from lorehall.content.rules.edit import Edit, edit
from lorehall.conversations.queries import conversation_page
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.polls import rules
from lorehall.polls.find import polls_in
from lorehall.polls.models import Ballot, Ending
from lorehall.polls.queries.page import poll_page
from lorehall.polls.tests.polling import DAYS, hold, keys, text
from tests.cast import Cast, gather
from tests.making import opening, talk


def stands(cast: Cast, post: Any, poll: Any, who: str = "ada") -> dict[str, int]:
    found = poll_page(cast.viewer(who), post.pk, poll.key).standing
    return {choice.text: choice.votes for choice in found.choices}


def test_a_vote_is_counted_and_the_last_one_stands(cast: Cast) -> None:
    post, poll = hold(cast)
    for day in ("Monday", "Tuesday"):
        rules.vote(post.pk, poll.key, keys(poll, day), by=cast.viewer("di"))
    rules.vote(post.pk, poll.key, keys(poll, "Tuesday"), by=cast.viewer("bo"))
    assert stands(cast, post, poll) == {"Monday": 0, "Tuesday": 2, "Wednesday": 0}
    assert Ballot.objects.count() == 2


@pytest.mark.parametrize(
    ("terms", "chosen", "code"),
    [
        ("one choice", (), "none"),
        ("one choice", ("Monday", "Tuesday"), "too_many"),
        ("at most 2", DAYS, "too_many"),
        ("several choices", ("Monday", "Monday"), "changed"),
        ("ranked choice", (), "none"),
    ],
)
def test_a_vote_that_makes_no_sense_is_refused(cast: Cast, terms: str, chosen: tuple[str, ...], code: str) -> None:
    post, poll = hold(cast, terms)
    with pytest.raises(Refused) as no:
        rules.vote(post.pk, poll.key, keys(poll, *chosen), by=cast.viewer("di"))
    assert no.value.code == code
    assert not Ballot.objects.exists()


def test_a_choice_that_is_not_there_is_refused(cast: Cast) -> None:
    post, poll = hold(cast)
    with pytest.raises(Refused, match="changed meanwhile"):
        rules.vote(post.pk, poll.key, ["0123456789ab"], by=cast.viewer("di"))
    with pytest.raises(Hidden):
        rules.vote(post.pk, "0" * 16, keys(poll, "Monday"), by=cast.viewer("di"))


@pytest.mark.parametrize(("who", "error"), [("cy", Forbidden), ("eve", Forbidden), ("sam", Forbidden)])
def test_only_who_may_write_there_may_vote(cast: Cast, who: str, error: type[Refused]) -> None:
    post, poll = hold(cast)
    with pytest.raises(error):
        rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer(who))


@pytest.mark.parametrize("who", ["cy", "di", "eve", "sam"])
def test_a_poll_in_a_secret_place_is_not_there_for_others(cast: Cast, who: str) -> None:
    post, poll = hold(cast, where=cast.vault)
    for attempt in (rules.withdraw, rules.end, rules.open_again):
        with pytest.raises(Hidden):
            attempt(post.pk, poll.key, by=cast.viewer(who))
    with pytest.raises(Hidden):
        rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer(who))
    with pytest.raises(Hidden):
        poll_page(cast.viewer(who), post.pk, poll.key)


def test_a_deleted_post_holds_no_poll_for_others(cast: Cast) -> None:
    post, poll = hold(cast)
    delete(post.pk, by=cast.viewer("ada"))
    with pytest.raises(Hidden):
        rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("di"))
    with pytest.raises(Forbidden):
        rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("ada"))


def test_a_vote_can_be_withdrawn(cast: Cast, facts: Any) -> None:
    post, poll = hold(cast)
    rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("di"))
    facts.forget()
    rules.withdraw(post.pk, poll.key, by=cast.viewer("di"))
    rules.withdraw(post.pk, poll.key, by=cast.viewer("di"))
    assert not Ballot.objects.exists()
    assert facts == ["polls.votes_changed"]


def test_a_poll_ends_at_the_end_of_its_day_where_its_author_lives(cast: Cast, clock: Any) -> None:
    clock.stop_at(datetime(2026, 12, 1, tzinfo=UTC))
    type(cast.person("ada")).objects.filter(pk=cast.person("ada").pk).update(timezone="Europe/Berlin")
    post, poll = hold(cast, "until 2026-12-24")
    assert poll.until == datetime(2026, 12, 24, 23, tzinfo=UTC)
    clock.stop_at(datetime(2026, 12, 24, 22, 59, tzinfo=UTC))
    rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("di"))
    clock.stop_at(datetime(2026, 12, 24, 23, tzinfo=UTC))
    for late in (rules.withdraw, rules.end):
        with pytest.raises(Refused, match="has ended"):
            late(post.pk, poll.key, by=cast.viewer("ada"))
    with pytest.raises(Refused, match="has ended"):
        rules.vote(post.pk, poll.key, keys(poll, "Tuesday"), by=cast.viewer("di"))


def test_a_coordinators_edit_leaves_the_end_in_the_authors_zone(cast: Cast) -> None:
    type(cast.person("ada")).objects.filter(pk=cast.person("ada").pk).update(timezone="Asia/Tokyo")
    post, poll = hold(cast, "until 2026-12-24")
    edit(post.pk, Edit(text("until 2026-12-24") + "\nMore.", 1), by=cast.viewer("bo"))
    post.refresh_from_db()
    assert polls_in(post.html)[0].until == poll.until == datetime(2026, 12, 24, 15, tzinfo=UTC)


def test_its_author_or_a_coordinator_ends_it_early_and_opens_it_again(cast: Cast) -> None:
    post, poll = hold(cast)
    with pytest.raises(Forbidden):
        rules.end(post.pk, poll.key, by=cast.viewer("di"))
    rules.end(post.pk, poll.key, by=cast.viewer("ada"))
    assert Ending.objects.get().by_id == cast.person("ada").pk
    with pytest.raises(Conflict):
        rules.end(post.pk, poll.key, by=cast.viewer("bo"))
    with pytest.raises(Refused, match="has ended"):
        rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("di"))
    rules.open_again(post.pk, poll.key, by=cast.viewer("bo"))
    with pytest.raises(Conflict):
        rules.open_again(post.pk, poll.key, by=cast.viewer("ada"))
    rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("di"))


def test_votes_stay_with_the_words_they_were_given_to(cast: Cast) -> None:
    post, poll = hold(cast, "several choices")
    rules.vote(post.pk, poll.key, keys(poll, "Monday", "Tuesday"), by=cast.viewer("di"))
    edit(post.pk, Edit(text("several choices", choices=("tuesday", "Friday")), 1), by=cast.viewer("ada"))
    found = poll_page(cast.viewer("ada"), post.pk, poll.key).standing
    assert {choice.text: choice.votes for choice in found.choices} == {"tuesday": 1, "Friday": 0}
    assert found.gone == 1
    edit(post.pk, Edit(text("several choices"), 2), by=cast.viewer("ada"))
    assert stands(cast, post, poll) == {"Monday": 1, "Tuesday": 1, "Wednesday": 0}


def test_another_question_or_another_promise_begins_anew(cast: Cast) -> None:
    post, poll = hold(cast)
    rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("di"))
    for version, change in enumerate((text("open voters"), text(question="Which day not?")), 1):
        edit(post.pk, Edit(change, version), by=cast.viewer("ada"))
        post.refresh_from_db()
        other = polls_in(post.html)[0]
        assert not any(stands(cast, post, other).values())
        with pytest.raises(Hidden):
            poll_page(cast.viewer("ada"), post.pk, poll.key)


def test_open_voters_are_named_to_who_reads(cast: Cast) -> None:
    post, poll = hold(cast, "open voters")
    rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("di"))
    found = poll_page(cast.viewer("cy"), post.pk, poll.key)
    assert found.names == {keys(poll, "Monday")[0]: [("Di", cast.person("di").handle)]}


def test_closed_voters_are_named_to_nobody(
    cast: Cast, facts: Any, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    caplog.set_level(logging.DEBUG)
    post, poll = hold(cast)
    rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer("di"))
    with pytest.raises(Refused) as no:
        rules.vote(post.pk, poll.key, keys(poll, "Monday", "Tuesday"), by=cast.viewer("di"))
    assert "Monday" not in no.value.message
    for who in ("ada", "bo"):
        assert not poll_page(cast.viewer(who), post.pk, poll.key).names
        client.force_login(cast.person(who))
        assert b"Di" not in client.get(f"/p/{post.pk}/polls/{poll.key}").content.replace(b"Discuss", b"")
    assert facts.of("polls.votes_changed") == [{"item_id": post.item_id, "post_id": post.pk, "poll": poll.key}]
    assert keys(poll, "Monday")[0] not in caplog.text
    assert not any(field.name == "at" for field in Ballot._meta.fields)


def test_a_poll_that_cannot_be_read_is_refused_where_it_is_written(cast: Cast) -> None:
    with pytest.raises(Refused) as no:
        talk(cast.viewer("ada"), cast.bakers, text=text(choices=("Monday",)))
    assert (no.value.code, no.value.field) == ("unclear", "text")
    assert "2 to 20 choices" in no.value.message


def test_the_page_costs_one_statement_more_with_polls_and_none_without(cast: Cast, queries: Any) -> None:
    plain = talk(cast.viewer("ada"), cast.bakers, text="Nothing to choose.")
    several = "\n\n".join(text(question=f"Q{n}?") for n in range(3))
    full = talk(cast.viewer("ada"), cast.bakers, text=several)
    post = opening(full)
    for poll in polls_in(post.html):
        for who in ("ada", "bo", "di"):
            rules.vote(post.pk, poll.key, keys(poll, "Monday"), by=cast.viewer(who))
    viewer = cast.viewer("di")
    conversation_page(viewer, plain.pk)
    conversation_page(viewer, full.pk)
    with queries.at_most(6) as without:
        conversation_page(viewer, plain.pk)
    with queries.exactly(len(without) + 1):
        conversation_page(viewer, full.pk)


@pytest.mark.django_db(transaction=True)
def test_two_votes_at_once_leave_one_whole_vote() -> None:
    cast = gather()
    post, poll = hold(cast, "several choices")
    viewer = cast.viewer("di")
    sets = [keys(poll, "Monday", "Tuesday"), keys(poll, "Wednesday")]
    ready = threading.Barrier(2)
    faults: list[Exception] = []

    def cast_vote(chosen: list[str]) -> None:
        try:
            ready.wait(5)
            rules.vote(post.pk, poll.key, chosen, by=viewer)
        except Exception as fault:  # noqa: BLE001 - asserted below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=cast_vote, args=(chosen,)) for chosen in sets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert Ballot.objects.get().choices.split() in sets


def test_the_order_in_which_one_is_asked_tells_nothing_of_the_votes(cast: Cast) -> None:
    post, poll = hold(cast, "ranked choice")
    for who in ("ada", "bo"):
        rules.vote(post.pk, poll.key, keys(poll, "Wednesday", "Tuesday"), by=cast.viewer(who))
    (line,) = conversation_page(cast.viewer("di"), post.item_id).lines
    assert sorted(DAYS, key=str(line.html).index) == list(DAYS)
    assert "people voted" not in str(line.html)
    (line,) = conversation_page(cast.viewer("ada"), post.item_id).lines
    assert min(DAYS, key=str(line.html).index) == "Wednesday"
