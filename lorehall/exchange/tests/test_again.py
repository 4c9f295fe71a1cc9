"""Twice, half, and two at once."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from lorehall.communities.models import Community
from lorehall.content.models import Item, Origin, Post
from lorehall.exchange import command
from lorehall.exchange.lock import alone
from lorehall.exchange.models import Import
from lorehall.exchange.report import Report
from lorehall.exchange.tests.dumping import BREAD, SITE, answer, bring, everything, many, question, said, write
from lorehall.kernel.errors import Refused
from lorehall.people.models import Person
from lorehall.questions.models import Confirmation, Duplicate


def test_a_second_run_changes_nothing_and_reports_the_same(bread: Report, host: Person, tmp_path: Path) -> None:
    before = everything()
    again = bring(BREAD, host, tmp_path)
    assert everything() == before
    assert again.came == bread.came
    assert not again.new
    assert again.posts == 0
    assert [row.why for row in again.skipped] == [row.why for row in bread.skipped]


def test_the_same_comes_whether_others_render_or_not(host: Person, tmp_path: Path) -> None:
    folder = many(tmp_path / "loaves", 130)
    bring(folder, host, tmp_path, processes=1)
    with_others = said()
    assert len(with_others) == 130 * 4
    assert Confirmation.objects.count() == 130
    assert Item.objects.filter(state="confirmed", replies_count=2).count() == 130


def test_a_later_dump_brings_what_is_new(host: Person, tmp_path: Path) -> None:
    folder = tmp_path / "loaves"
    bring(write(folder, Posts=[question(1)]), host, tmp_path)
    assert Item.objects.get().state == "open"
    comment = {"Id": 5, "PostId": 2, "CreationDate": "2017-01-01T00:00:00", "Text": "Yes.", "UserId": 1}
    later = bring(
        write(folder, Posts=[answer(2, 1), question(1, AcceptedAnswerId=2), question(3)], Comments=[comment]),
        host,
        tmp_path,
    )
    assert (later.posts, later.came["questions"], later.came["confirmed"]) == (3, 2, 1)
    first = Origin.objects.get(key="q1").post.item
    assert (first.state, first.last_number, first.replies_count) == ("confirmed", 3, 1)
    assert Post.objects.get(origin__key="c5").parent == Post.objects.get(origin__key="a2")


def test_what_was_undone_here_stays_undone(bread: Report, host: Person, tmp_path: Path) -> None:
    Duplicate.objects.all().delete()
    bring(BREAD, host, tmp_path)
    assert not Duplicate.objects.exists()


def test_one_fact_is_recorded_for_all_of_it(host: Person, tmp_path: Path, facts) -> None:
    bring(BREAD, host, tmp_path)
    bring(BREAD, host, tmp_path)
    assert [(told["source"], told["posts"]) for told in facts.of("exchange.imported")] == [(SITE, 9)]


def test_two_runs_at_once_are_refused(host: Person, tmp_path: Path) -> None:
    with alone(tmp_path / f"{SITE}.lock"), pytest.raises(Refused, match="right now"):
        bring(BREAD, host, tmp_path)
    assert bring(BREAD, host, tmp_path).came["questions"] == 3


def test_a_source_goes_into_one_community_only(bread: Report, host: Person, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="came into Bread before"):
        bring(BREAD, host, tmp_path, community="Cake")
    assert Community.objects.count() == 1


def test_two_sources_may_share_a_community_and_their_numbers(bread: Report, host: Person, tmp_path: Path) -> None:
    bring(write(tmp_path / "cake", Posts=[question(1, Tags="<rye>")]), host, tmp_path)
    assert Origin.objects.filter(key="q1").count() == 2
    assert Import.objects.count() == 2


def given(folder: Path, tmp_path: Path, **more: object) -> SimpleNamespace:
    values = {"form": "stackexchange", "folder": folder, "community": "Bread", "site": None, "handle": None}
    values |= {"visibility": "public", "dry_run": False, "report": tmp_path / "report.json", "processes": 0}
    return SimpleNamespace(**(values | more))


def test_a_dry_run_says_what_would_come_and_writes_nothing(host: Person, tmp_path: Path, capsys) -> None:
    before = everything()
    assert command.run(given(BREAD, tmp_path, dry_run=True)) == 0
    dry = json.loads((tmp_path / "report.json").read_text())
    assert everything() == before
    assert not Community.objects.exists()
    assert command.run(given(BREAD, tmp_path)) == 0
    real = json.loads((tmp_path / "report.json").read_text())
    for part in ("source", "came", "read", "not_taken", "skipped"):
        assert dry[part] == real[part]
    assert "3 questions, 3 answers, 3 replies, 1 confirmed" in capsys.readouterr().out


def test_a_dry_run_of_posts_alone_says_the_same_too(host: Person, tmp_path: Path) -> None:
    posts = [question(1, AcceptedAnswerId=2, Score=4), answer(2, 1, Score=-3), answer(3, 1, OwnerUserId="")]
    folder = write(tmp_path / "loaves", Posts=posts)
    command.run(given(folder, tmp_path, dry_run=True))
    dry = json.loads((tmp_path / "report.json").read_text())
    command.run(given(folder, tmp_path))
    assert json.loads((tmp_path / "report.json").read_text())["came"] == dry["came"]
    assert dry["came"]["useful"] == 6
    assert dry["came"]["people"] == 2


def test_without_a_host_or_posts_or_a_site_it_is_refused_in_a_sentence(db: None, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no host yet"):
        command.run(given(BREAD, tmp_path))
    with pytest.raises(Refused, match="neither Posts"):
        command.run(given(tmp_path, tmp_path))
    with pytest.raises(Refused, match="There is no folder"):
        command.run(given(tmp_path / "none", tmp_path))
    with pytest.raises(Refused, match="no name of a site"):
        command.run(given(BREAD, tmp_path, site="../../etc"))
