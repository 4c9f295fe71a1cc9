"""What a question's page reads: for whom, in which order, with how many statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lorehall.communities.models import Community, Stage
from lorehall.content import addresses
from lorehall.content.models import Post
from lorehall.content.rules.delete import delete
from lorehall.content.rules.mark import follow, mark_useful, unfollow
from lorehall.kernel import policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import VISITOR, Viewer
from lorehall.questions import urls
from lorehall.questions.queries import posts
from lorehall.questions.queries.page import question_page
from lorehall.questions.queries.steps import span
from lorehall.questions.rules.answer import reply
from lorehall.questions.rules.confirm import confirm
from lorehall.questions.rules.have_too import have_too
from lorehall.questions.tests.asking import answer, ask, opening
from tests.cast import NAMES, Cast
from tests.counting import Queries

pytestmark = pytest.mark.django_db


def everybody(cast: Cast) -> dict[str, Viewer]:
    return {"visitor": VISITOR, **{name: cast.viewer(name) for name in NAMES}}


def test_the_confirmed_answer_stands_first_then_the_most_useful(cast: Cast) -> None:
    ada, bo, di = cast.viewer("ada"), cast.viewer("bo"), cast.viewer("di")
    item = ask(ada, cast.bakers)
    first, second, third = (answer(bo, item, f"Answer {n}") for n in range(3))
    mark_useful(second.pk, by=di)
    confirm(third.pk, by=ada)
    order = {sort: [post.id for post in question_page(ada, item.pk, sort=sort).answers] for sort in posts.SORTS}
    assert order["best"] == [third.pk, second.pk, first.pk]
    assert order["newest"] == [third.pk, second.pk, first.pk]
    assert order["oldest"] == [third.pk, first.pk, second.pk]
    assert question_page(ada, item.pk, sort="nonsense").sort == "best"


def test_the_page_knows_ones_own_marks(cast: Cast) -> None:
    ada, di = cast.viewer("ada"), cast.viewer("di")
    item = ask(ada, cast.bakers)
    given = answer(ada, item)
    mark_useful(given.pk, by=di)
    have_too(item.pk, by=di)
    page = question_page(di, item.pk)
    assert (page.too_mine, page.followed, page.answers[0].useful_mine) == (True, True, True)
    unfollow(item.pk, by=di)
    other = question_page(cast.viewer("bo"), item.pk)
    assert (other.too_mine, other.followed, other.answers[0].useful_mine, other.answers[0].useful) == (
        False,
        False,
        False,
        1,
    )


def test_what_the_page_offers_is_what_policy_says(cast: Cast) -> None:
    """For everybody, and every state that a post can be in."""
    ada, di = cast.viewer("ada"), cast.viewer("di")
    item = ask(ada, cast.bakers)
    answers = [answer(di, item), answer(ada, item), answer(cast.viewer("bo"), item)]
    replies = [reply(answers[0].pk, "Yes.", by=ada)]
    delete(answers[0].pk, by=di)
    delete(answers[1].pk, by=cast.viewer("bo"))
    for stage in (Stage.MATURING, Stage.CLOSED):
        Community.objects.filter(pk=cast.bakers.pk).update(stage=stage)
        kept = {post.pk: post for post in Post.objects.select_related("item__room", "item__community")}
        for name, viewer in everybody(cast).items():
            page = question_page(viewer, item.pk)
            shown = [page.opening, *page.answers, *(reply for post in page.answers for reply in post.replies)]
            assert {post.id for post in shown} == {opening(item).pk, *(post.pk for post in [*answers, *replies])}
            for post in shown:
                for permission, offered in (
                    (Permission.EDIT, post.rights.edit),
                    (Permission.DELETE, post.rights.delete),
                    (Permission.RESTORE, post.rights.restore),
                    (Permission.MARK_USEFUL, post.rights.useful),
                    (Permission.READ_REVISIONS, post.rights.read),
                ):
                    said = policy.allows(permission, viewer, kept[post.id])
                    assert offered == said, (stage, name, post.number, permission)
                assert bool(post.html) == post.rights.read
            assert (page.rights.answer is None) == policy.allows(Permission.ANSWER, viewer, kept[page.opening.id].item)


def test_who_may_read_the_page_is_who_may_see_the_item(cast: Cast) -> None:
    ada = cast.viewer("ada")
    shown = ask(ada, cast.bakers)
    kitchen = ask(ada, cast.bakers, room_id=cast.kitchen.pk)
    secret = ask(ada, cast.vault)
    gone = ask(ada, cast.bakers)
    delete(opening(gone).pk, by=ada)
    found = {}
    for name, viewer in everybody(cast).items():
        for label, item in {"shown": shown, "kitchen": kitchen, "secret": secret, "gone": gone}.items():
            try:
                question_page(viewer, item.pk)
            except Hidden:
                continue
            found.setdefault(label, set()).add(name)
    assert found["shown"] == {"visitor", *NAMES}
    assert found["kitchen"] == found["secret"] == found["gone"] == {"ada", "bo"}
    with pytest.raises(Hidden):
        question_page(VISITOR, 999_999)
    with pytest.raises(Hidden):
        question_page(VISITOR, 10**30)


def test_people_who_may_know_are_members_with_a_reason_and_never_the_asker(cast: Cast) -> None:
    ada, bo, di = cast.viewer("ada"), cast.viewer("bo"), cast.viewer("di")
    for helper in (bo, di, bo):
        before = ask(ada, cast.bakers, tags="rye")
        confirm(answer(helper, before).pk, by=ada)
    item = ask(di, cast.bakers, "Rye without a mill", tags="rye oats")
    for viewer in everybody(cast).values():
        [knower] = question_page(viewer, item.pk).knowers
        assert (knower.name, knower.confirmed, knower.tag) == ("Bo", 2, "rye")
    assert question_page(ada, item.pk).opening.author.why == "1 confirmed answer here"


def test_links_both_ways_show_only_what_may_be_seen(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    target = ask(ada, cast.bakers)
    open_one = ask(bo, cast.bakers, "Much the same here", text=f"Like #{target.pk}.")
    hidden = ask(bo, cast.bakers, "Kitchen talk only", text=f"See #{target.pk}.", room_id=cast.kitchen.pk)
    assert {near.id for near in question_page(ada, target.pk).ties.linked_from} == {open_one.pk, hidden.pk}
    assert [near.id for near in question_page(cast.viewer("di"), target.pk).ties.linked_from] == [open_one.pk]
    assert [near.id for near in question_page(bo, open_one.pk).ties.links] == [target.pk]


@pytest.mark.parametrize("who", ["ada", "visitor"])
def test_the_page_costs_the_same_with_many_answers(cast: Cast, queries: Queries, who: str) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    item = ask(ada, cast.bakers, tags="rye wheat")

    def grow(rows: int) -> None:
        for n in range(rows):
            reply(answer(bo, item, f"Answer {n}").pk, "So it is.", by=ada)
        ask(bo, cast.bakers, f"After {rows} answers", text=f"See #{item.pk}.")

    viewer = VISITOR if who == "visitor" else ada
    queries.same_at(grow, lambda: question_page(viewer, item.pk), at_most=7)


@pytest.mark.parametrize("sort", posts.SORTS)
def test_very_many_answers_come_in_pages_without_a_gap(cast: Cast, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "MANY", 5)
    monkeypatch.setattr(posts, "PAGE", 3)
    ada, bo, di = cast.viewer("ada"), cast.viewer("bo"), cast.viewer("di")
    item = ask(ada, cast.bakers)
    given = [answer(bo, item, f"Answer {n}") for n in range(11)]
    under = reply(given[7].pk, "Indeed.", by=ada)
    for post in given[2::3]:
        mark_useful(post.pk, by=di)
    confirm(given[4].pk, by=ada)
    page = question_page(ada, item.pk, sort=sort)
    walked = list(page.answers)
    assert walked[0].confirmed
    while page.older:
        page = question_page(ada, item.pk, sort=sort, after=page.older)
        assert not page.begins
        walked += page.answers
    monkeypatch.setattr(posts, "MANY", 100)
    assert [post.id for post in walked] == [post.id for post in question_page(ada, item.pk, sort=sort).answers]
    assert [reply.id for post in walked for reply in post.replies] == [under.pk]


def test_a_wanted_post_is_on_the_page_that_its_address_gives(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "MANY", 5)
    monkeypatch.setattr(posts, "PAGE", 3)
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    item = ask(ada, cast.bakers)
    given = [answer(bo, item, f"Answer {n}") for n in range(9)]
    under = reply(given[8].pk, "Indeed.", by=ada)
    for at in (given[8].pk, under.pk):
        assert question_page(ada, item.pk, at=str(at)).answers[0].id == given[8].pk
    for nonsense in ("x", "", "0", "9" * 30, "²"):
        assert len(question_page(ada, item.pk, at=nonsense).answers) == 3


def test_addresses_that_are_put_together_agree_with_the_routes(cast: Cast) -> None:
    item = ask(cast.viewer("ada"), cast.bakers)
    follow(item.pk, by=cast.viewer("di"))
    page = question_page(cast.viewer("ada"), item.pk)
    assert page.url == reverse("questions:titled", args=[item.pk, item.slug])
    assert f"{page.act}/confirm" == reverse("questions:confirm", args=[item.pk])
    assert f"{page.item_act}/follow" == reverse("content:follow", args=[item.pk])
    assert f"{page.opening.url}/useful" == reverse("content:useful", args=[page.opening.id])
    assert f"{page.opening.url}/reply" == reverse("questions:reply", args=[page.opening.id])
    assert page.opening.author.url == reverse("people:person", args=[page.opening.author.handle])
    routes = [str(route.pattern) for route in urls.urlpatterns]
    verbs = {route.rpartition("/")[2] for route in routes if route.startswith("q/") and route.count("/") == 2}
    assert verbs - {"<str:slug>"} == addresses.QUESTION_VERBS


@pytest.mark.once
@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(hours=2, minutes=10), "2 h 10 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=19, minutes=5), "19 h"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=90), "3 months"),
        (timedelta(days=800), "2 years"),
    ],
)
def test_a_span_of_time_is_said_in_two_units_at_most(time: timedelta, words: str) -> None:
    assert span(time) == words
