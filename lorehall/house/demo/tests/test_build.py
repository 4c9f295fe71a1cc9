"""The demo as it stands in the database, on either engine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from lorehall.bookmarks.queries import shelf
from lorehall.communities.models import CharterVersion, Community, Membership, Room, RoomMember
from lorehall.communities.viewers import viewer_of
from lorehall.content.models import Citation, Follow, Item, ItemLink, Mention, Post, Revision, RoomCount, Tag, Useful
from lorehall.content.policy import visible
from lorehall.drafts.queries import own_drafts
from lorehall.house.demo import build as building
from lorehall.house.demo import command
from lorehall.kernel.models import Job, RecordedFact
from lorehall.library.models import Collection, Placement, Topic
from lorehall.people.models import Person
from lorehall.people.viewer import VISITOR, Viewer
from lorehall.practice.models import Handover, Practice, PracticeDraft, Suggestion
from lorehall.questions.models import Confirmation, Duplicate, HaveToo, LoggedAnswer
from lorehall.reports.models import Report
from lorehall.search.models import Missed
from lorehall.search.queries.found import find
from lorehall.search.wanted import Wanted

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "nobody-guesses-this"
TABLES: tuple[type[Model], ...] = (
    Person, Community, CharterVersion, Membership, Room, RoomMember, Item, Post, Revision, Tag, ItemLink, Mention,
    Follow, Useful, HaveToo, Confirmation, Duplicate, LoggedAnswer, RecordedFact, Practice, PracticeDraft, Citation,
    Report, Topic, Collection,
)  # fmt: skip


@pytest.fixture(scope="module")
def report(django_db_setup: None, django_db_blocker: Any) -> Iterator[building.Report]:
    """Built once for this file, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield building.build(NOW, PASSWORD)
        transaction.set_rollback(True)


def rows() -> dict[str, int]:
    return {table.__name__: table._default_manager.count() for table in TABLES}


def viewer(handle: str) -> Viewer:
    return viewer_of(Person.objects.get(handle=handle).pk)


def titled(words: str) -> Item:
    return Item.objects.get(title__contains=words)


def test_two_people_have_something_on_their_desks(report: building.Report) -> None:
    assert [row.about for row in own_drafts(viewer("ada"))] == [
        "Delivery & Reliability",
        "Is a canary worth it below 100 requests a second?",
    ]
    assert [row.note for row in shelf(viewer("ines")).rows] == ["", "Try these four lines next Monday."]


def test_what_was_told_is_there(report: building.Report) -> None:
    assert report.made
    assert Person.objects.count() == report.people == 15
    assert Item.objects.filter(kind="question").count() == report.questions
    assert Item.objects.filter(kind="conversation").count() == report.conversations
    assert Item.objects.filter(kind="practice").count() == report.practices == 22
    assert Post.objects.count() == report.posts
    assert Post.objects.exclude(deleted_at=None).count() == 2
    assert LoggedAnswer.objects.get().given_by == "Hanne Dahl"
    assert Mention.objects.count() >= 2


def test_questions_end_in_their_states(report: building.Report) -> None:
    told = {thread.title: thread for thread in report.story.threads if thread.kind == "question"}
    for item in Item.objects.filter(kind="question"):
        verbs = {step.verb for step in told[item.title].steps}
        if "duplicate" in verbs:
            assert item.state == "duplicate"
        elif "confirm" in verbs:
            assert item.state == "confirmed"
        elif verbs & {"answer", "log"}:
            assert item.state == "answered"
        else:
            assert item.state == ("clarifying" if "clarify" in verbs else "open")
            assert item.waiting


def test_everything_happened_at_its_moment(report: building.Report) -> None:
    assert titled("Is a canary worth it").created_at == NOW - timedelta(hours=19)
    rollback = titled("How do you roll back")
    assert rollback.created_at == datetime(2025, 11, 29, 14, 10, tzinfo=UTC)
    confirmed = Confirmation.objects.get(question_id=rollback.pk)
    assert confirmed.at == rollback.created_at + timedelta(days=5, hours=20)
    for table, column in ((Post, "created_at"), (Useful, "at"), (Follow, "at"), (HaveToo, "at")):
        assert not table.objects.filter(**{f"{column}__gte": NOW}).exists(), table


def test_revisions_hold_different_texts(report: building.Report) -> None:
    most = Post.objects.order_by("-revisions_count").first()
    assert most is not None
    texts = list(Revision.objects.filter(post=most).values_list("source", flat=True))
    assert len(texts) == len(set(texts)) >= 4


def test_links_and_quotes_lead_to_what_they_name(report: building.Report) -> None:
    assert not Post.objects.filter(source__contains="[[").exists()
    duplicate = Duplicate.objects.get()
    assert duplicate.of_id == titled("How do you roll back").pk
    linking = titled("Is it safe to rename")
    assert ItemLink.objects.filter(item=linking, to_id=duplicate.of_id, why="linked").exists()
    quoting = Post.objects.filter(source__contains=") wrote:").first()
    assert quoting is not None
    assert 'href="/p/' in quoting.html


