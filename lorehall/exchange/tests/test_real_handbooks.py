"""Real handbooks; see `../shared/data/README.md` for what they hold."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lorehall.content.jobs import recount
from lorehall.content.models import Item, Post, Revision, RoomCount
from lorehall.exchange.markdown.export import export
from lorehall.exchange.markdown.run import read_only
from lorehall.exchange.models import Page
from lorehall.exchange.tests.handbooks import bring, item_of, text_of
from lorehall.exchange.tests.test_markdown_goes_out import again, library, without_ids
from lorehall.exchange.tests.test_real_dumps import shared
from lorehall.library.models import Placement, Topic

pytestmark = [pytest.mark.data, pytest.mark.slow]


def test_the_gds_way_comes_in_whole_with_its_reviews_due(host: Any, clock: Any, tmp_path: Path) -> None:
    folder = shared("handbook_gds_way")
    clock.stop_at(datetime(2026, 11, 23, 12, tzinfo=UTC))
    report = bring(folder, host, source="gds", scratch=tmp_path)
    assert (report.came["pages"], report.came["due"], report.came["topics"]) == (65, 38, 6)
    assert report.skipped == []
    told = {(row.file, row.line): row.why for row in report.changed}
    assert "warning" in told["source/standards/pull-requests.html.md.erb", 127]
    assert "dropped" in told["source/standards/test-driven-development.html.md.erb", 18]
    assert not Post.objects.filter(source__contains="<%= partial").exists()
    assert item_of("source/standards/operating-systems.html.md.erb").state == "retired"
    assert "/i/" in text_of("source/standards/source-code/index.html.md.erb")
    assert RoomCount.objects.get(kind="practice").open == 38
    assert recount() == []
    before = list(Page.objects.order_by("pk").values())
    assert bring(folder, host, source="gds", scratch=tmp_path).new["changed"] == 0
    assert list(Page.objects.order_by("pk").values()) == before
    assert not Revision.objects.exists()


def test_the_carpentries_handbook_comes_in_whole_and_goes_out_as_the_same(host: Any, tmp_path: Path) -> None:
    folder = shared("handbook_carpentries")
    dry = read_only(folder, "carpentries", "", lambda phase, done, total: None)
    report = bring(folder, host, source="carpentries", scratch=tmp_path)
    assert report.came["pages"] == dry.came["pages"] == Item.objects.count() == 87
    assert report.skipped == []
    assert report.came["links"] == dry.came["links"] == 37
    trails = {" / ".join(name for name, _ in topic.trail) for topic in Topic.objects.all()}
    assert {"Communications / Tools", "Teaching and hosting", "Governance"} <= trails
    assert Placement.objects.count() == 85
    assert not Post.objects.filter(html__contains="<script").exists()
    home = item_of("readme.md").community
    export(home, tmp_path / "out")
    assert without_ids(library(again(tmp_path / "out", host).pk)) == without_ids(library(home.pk))
