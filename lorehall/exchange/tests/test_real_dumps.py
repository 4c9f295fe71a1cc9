"""Dumps of real sites; see `../shared/data/README.md` for what they hold."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from lorehall.content.jobs import recount as recount_content
from lorehall.content.models import Item, Origin, Post, Revision, RoomCount
from lorehall.exchange.stackexchange.dump import find
from lorehall.exchange.stackexchange.run import read_only
from lorehall.exchange.tests.dumping import bring, everything
from lorehall.questions.jobs import recount as recount_help

pytestmark = [pytest.mark.data, pytest.mark.slow]
DATA = Path(os.environ.get("LOREHALL_SHARED_DATA") or Path(__file__).parents[4] / "shared" / "data")


def shared(name: str) -> Path:
    if not (DATA / name).is_dir():
        pytest.skip(f"{DATA / name} is not here")
    return DATA / name


def test_a_whole_site_comes_in_complete_and_twice_over_without_a_change(host: Any, tmp_path: Path) -> None:
    folder = shared("se_beer")
    report = bring(folder, host, tmp_path, community="Beer", processes=2)
    assert report.came == {
        "questions": 591, "answers": 1398, "replies": 1860, "confirmed": 359, "useful": 8862, "people": 3948,
        "tags": 133, "links": 92, "revisions": 1402,
    }  # fmt: skip
    assert report.read == {
        "Posts": 2106, "Users": 3948, "Comments": 1860, "Votes": 10798, "Tags": 133, "PostLinks": 93,
        "PostHistory": 5093,
    }  # fmt: skip
    assert report.not_taken["votes on posts that the dump does not hold"] == 802
    assert [(row.file, row.line) for row in report.skipped] == [("PostLinks.xml", 60)]
    assert Post.objects.count() == Origin.objects.exclude(licence="").count() == 591 + 1398 + 1860
    assert Revision.objects.count() == 1402
    assert (
        Item.objects.filter(state="confirmed").count()
        + Item.objects.filter(state="duplicate", question__confirmations__isnull=False).count()
        == 359
    )
    assert RoomCount.objects.get().total == 591
    assert Post.objects.exclude(role="reply").filter(format="markdown").count() > 1900
    assert recount_content() == []
    assert recount_help() == []
    before = everything()
    again = bring(folder, host, tmp_path, community="Beer")
    assert (again.came, again.posts) == (report.came, 0)
    assert everything() == before


def test_a_small_site_comes_in_complete_and_a_dry_run_knew_it(host: Any, tmp_path: Path) -> None:
    folder = shared("se_conlang_meta")
    dry = read_only(find(folder, None), lambda phase, done, total: None)
    report = bring(folder, host, tmp_path)
    assert (report.came["questions"], report.came["answers"], report.came["people"]) == (54, 115, 272)
    assert report.read["Posts"] == 177
    assert report.read["Votes"] == 1119
    assert (dry.came, dry.not_taken, dry.skipped, dry.read) == (
        report.came, report.not_taken, report.skipped, report.read,
    )  # fmt: skip
    before = everything()
    bring(folder, host, tmp_path)
    assert everything() == before


def test_posts_alone_are_counted_right_in_a_table(tmp_path: Path) -> None:
    report = read_only(find(shared("se_devops_posts"), None), lambda phase, done, total: None)
    assert (report.came["questions"], report.came["answers"], report.came["confirmed"]) == (3700, 4968, 1627)
    assert report.read["Posts"] == 9215
    assert len(report.skipped) == 1
    assert report.source == "devops.stackexchange.com"


def test_posts_alone_come_in_from_xml(host: Any, tmp_path: Path) -> None:
    report = bring(shared("se_coffee_posts"), host, tmp_path, processes=2)
    assert report.read["Posts"] == 592
    assert report.posts == Post.objects.count() == report.came["questions"] + report.came["answers"]
    assert report.came["people"] > 50
