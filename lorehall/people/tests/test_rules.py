"""Rules under races and in bulk, and the two halves of who may see whom."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lorehall.kernel.errors import Refused
from lorehall.people import handles, jobs, names, policy, queries, rules
from lorehall.people.models import Attribution, OldHandle, Person, Session
from lorehall.people.viewer import VISITOR, Viewer


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each on its own connection; what each returned or raised."""
    results: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(index: int, act: Callable[[], object]) -> None:
        try:
            start.wait(5)
            results[index] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def viewer(person: Person) -> Viewer:
    return Viewer(person_id=person.pk, name=person.name, handle=person.handle)


@pytest.mark.django_db(transaction=True)
def test_two_take_the_same_handle_at_once_and_one_gets_it():
    ada, bo = rules.create_person("Ada", "a@example.org"), rules.create_person("Bo", "b@example.org")
    results = at_once(
        lambda: rules.change_handle(ada.pk, "fox", by=viewer(ada)),
        lambda: rules.change_handle(bo.pk, "fox", by=viewer(bo)),
    )
    assert sorted(type(result).__name__ for result in results) == ["Refused", "str"]
    refusal = next(result for result in results if isinstance(result, Refused))
    assert (refusal.code, refusal.field) == ("handle_taken", "handle")
    assert Person.objects.filter(handle="fox").count() == 1
    assert OldHandle.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_handle_that_is_given_up_at_that_moment_is_not_to_be_had():
    ada, bo = rules.create_person("Ada", "a@example.org"), rules.create_person("Bo", "b@example.org")
    _, taken = at_once(
        lambda: rules.change_handle(ada.pk, "fox", by=viewer(ada)),
        lambda: rules.change_handle(bo.pk, "ada", by=viewer(bo)),
    )
    assert isinstance(taken, Refused)
    assert Person.objects.get(pk=bo.pk).handle == "bo"


@pytest.mark.django_db(transaction=True)
def test_many_of_one_name_sign_up_at_once_and_all_get_handles():
    results = at_once(*[lambda n=n: rules.create_person("Ada", f"a{n}@example.org") for n in range(4)])
    assert all(isinstance(result, Person) for result in results), results
    assert Person.objects.values("handle").distinct().count() == 4


@pytest.mark.django_db(transaction=True)
def test_one_address_signed_up_twice_at_once_makes_one_account():
    results = at_once(*[lambda n=n: rules.register(f"Ada {n}", "a@example.org", None) for n in range(2)])
    assert sorted(type(result).__name__ for result in results) == ["Person", "Refused"]
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_attribute_the_same_authors_at_once():
    authors = [rules.Author(key=str(n), name=f"Author {n}") for n in range(40)]
    first, second = at_once(
        lambda: rules.attribute_many("se", authors), lambda: rules.attribute_many("se", reversed(authors))
    )
    assert first == second
    assert Person.objects.count() == Attribution.objects.count() == 40


def test_attributing_twice_changes_nothing_and_costs_little(db, queries):
    authors = [rules.Author(key=str(n), name="Bob") for n in range(300)]
    first = rules.attribute_many("se", authors)
    with queries.at_most(1):
        assert rules.attribute_many("se", authors) == first
    assert rules.attribute_many("other", authors) != first
    assert Person.objects.filter(email=None, attributed=True, is_active=True).count() == 600


def test_an_author_without_a_name_has_one(db):
    rules.attribute_many("se", [rules.Author(key="12", name=""), rules.Author(key="13", name="\u202e")])
    assert set(Person.objects.values_list("name", flat=True)) == {"#12", "#13"}