def test_who_may_see_what_can_be_tried_by_hand(report: building.Report) -> None:
    circle = Item.objects.filter(community__visibility="secret")
    core = Item.objects.filter(room__access="invited")
    assert circle.count() == 3
    assert core.count() == 3
    for hidden in (circle, core):
        for who in (VISITOR, viewer("cy"), viewer("ada"), viewer("eve")):
            assert not visible(who).filter(pk__in=hidden).exists()
        assert visible(viewer("mei")).filter(pk__in=hidden).count() == 3
    assert visible(VISITOR).count() == Item.objects.count() - 6
    eve = Membership.objects.get(person__handle="eve")
    assert eve.suspended_at is not None
    assert Community.objects.get(visibility="public").members_count == 13


def test_counts_agree_with_rows(report: building.Report) -> None:
    for item in Item.objects.all():
        assert item.followers_count == Follow.objects.filter(item=item).count()
    for post in Post.objects.all():
        assert post.useful_count == Useful.objects.filter(post=post).count()
    for count in RoomCount.objects.all():
        items = Item.objects.filter(room=count.room_id, kind=count.kind, deleted_at=None)
        assert (count.total, count.open) == (items.count(), items.filter(waiting=True).count())


def test_each_tag_says_what_it_is_about(report: building.Report) -> None:
    assert not Tag.objects.filter(about_html="").exists()
    assert Tag.objects.count() == sum(len(place.tags) for place in report.story.places.values())


def test_the_password_opens_every_account(report: building.Report) -> None:
    assert all(person.check_password(PASSWORD) for person in Person.objects.filter(handle__in=["bo", "cy"]))
    assert list(Person.objects.filter(is_host=True).values_list("handle", flat=True)) == ["bo"]


def test_building_twice_is_building_once(report: building.Report) -> None:
    before = rows()
    again = building.build(NOW + timedelta(days=3), "another")
    assert not again.made
    assert rows() == before


def test_the_host_reads_how_to_sign_in_as_each_of_the_cast(report: building.Report) -> None:
    text = "\n".join(command._lines(report, PASSWORD))
    assert PASSWORD in text
    assert all(figure.email in text for figure in report.story.figures.values())
    assert "Sam Whitlock, sponsor of Delivery & Reliability" in text
    assert "Eve Calder, suspended" in text


def test_a_second_command_says_so_and_names_the_cast(
    report: building.Report, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows()
    assert command.run(argparse.Namespace(password="")) == 0
    said = capsys.readouterr().out
    assert said.startswith("The demo is there already; nothing was changed.")
    assert "bo@example.org" in said
    assert rows() == before


def test_code_tables_and_formulas_are_set(report: building.Report) -> None:
    burn = Post.objects.get(item=titled("What burn rate"), number=2)
    assert burn.html.count("<math") >= 2
    assert "<table" in burn.html
    assert "<pre" in burn.html
    for post in Post.objects.filter(source__contains="$$"):
        assert "$$" not in post.html, post.source


def test_coordinators_read_what_was_looked_for_in_vain(report: building.Report) -> None:
    assert Missed.objects.get(words="gpu quota").times == 3
    assert not find(viewer("bo"), Wanted(words=("gpu", "quota"))).hits


def titled_practice(words: str) -> Practice:
    return Practice.objects.select_related("item", "steward").get(item__title=words)


def test_the_chain_is_whole(report: building.Report) -> None:
    asked = titled("How do you roll back")
    answer = Confirmation.objects.get(question_id=asked.pk).post
    main = titled_practice("Change a schema in two releases")
    assert Citation.objects.filter(item=main.item, post=answer, gone_at=None).exists()
    assert answer.cited_count >= 2
    opening = Post.objects.get(item=main.item, number=1)
    assert opening.revisions_count == 7
    found = list(Report.objects.filter(practice=main).order_by("pk").values_list("outcome", "own"))
    assert found == [("used", False), ("adapted", False), ("failed", False)]
    assert (main.level, main.evidence["worked"], main.evidence["contexts"]) == ("promising", 2, 3)


def test_practices_stand_in_their_states(report: building.Report) -> None:
    states = dict(Practice.objects.values_list("item__title", "item__state"))
    odd = {title: state for title, state in states.items() if state != "current"}
    assert odd == {
        "Drain before you stop": "review_due",
        "Do not release on Fridays": "outdated",
        "Migration checklist": "superseded",
    }
    assert titled_practice("Migration checklist").superseded_by == titled("Change a schema in two releases")
    assert titled_practice("Before you leave a production machine").steward is None
    assert Handover.objects.filter(ended_at=None).count() == 2
    assert titled_practice("Page on the burn rate, not on the error rate").level == "standard"
    assert {"idea", "tried", "promising", "standard"} <= set(Practice.objects.values_list("level", flat=True))
    stages = PracticeDraft.objects.exclude(stage="published").values_list("title", "stage")
    assert dict(stages) == {"Hand over in four lines": "draft", "Make it safe until morning": "in_review"}


def test_no_citation_stays_text_and_every_practice_has_its_place(report: building.Report) -> None:
    for practice in Practice.objects.select_related("item"):
        opening = Post.objects.get(item=practice.item, number=1)
        assert "[^p" not in opening.html
        assert Placement.objects.filter(item=practice.item).exists()
    assert Suggestion.objects.filter(verdict="open").count() == 1
    assert Collection.objects.get(starter=True).entries.count() == 6


def test_nobody_is_written_to_about_the_past(report: building.Report) -> None:
    assert not Job.objects.filter(task__endswith="mail.deliver").exists()
