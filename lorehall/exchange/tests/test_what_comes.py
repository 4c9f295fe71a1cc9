"""The small dump holds every trap that real ones do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lorehall.communities.models import Community
from lorehall.content.jobs import recount as recount_content
from lorehall.content.models import Item, ItemLink, ItemTag, Origin, Post, Revision, RoomCount, Tag, TagCount
from lorehall.exchange.report import KINDS, Report
from lorehall.exchange.tests.dumping import SITE
from lorehall.people.models import Attribution, Person
from lorehall.questions.jobs import recount as recount_help
from lorehall.questions.models import Confirmation, Duplicate, Helped, HelpedOn

pytestmark = pytest.mark.usefixtures("bread")


def post(key: str) -> Post:
    return Origin.objects.select_related("post__item", "post__author").get(source=SITE, key=key).post


def item(key: str) -> Item:
    return post(key).item


def test_the_report_counts_what_came_and_what_did_not(bread: Report) -> None:
    told = bread.as_json()
    assert told["came"] == {
        "questions": 3, "answers": 3, "replies": 3, "confirmed": 1, "useful": 7, "people": 6, "tags": 5, "links": 3,
        "revisions": 3,
    }  # fmt: skip
    assert [(row["file"], row["line"], row["why"][:24]) for row in told["skipped"]] == [
        ("Posts.xml", 10, "not well-formed: not wel"),
        ("Posts.xml", 13, "Invalid isoformat string"),
        ("Posts.xml", 14, "no ParentId"),
        ("Posts.xml", 7, "an answer whose question"),
        ("Comments.xml", 5, "a comment on a post that"),
        ("PostLinks.xml", 6, "a link from or to a post"),
    ]
    assert told["not_taken"] == {
        "down-votes: there are none here": 1,
        "history of closing, deleting, protecting and the like": 1,
        "history of posts that the dump does not hold": 1,
        "history of tag wikis and the like": 1,
        "tag wikis: a tag keeps its excerpt": 1,
        "votes about moderation and bounties": 1,
        "votes on posts that the dump does not hold": 2,
        "votes on tag wikis and the like": 1,
    }
    assert set(told["came"]) == set(KINDS)
    assert told["seconds"] > 0
    assert told["peak_mb"] > 0
    assert told["read"]["Posts"] == 9


def test_a_question_comes_with_its_answers_in_the_order_of_time_and_comments_under_what_they_stood_under() -> None:
    posts = (
        Post.objects.filter(item=item("q1"))
        .order_by("number")
        .values_list("origin__key", "role", "parent__origin__key")
    )
    assert list(posts) == [
        ("q1", "opening", None),
        ("c1", "reply", "q1"),
        ("c4", "reply", "a2"),
        ("a2", "answer", None),
        ("a3", "answer", None),
        ("c2", "reply", "a3"),
    ]
    assert item("q1").replies_count == 2
    assert item("q1").last_number == 6
    assert post("a9").number == 2, "an answer that is older than its question stands after it"


def test_dates_titles_states_and_counts_are_those_of_the_site() -> None:
    rye = item("q1")
    assert (rye.title, rye.slug, rye.state) == ("Why does my rye collapse?", "why-does-my-rye-collapse", "confirmed")
    assert rye.created_at == datetime(2016, 3, 1, 10, tzinfo=UTC)
    assert rye.active_at == datetime(2016, 3, 6, 10, tzinfo=UTC)
    assert (rye.followers_count, rye.followers_base) == (2, 2)
    assert (post("q1").useful_count, post("a3").useful_count, post("a2").useful_count, post("c1").useful_count) == (
        5,
        2,
        0,
        2,
    )
    assert item("q8").title == "Ünïcode 🥖 in the oven, and $x^2$"
    assert (item("q4").state, item("q8").state) == ("duplicate", "answered")
    room = RoomCount.objects.get()
    assert (room.total, room.open) == (3, 0)


def test_what_was_closed_or_locked_there_is_locked_here() -> None:
    assert item("q4").locked_at == datetime(2016, 3, 5, 10, tzinfo=UTC)
    assert item("q8").locked_at == datetime(2016, 3, 9, 10, tzinfo=UTC)
    assert item("q1").locked_at is None


def test_an_accepted_answer_is_confirmed_by_the_asker_when_they_accepted_it() -> None:
    confirmed = Confirmation.objects.get()
    assert confirmed.post == post("a3")
    assert confirmed.by.name == "Ines Holt"
    assert confirmed.at == datetime(2016, 3, 6, 10, tzinfo=UTC)
    jonas = post("a3").author
    assert Helped.objects.get().person == jonas
    assert {row.tag.slug: row.confirmed for row in HelpedOn.objects.select_related("tag")} == {
        "rye": 1,
        "sour-dough": 1,
    }


def test_authors_are_attributed_people_and_no_members() -> None:
    assert Community.objects.get().members_count == 1
    keys = dict(Attribution.objects.values_list("key", "person__name"))
    assert keys == {
        "-1": "Community", "11": "Ines Holt", "12": "Jonas Vik", "13": "Jonas Vik", "14": "李 小麦", "404": "user404",
        "name:A Passing Miller": "A Passing Miller",
    }  # fmt: skip
    assert Person.objects.filter(attributed=True).count() == 7
    assert post("a2").author == post("c2").author, "one name is one person of that site"
    ines = post("q1").author
    assert (ines.about, ines.joined_at) == ("I bake & write.", datetime(2014, 1, 2, 8, tzinfo=UTC))
    assert not ines.has_usable_password()


def test_every_post_names_its_place_and_its_licence() -> None:
    origins = {key: (url, licence) for key, url, licence in Origin.objects.values_list("key", "url", "licence")}
    assert origins["q1"] == (f"https://{SITE}/questions/1", "CC BY-SA 3.0")
    assert origins["a3"] == (f"https://{SITE}/a/3", "CC BY-SA 4.0")
    assert origins["c2"] == (f"https://{SITE}/questions/1#comment2_3", "CC BY-SA 3.0")


def test_markdown_is_taken_where_it_says_what_the_body_says_and_html_is_kept_where_not() -> None:
    assert {key: post(key).format for key in ("q1", "a3", "a9", "c1")} == {
        "q1": "markdown", "a3": "markdown", "a9": "html", "c1": "markdown",
    }  # fmt: skip
    assert "    if dough < 3:" in post("q1").source
    assert post("a9").html == "<p>Older than what it answers.</p>\n"
    assert '<blockquote class="spoiler">' in post("a3").html
    assert "<math" in post("q8").html
    assert "$5 and $6" in post("q8").html


def test_links_lead_here_and_pictures_of_other_sites_are_links() -> None:
    html = post("q1").html
    assert f'<a href="/questions/4?site={SITE}">this question</a>' in html
    assert f'<a href="/a/3?site={SITE}">that answer</a>' in html
    assert '<span class="picture">A dense crumb</span>' in html
    assert "<img" not in html
    assert f'href="/questions/4?site={SITE}"' in post("c2").html


def test_a_comment_is_not_read_as_more_than_it_was() -> None:
    html = post("c1").html
    assert "<strong>Type 997</strong>" in html
    assert "<code>&lt;T 1150&gt;</code>" in html
    assert "&lt;b&gt;Not bold&lt;/b&gt;" in html
    assert 'href="/questions/tagged/rye"' in html
    assert post("c2").html.startswith("<p>1. not a list")


def test_edits_are_revisions_with_who_when_and_why() -> None:
    found = Revision.objects.filter(post=post("q1")).order_by("number")
    assert [(row.number, row.title, row.tags, row.reason, row.by.name) for row in found] == [
        (1, "Rye??", "rye", "", "Ines Holt"),
        (2, "Why does my rye collapse?", "rye", "more words", "Jonas Vik"),
        (3, "Why does my rye collapse?", "rye sour-dough", "a tag", "Jonas Vik"),
    ]
    assert found[0].source == "My rye falls flat."
    rye = post("q1")
    assert (rye.revisions_count, rye.edited_by and rye.edited_by.name) == (3, "Jonas Vik")
    assert rye.edited_at == datetime(2016, 3, 3, 10, tzinfo=UTC)
    assert post("q4").revisions_count == 0, "what was never changed has none"


def test_all_tags_come_with_what_they_are_about() -> None:
    tags = {tag.slug: tag for tag in Tag.objects.all()}
    assert set(tags) == {"rye", "sour-dough", "c", "c-sharp", "unused"}
    assert tags["rye"].about_html == "<p>Bread of <strong>rye</strong> flour.</p>"
    assert tags["rye"].about_source == "Bread of **rye** flour."
    assert set(ItemTag.objects.filter(item=item("q8")).values_list("tag__slug", flat=True)) == {"c", "c-sharp"}
    assert TagCount.objects.get(tag=tags["rye"]).total == 2


def test_links_and_duplicates_stand_and_a_circle_of_them_does_not() -> None:
    links = set(ItemLink.objects.values_list("item", "to", "why"))
    rye, flat, oven = item("q1").pk, item("q4").pk, item("q8").pk
    assert links == {
        (rye, oven, "linked"), (flat, rye, "linked"), (rye, flat, "linked"), (flat, rye, "duplicate"),
    }  # fmt: skip
    assert Duplicate.objects.get().question_id == flat


def test_the_counts_that_came_are_those_of_a_recount() -> None:
    assert recount_content() == []
    assert recount_help() == []
