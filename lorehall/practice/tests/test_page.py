"""The page of a practice: what it prints, for whom, by how many statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from lorehall.content.models import Item
from lorehall.content.rules.delete import delete
from lorehall.people.viewer import VISITOR
from lorehall.practice.models import Practice, Seen, State
from lorehall.practice.queries.page import practice_page
from lorehall.practice.queries.posts import PAGE
from lorehall.practice.rules import seen
from lorehall.practice.rules.discuss import discuss
from lorehall.practice.rules.revise import Change, revise
from tests.cast import Cast
from tests.counting import Queries
from tests.making import opening, practice, reply, talk
from tests.moments import MONDAY_MORNING, Clock

TEXT = """Use it when time is short.

## When

In winter. {cites}

## Steps

1. Mix.

## Where it does not fit

In summer.
"""


def cited(cast: Cast, sources: int = 1, **more: object) -> Item:
    """A practice of Ada's with so many sources of Di's."""
    about = talk(cast.viewer("ada"), cast.bakers)
    said = [reply(cast.viewer("di"), about, f"Wait for {hours} hours.") for hours in range(sources)]
    text = TEXT.format(cites=" ".join(f"[^p{post.pk}]" for post in said))
    return practice(cast.viewer("ada"), cast.bakers, text=text, **more)


def again(cast: Cast, item: Item, reason: str = "It was wrong.") -> None:
    post = opening(item)
    revise(item.pk, Change(f"{post.source}\nMore.\n", post.version, reason), by=cast.viewer("ada"))


def test_a_practice_reads_whole_for_everybody(cast: Cast, client: Client) -> None:
    item = cited(cast)
    for who in ("", "ada", "bo", "sam"):
        if who:
            client.force_login(cast.person(who))
        answer = client.get(f"/practice/{item.pk}/{item.slug}")
        body = answer.content.decode()
        assert answer.status_code == 200
        for part in ("version 1", 'id="s-where-it-does-not-fit"', 'href="#s-steps"', "Di in", ">Current<"):
            assert part in body, part
        # Visitors read names, and are led to no profile.
        assert ('href="/people/ada"' in body) == bool(who)


def test_three_sections_make_contents_and_two_do_not(cast: Cast) -> None:
    assert [line.title for line in practice_page(VISITOR, cited(cast).pk).toc] == [
        "When",
        "Steps",
        "Where it does not fit",
    ]
    short = practice(cast.viewer("ada"), cast.bakers, "Short and good", text="## One\n\nA.\n\n## Two\n\nB.\n")
    assert not practice_page(VISITOR, short.pk).toc


def test_the_wrong_title_in_an_address_leads_to_the_right_one(cast: Cast, client: Client) -> None:
    item = cited(cast)
    for address in (f"/practice/{item.pk}", f"/practice/{item.pk}/other", f"/p/{opening(item).pk}", f"/i/{item.pk}"):
        assert client.get(address, follow=True).redirect_chain[-1][0] == f"/practice/{item.pk}/{item.slug}"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.OUTDATED, "Outdated: don’t rely on this page."),
        (State.SUPERSEDED, "Superseded: this page no longer stands."),
        (State.RETIRED, "Retired: this page is kept for the record."),
        (State.REVIEW_DUE, "Review due:"),
    ],
)
def test_what_does_not_stand_says_so(cast: Cast, client: Client, state: str, words: str) -> None:
    item = cited(cast)
    Item.objects.filter(pk=item.pk).update(state=state)
    body = client.get(f"/practice/{item.pk}/{item.slug}").content.decode()
    assert words in body
    assert ('class="notice loud"' in body) == (state != State.REVIEW_DUE)


def test_what_replaces_it_is_named_to_who_may_read_that_alone(cast: Cast, client: Client) -> None:
    item, new = cited(cast), practice(cast.viewer("bo"), cast.bakers, "The oven’s secret", room_id=cast.kitchen.pk)
    Item.objects.filter(pk=item.pk).update(state=State.SUPERSEDED)
    Practice.objects.filter(pk=item.pk).update(superseded_by=new)
    assert "secret" not in client.get(f"/practice/{item.pk}/{item.slug}").content.decode()
    client.force_login(cast.person("bo"))
    assert "The oven’s secret" in client.get(f"/practice/{item.pk}/{item.slug}").content.decode()


def test_a_reader_is_told_what_changed_since_they_read_it(cast: Cast, client: Client, clock: Clock) -> None:
    clock.stop_at(MONDAY_MORNING)
    item = cited(cast)
    client.force_login(cast.person("di"))
    address = f"/practice/{item.pk}/{item.slug}"
    assert "Changed since you read it" not in client.get(address).content.decode()
    again(cast, item)
    again(cast, item)
    for _ in range(2):  # for the length of a visit
        body = client.get(address).content.decode()
        assert "Changed since you read it: 2 versions" in body
        assert f"/i/{item.pk}/versions?from=1&amp;to=3" in body
    clock.stop_at(MONDAY_MORNING + timedelta(days=1))
    assert "Changed since you read it" not in client.get(address).content.decode()
    row = Seen.objects.get(person=cast.person("di"))
    assert (row.number, row.before) == (3, 1)


def test_reading_writes_once_for_each_version_and_counts_each_reader_once(cast: Cast, client: Client) -> None:
    item = cited(cast)
    address = f"/practice/{item.pk}/{item.slug}"
    for who in ("di", "di", "bo"):
        client.force_login(cast.person(who))
        client.get(address)
        client.head(address)
    again(cast, item)
    client.get(address)
    client.logout()
    client.get(address)
    assert Practice.objects.get(pk=item.pk).readers_count == 2
    assert sorted(Seen.objects.values_list("number", flat=True)) == [1, 2]


def test_a_reader_is_told_what_changed_since_they_used_it(cast: Cast, client: Client) -> None:
    item = cited(cast)
    seen.used(item.pk, cast.person("di").pk, 1)
    again(cast, item)
    seen.read(item.pk, cast.person("di").pk, 2)
    page = practice_page(cast.viewer("di"), item.pk)
    assert page.changed_since_used == (1, 1)
    assert Practice.objects.get(pk=item.pk).readers_count == 1


def test_what_was_said_about_it_goes_on_behind_a_page(cast: Cast) -> None:
    item = cited(cast)
    for number in range(PAGE + 2):
        discuss(item.pk, f"Said {number}.", by=cast.viewer("bo"))
    first = practice_page(VISITOR, item.pk)
    rest = practice_page(VISITOR, item.pk, after=first.older)
    assert (len(first.replies), len(rest.replies), rest.older) == (PAGE, 2, 0)


def test_a_deleted_practice_is_seen_by_coordinators_alone(cast: Cast, client: Client) -> None:
    item = cited(cast)
    delete(opening(item).pk, by=cast.viewer("bo"))
    assert client.get(f"/practice/{item.pk}/{item.slug}").status_code == 404
    client.force_login(cast.person("bo"))
    body = client.get(f"/practice/{item.pk}/{item.slug}").content.decode()
    assert "This practice is deleted" in body
    assert f'formaction="/p/{opening(item).pk}/restore"' in body


@pytest.mark.parametrize("who", ["", "ada", "di", "bo"])
def test_the_page_costs_the_same_however_much_stands_on_it(
    cast: Cast, client: Client, queries: Queries, who: str
) -> None:
    if who:
        client.force_login(cast.person(who))
    items = [cited(cast, 2, tags="rye"), cited(cast, 20, tags="rye, oven, water", title="Rest the dough longer")]
    for item, replies in zip(items, (2, 20), strict=True):
        for number in range(replies):
            discuss(item.pk, f"See #{items[0].pk} and #{items[1].pk}: {number}.", by=cast.viewer("bo"))
    few, many = (f"/practice/{item.pk}/{item.slug}" for item in items)
    costs = []
    for address in (few, many):
        client.get(address)
        with queries.at_most(9) as counted:
            client.get(address)
        costs.append(len(counted))
    assert costs[0] == costs[1]