def test_the_tables_refuse_what_can_not_be(db):
    for wrong in (
        {"email": "A@example.org", "handle": "a"},
        {"email": None, "handle": "b"},
        {"email": "b@example.org", "handle": "c", "attributed": True},
        {"email": "c@example.org", "handle": "C"},
        {"email": "d@example.org", "handle": "d", "hue": 36},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(name="x", **wrong)


def test_accounts_that_nobody_confirmed_are_forgotten_after_a_week(db, clock):
    clock.let_pass(timedelta(0))
    rules.register("Ghost", "ghost@example.org", None)
    rules.create_person("Ada", "ada@example.org")
    rules.attribute("se", "1", "Bob")
    clock.let_pass(timedelta(days=6))
    assert rules.forget_unconfirmed() == 0
    clock.let_pass(timedelta(days=2))
    Session.objects.create(session_key="old", session_data="", expire_date=clock.let_pass(timedelta(0)))
    clock.let_pass(timedelta(hours=1))
    jobs.tidy.call()
    assert set(Person.objects.values_list("name", flat=True)) == {"Ada", "Bob"}
    assert not Session.objects.exists()


def test_the_host_is_a_person_who_can_sign_in(db):
    assert not queries.has_host()
    host = rules.create_host("Cy", "cy@example.org", "seven grey geese")
    assert host.is_host
    assert queries.has_host()
    assert host.check_password("seven grey geese")


def test_a_viewer_can_not_be_changed():
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        VISITOR.is_host = True  # type: ignore[misc]
    with pytest.raises(TypeError):
        VISITOR.memberships[1] = "member"  # type: ignore[index]
    assert not VISITOR.signed_in
    assert Viewer(person_id=1, memberships={3: "steward"}).role_in(3) == "steward"
    assert VISITOR.role_in(3) is None


def test_may_see_one_and_may_list_many_agree_for_everybody(db):
    people = [
        rules.create_person("Ada", "ada@example.org"),
        rules.create_person("Bo", "bo@example.org"),
        rules.create_person("Cy", "cy@example.org"),
    ]
    Person.objects.filter(pk=people[1].pk).update(public_profile=True)
    Person.objects.filter(pk=people[2].pk).update(is_active=False)
    rules.attribute("se", "1", "Bob")
    for who in (VISITOR, *map(viewer, people)):
        listed = set(Person.objects.filter(policy.visible(who)).values_list("pk", flat=True))
        for one in Person.objects.all():
            subject = policy.Subject(one.pk, one.is_active, one.attributed, one.public_profile)
            assert policy.may_see(who, subject) == (one.pk in listed), (who, one.name)


@given(st.text(max_size=120))
def test_whatever_is_typed_as_a_name_is_refused_or_comes_out_plain(raw):
    try:
        name = names.clean_name(raw)
    except Refused as refusal:
        assert refusal.field == "name"  # noqa: PT017 - either way is right
        return
    assert name == name.strip()
    assert "\n" not in name
    assert not set(name) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\u200e\u200f\ufeff\x00")
    assert names.clean_name(name) == name


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_name_makes_a_handle_that_is_one(raw):
    stem = handles.stem(raw)
    assert handles.clean(stem) == stem
    made = [handle for handle, _ in zip(handles.candidates(raw), range(8), strict=False)]
    assert len(set(made)) == 8
    assert all(handles.clean(handle) == handle for handle in made)


@given(st.text(max_size=40))
def test_whatever_is_typed_as_a_handle_is_refused_or_ascii(raw):
    try:
        handle = handles.clean(raw)
    except Refused as refusal:
        assert refusal.field == "handle"  # noqa: PT017 - either way is right
        return
    assert handle.isascii()
    assert handle == handle.lower()
    assert 2 <= len(handle) <= 32


@pytest.mark.parametrize(
    ("standing", "wanted"),
    [("mia", "rnia"), ("walt", "vvalt"), ("bob", "b0b"), ("lila", "1ila"), ("a-b", "a_b"), ("a-b", "a--b")],
)
def test_a_handle_that_looks_like_another_is_refused(standing: str, wanted: str, db: None) -> None:
    rules.create_person("Somebody", "one@example.org", handle=standing)
    with pytest.raises(Refused) as refused:
        rules.create_person("Imitator", "two@example.org", handle=wanted)
    assert (refused.value.code, refused.value.field) == ("handle_taken", "handle")
    other = rules.create_person("Imitator", "two@example.org", handle="other")
    with pytest.raises(Refused, match="looks like it"):
        rules.change_handle(other.pk, wanted, by=Viewer(person_id=other.pk))


def test_who_has_a_handle_may_write_it_another_way(db: None) -> None:
    person = rules.create_person("Bob", "bob@example.org", handle="b-0-b")
    assert rules.change_handle(person.pk, "b_o_b", by=Viewer(person_id=person.pk)) == "b_o_b"


def test_a_name_gives_another_handle_where_its_own_would_look_like_somebodys(db: None) -> None:
    rules.create_person("Mia", "mia@example.org")
    assert rules.create_person("Rnia", "rnia@example.org").handle == "rnia-2"


@pytest.mark.parametrize("wanted", ["adm1n", "r00t", "supp0rt", "lorehaII", "h0st"])
def test_a_handle_that_looks_like_the_house_is_refused(wanted: str, db: None) -> None:
    with pytest.raises(Refused) as refused:
        rules.create_person("Imitator", "two@example.org", handle=wanted)
    assert refused.value.code == "handle_reserved"


@pytest.mark.parametrize("wanted", ["аda", "ada\u200b", "ad\u0430", "ⓐda", "ada\u202e", "ada\u0301"])
def test_letters_of_other_scripts_and_unseen_marks_are_no_handle(wanted: str, db: None) -> None:
    with pytest.raises(Refused) as refused:
        rules.create_person("Imitator", "two@example.org", handle=wanted)
    assert refused.value.code == "handle_shape"
