"""Keeping practices true: still right, moved on, asked about once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lorehall.communities import rules as communities
from lorehall.content.rules.move import move as move_room
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.people.models import Person
from lorehall.people.viewer import VISITOR
from lorehall.practice.models import Credit, Handover, Review, State, StateChange
from lorehall.practice.rules.hand_over import call_back, decline, hand_over, take
from lorehall.practice.rules.keep import Word, still_right
from lorehall.practice.rules.move import Move, move
from lorehall.practice.tests.keeping import at_noon, of, work
from tests.cast import Cast
from tests.making import practice
from tests.moments import MONDAY_MORNING, Clock
from tests.recorded import Facts


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    """It is Monday morning already when the cast comes together."""
    clock.stop_at(MONDAY_MORNING)


@pytest.fixture
def kept(cast: Cast) -> Any:
    """A practice that Ada keeps, to be looked at again in a year."""
    return practice(cast.viewer("ada"), cast.bakers)


def due(kept: Any, clock: Clock) -> date:
    """Its day comes."""
    day = of(kept).review_on
    assert day is not None
    clock.stop_at(at_noon(day))
    return day


# Still right
def test_still_right_puts_the_next_review_off_and_is_remembered(cast: Cast, kept: Any, facts: Facts) -> None:
    still_right(kept.pk, Word("Tried it on Sunday."), by=cast.viewer("ada"))
    stands = of(kept)
    assert stands.review_on == date(2027, 3, 2)
    review = Review.objects.get()
    assert (review.by_id, review.version, review.note) == (cast.person("ada").pk, 1, "Tried it on Sunday.")
    assert facts == ["practice.found_right"]


@pytest.mark.parametrize(
    ("who", "refused"), [("di", Forbidden), ("cy", Forbidden), ("eve", Forbidden), ("sam", Forbidden)]
)
def test_others_may_not_say_that_it_is_still_right(cast: Cast, kept: Any, who: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        still_right(kept.pk, Word(), by=cast.viewer(who))


def test_a_visitor_signs_in_first_and_an_outsider_finds_no_secret_practice(cast: Cast, kept: Any) -> None:
    with pytest.raises(Forbidden):
        still_right(kept.pk, Word(), by=VISITOR)
    hidden = practice(cast.viewer("ada"), cast.vault)
    with pytest.raises(Hidden):
        still_right(hidden.pk, Word(), by=cast.viewer("cy"))


def test_a_coordinator_says_it_too_and_the_second_to_answer_is_told(cast: Cast, kept: Any) -> None:
    day = of(kept).review_on
    still_right(kept.pk, Word(asked_for=day, next_on=date(2026, 9, 1)), by=cast.viewer("bo"))
    with pytest.raises(Conflict):
        still_right(kept.pk, Word(asked_for=day), by=cast.viewer("ada"))
    assert Review.objects.count() == 1


def test_the_same_answer_sent_twice_counts_once(cast: Cast, kept: Any) -> None:
    word = Word("Yes.", next_on=date(2026, 9, 1), asked_for=of(kept).review_on)
    still_right(kept.pk, word, by=cast.viewer("ada"))
    still_right(kept.pk, word, by=cast.viewer("ada"))
    assert Review.objects.count() == 1


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2020, 1, 1), date(2031, 3, 3)])
def test_the_next_review_is_to_come_and_within_five_years(cast: Cast, kept: Any, day: date) -> None:
    with pytest.raises(Refused, match="to come"):
        still_right(kept.pk, Word(next_on=day), by=cast.viewer("ada"))


# Its day
def test_on_its_day_it_is_due_and_its_steward_is_asked_once(cast: Cast, kept: Any, clock: Clock) -> None:
    assert work() == []
    due(kept, clock)
    assert work() == [("ada", f"Still right? {kept.title}")]
    stands = of(kept)
    assert (stands.item.state, stands.item.waiting) == (State.REVIEW_DUE, True)
    assert StateChange.objects.latest("id").by_id is None
    clock.let_pass(timedelta(days=13))
    assert work() == []


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Pacific/Kiritimati", datetime(2027, 3, 1, 10, tzinfo=UTC)),
        ("", datetime(2027, 3, 2, 0, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2027, 3, 2, 11, tzinfo=UTC)),
    ],
)
def test_the_day_begins_where_the_steward_is(cast: Cast, kept: Any, clock: Clock, zone: str, begins: datetime) -> None:
    Person.objects.filter(pk=cast.person("ada").pk).update(timezone=zone)
    clock.stop_at(begins - timedelta(minutes=1))
    assert work() == []
    clock.stop_at(begins)
    assert [who for who, _subject in work()] == ["ada"]


def test_after_14_days_each_coordinator_gets_one_letter_with_all(cast: Cast, kept: Any, clock: Clock) -> None:
    second = practice(cast.viewer("ada"), cast.bakers, "Feed the starter daily")
    due(kept, clock)
    work()
    clock.let_pass(timedelta(days=14))
    assert work() == [("bo", "2 practices wait for somebody to keep them true")]
    assert of(second).told_at is not None
    clock.let_pass(timedelta(days=60))
    assert work() == []


def test_who_answers_in_time_is_not_told_on(cast: Cast, kept: Any, clock: Clock) -> None:
    day = due(kept, clock)
    work()
    still_right(kept.pk, Word(asked_for=day), by=cast.viewer("ada"))
    clock.let_pass(timedelta(days=20))
    assert work() == []
    assert of(kept).item.state == State.CURRENT


def test_coordinators_are_not_told_of_what_they_may_not_read(cast: Cast, clock: Clock) -> None:
    inside = practice(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    communities.let_out(cast.kitchen.pk, cast.person("bo").pk, by=cast.viewer("bo"))
    due(inside, clock)
    assert [who for who, _subject in work()] == ["ada"]
    clock.let_pass(timedelta(days=15))
    assert work() == []


# Who keeps it
def gone(cast: Cast, how: str, who: str = "ada") -> None:
    person, bo = cast.person(who).pk, cast.viewer("bo")
    if how == "leaves":
        communities.leave(cast.bakers.pk, by=cast.viewer(who))
    elif how == "is suspended":
        communities.suspend(cast.bakers.pk, person, "A quarrel.", by=bo)
    else:
        communities.change_role(cast.bakers.pk, person, "sponsor", by=bo)


@pytest.mark.parametrize("how", ["leaves", "is suspended", "sponsors"])
def test_what_somebody_kept_who_is_gone_is_offered_around(cast: Cast, kept: Any, facts: Facts, how: str) -> None:
    gone(cast, how)
    facts.deliver()
    offer = Handover.objects.get()
    assert of(kept).steward_id is None
    assert (offer.left, offer.to_id, offer.ended_at) == (True, None, None)
    assert facts.of("practice.steward_changed")[0]["before_id"] == cast.person("ada").pk
    assert work() == []


def test_those_who_know_it_best_are_asked_once_then_the_coordinators(cast: Cast, clock: Clock) -> None:
    made = practice(cast.viewer("ada"), cast.bakers)
    for who in ("di", "eve", "sam", "cy"):
        Credit.objects.create(practice_id=made.pk, person=cast.person(who), since=MONDAY_MORNING)
    gone(cast, "leaves")
    assert work() == [("di", f"Would you keep “{made.title}”?")]
    clock.let_pass(timedelta(days=14))
    assert work() == [("bo", "1 practice waits for somebody to keep it true")]
    clock.let_pass(timedelta(days=14))
    assert work() == []


def test_who_leaves_the_room_keeps_nothing_in_it(cast: Cast, facts: Facts) -> None:
    inside = practice(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    outside = practice(cast.viewer("ada"), cast.bakers)
    communities.let_out(cast.kitchen.pk, cast.person("ada").pk, by=cast.viewer("bo"))
    facts.deliver()
    assert of(inside).steward_id is None
    assert of(outside).steward_id == cast.person("ada").pk


def test_a_practice_that_is_moved_away_from_its_steward_is_offered(cast: Cast, facts: Facts) -> None:
    item = practice(cast.viewer("di"), cast.bakers)
    move_room(item.pk, cast.kitchen.pk, by=cast.viewer("bo"))
    facts.deliver()
    assert of(item).steward_id is None


def test_an_account_that_was_closed_keeps_nothing(cast: Cast, kept: Any) -> None:
    Person.objects.filter(pk=cast.person("ada").pk).update(is_active=False)
    work()
    assert of(kept).steward_id is None
    assert Handover.objects.filter(ended_at=None).count() == 1


def test_a_member_takes_what_is_offered_and_of_two_one_does(cast: Cast, kept: Any, facts: Facts) -> None:
    gone(cast, "leaves")
    facts.deliver()
    take(kept.pk, by=cast.viewer("di"))
    assert of(kept).steward_id == cast.person("di").pk
    with pytest.raises(Refused, match="not offered"):
        take(kept.pk, by=cast.viewer("bo"))


def test_who_is_asked_by_name_gets_a_letter_and_until_they_say_yes_nothing_changes(cast: Cast, kept: Any) -> None:
    hand_over(kept.pk, to="@Di", note="I move away.", by=cast.viewer("ada"))
    assert of(kept).steward_id == cast.person("ada").pk
    assert work() == [("di", f"Ada asks you to keep “{kept.title}”")]
    with pytest.raises(Forbidden):
        take(kept.pk, by=cast.viewer("bo"))
    take(kept.pk, by=cast.viewer("di"))
    assert of(kept).steward_id == cast.person("di").pk
    assert work() == [("ada", f"Di keeps “{kept.title}” from now on.")]


def test_who_declines_leaves_it_with_who_kept_it(cast: Cast, kept: Any) -> None:
    hand_over(kept.pk, to="di", by=cast.viewer("ada"))
    decline(kept.pk, by=cast.viewer("di"))
    assert of(kept).steward_id == cast.person("ada").pk
    assert not Handover.objects.filter(ended_at=None).exists()


def test_who_is_asked_and_goes_leaves_no_offer_behind(cast: Cast, kept: Any, facts: Facts) -> None:
    hand_over(kept.pk, to="di", by=cast.viewer("ada"))
    gone(cast, "is suspended", "di")
    facts.deliver()
    assert not Handover.objects.filter(ended_at=None).exists()
    gone(cast, "leaves")
    facts.deliver()
    assert Handover.objects.get(ended_at=None).to_id is None


@pytest.mark.parametrize("handle", ["eve", "sam", "cy", "nobody", "ada"])
def test_only_a_member_who_reads_it_is_asked(cast: Cast, kept: Any, handle: str) -> None:
    with pytest.raises(Refused):
        hand_over(kept.pk, to=handle, by=cast.viewer("bo"))


def test_an_offer_is_called_back_but_not_where_nobody_keeps_it(cast: Cast, kept: Any, facts: Facts) -> None:
    hand_over(kept.pk, by=cast.viewer("ada"))
    call_back(kept.pk, by=cast.viewer("ada"))
    assert not Handover.objects.filter(ended_at=None).exists()
    gone(cast, "leaves")
    facts.deliver()
    with pytest.raises(Refused, match="stays offered"):
        call_back(kept.pk, by=cast.viewer("bo"))


def test_who_takes_a_practice_whose_review_is_due_is_asked_then(cast: Cast, kept: Any, clock: Clock) -> None:
    due(kept, clock)
    work()
    hand_over(kept.pk, to="di", by=cast.viewer("ada"))
    take(kept.pk, by=cast.viewer("di"))
    assert ("di", f"Still right? {kept.title}") in work()


# Moves
def test_a_reason_is_asked_for_where_readers_need_one(cast: Cast, kept: Any) -> None:
    for to in (State.OUTDATED, State.RETIRED):
        with pytest.raises(Refused, match="why"):
            move(kept.pk, Move(to), by=cast.viewer("ada"))


def test_outdated_and_back_is_remembered_with_who_and_why(cast: Cast, kept: Any) -> None:
    move(kept.pk, Move(State.OUTDATED, "Ovens changed."), by=cast.viewer("ada"))
    assert of(kept).state_reason == "Ovens changed."
    move(kept.pk, Move(State.CURRENT), by=cast.viewer("bo"))
    told = StateChange.objects.filter(practice_id=kept.pk).order_by("id").values_list("was", "now", "by__handle")
    assert list(told)[1:] == [("current", "outdated", "ada"), ("outdated", "current", "bo")]


@pytest.mark.parametrize("said", ["{title}", "#{id}", "{id}", "https://x.example/practice/{id}/{slug}?a=b"])
def test_what_supersedes_it_is_named_by_title_number_or_address(cast: Cast, kept: Any, said: str) -> None:
    new = practice(cast.viewer("bo"), cast.bakers, "Rest it two nights")
    words = said.format(title=new.title.upper(), id=new.pk, slug=new.slug)
    move(kept.pk, Move(State.SUPERSEDED, successor=words), by=cast.viewer("ada"))
    assert of(kept).superseded_by_id == new.pk


def test_what_not_all_its_readers_may_read_can_not_supersede_it(cast: Cast, kept: Any) -> None:
    for community, more in ((cast.bakers, {"room_id": cast.kitchen.pk}), (cast.vault, {})):
        new = practice(cast.viewer("ada"), community, "A well kept secret", **more)
        for said in (str(new.pk), new.title, "0" * 18, "9" * 18):
            with pytest.raises(Refused, match="No practice"):
                move(kept.pk, Move(State.SUPERSEDED, successor=said), by=cast.viewer("ada"))


def test_practices_do_not_supersede_one_another_in_a_circle(cast: Cast, kept: Any) -> None:
    new = practice(cast.viewer("ada"), cast.bakers, "Rest it two nights")
    move(kept.pk, Move(State.SUPERSEDED, successor=str(new.pk)), by=cast.viewer("ada"))
    with pytest.raises(Refused, match="current itself"):
        move(new.pk, Move(State.SUPERSEDED, successor=str(kept.pk)), by=cast.viewer("ada"))
    with pytest.raises(Refused, match="No practice"):
        move(new.pk, Move(State.SUPERSEDED, successor=str(new.pk)), by=cast.viewer("ada"))


def test_what_is_retired_is_not_offered_and_who_brings_it_back_keeps_it(cast: Cast, kept: Any, facts: Facts) -> None:
    hand_over(kept.pk, by=cast.viewer("ada"))
    move(kept.pk, Move(State.RETIRED, "Nobody bakes it."), by=cast.viewer("ada"))
    assert not Handover.objects.filter(ended_at=None).exists()
    gone(cast, "leaves")
    facts.deliver()
    assert not Handover.objects.filter(ended_at=None).exists()
    move(kept.pk, Move(State.CURRENT), by=cast.viewer("bo"))
    assert of(kept).steward_id == cast.person("bo").pk


@pytest.mark.parametrize("who", ["di", "cy", "eve", "sam"])
def test_others_move_it_nowhere_and_hand_nothing_over(cast: Cast, kept: Any, who: str) -> None:
    for to in State:
        with pytest.raises(Forbidden):
            move(kept.pk, Move(to, "Because."), by=cast.viewer(who))
    with pytest.raises(Forbidden):
        hand_over(kept.pk, by=cast.viewer(who))
