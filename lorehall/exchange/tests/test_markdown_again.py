"""A folder that changed comes in again: beside what was changed here, and never over it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lorehall.communities.viewers import viewer_of
from lorehall.content.models import Item, Post, Revision
from lorehall.content.rules.delete import delete
from lorehall.content.rules.edit import Edit
from lorehall.exchange.tests.handbooks import bring, handbook, item_of, text_of
from lorehall.practice.models import Practice, Suggestion
from lorehall.practice.rules.bring import follow

HEAD = "---\ntitle: Rye bread\ntags: [rye]\nreview_on: {on}\n---\n\n"
TEXT = "First paragraph.\n\n## Steps\n\nSecond paragraph.\n\nThird paragraph.\n"


@pytest.fixture
def root(host: Any, tmp_path: Path) -> Path:
    root = handbook(tmp_path / "handbook", {"rye.md": HEAD.format(on="2020-01-01") + TEXT})
    bring(root, host)
    return root


def change(host: Any, text: str, title: str | None = None, tags: list[str] | None = None) -> None:
    """Somebody here changes it."""
    item = item_of("rye.md")
    version = Post.objects.get(item=item, number=1).version
    follow(item.pk, Edit(text, version, title=title, tags=tags, reason="Here"), by=viewer_of(host.pk))


def test_what_changed_there_alone_comes_as_a_version(host: Any, root: Path) -> None:
    handbook(root, {"rye.md": HEAD.format(on="2020-01-01") + TEXT.replace("Third", "Last")})
    report = bring(root, host)
    assert (report.new["changed"], report.conflicts) == (1, [])
    assert "Last paragraph." in text_of("rye.md")
    assert [row.reason for row in Revision.objects.order_by("number")] == ["", "Changed where it came from: rye.md"]
    assert bring(root, host).new["changed"] == 0


def test_what_changed_here_alone_stays(host: Any, root: Path) -> None:
    change(host, TEXT.replace("First", "Our first"))
    report = bring(root, host)
    assert (report.new["changed"], report.conflicts) == (0, [])
    assert "Our first" in text_of("rye.md")


def test_what_changed_in_both_places_is_put_together(host: Any, root: Path) -> None:
    change(host, TEXT.replace("First", "Our first").strip())
    handbook(root, {"rye.md": HEAD.format(on="2020-01-01") + TEXT.replace("Third", "Last")})
    assert bring(root, host).conflicts == []
    assert text_of("rye.md") == TEXT.replace("First", "Our first").replace("Third", "Last").strip()
    assert bring(root, host).new["changed"] == 0


def test_of_a_conflict_both_are_kept_and_it_is_told_once(host: Any, root: Path) -> None:
    ours, theirs = TEXT.replace("Second paragraph", "Knead well"), TEXT.replace("Second paragraph", "Never touch it")
    change(host, ours)
    handbook(root, {"rye.md": HEAD.format(on="2020-01-01") + theirs})
    report = bring(root, host)
    assert [row.file for row in report.conflicts] == ["rye.md"]
    assert text_of("rye.md") == ours.strip()
    suggested = Suggestion.objects.get()
    assert "Never touch it" in suggested.source
    assert suggested.before_source == TEXT.strip()
    assert bring(root, host).conflicts == []
    assert Suggestion.objects.count() == 1


def test_a_title_and_tags_follow_unless_they_were_changed_here(host: Any, root: Path) -> None:
    other = HEAD.format(on="2020-01-01").replace("Rye bread", "Rye loaf").replace("[rye]", "[rye, sour]")
    handbook(root, {"rye.md": other + TEXT})
    change(host, TEXT.strip(), tags=["rye", "ours"])
    bring(root, host)
    item = item_of("rye.md")
    tags = set(item.item_tags.values_list("tag__slug", flat=True))
    assert (item.title, tags) == ("Rye loaf", {"rye", "ours", "sour"})
    change(host, TEXT.strip(), title="Our rye loaf")
    handbook(root, {"rye.md": other.replace("Rye loaf", "Their loaf") + TEXT})
    assert len(bring(root, host).conflicts) == 1
    assert item_of("rye.md").title == "Our rye loaf"


def test_a_review_there_answers_what_was_due_here(host: Any, root: Path) -> None:
    assert item_of("rye.md").state == "review_due"
    handbook(root, {"rye.md": HEAD.format(on="2099-01-01") + TEXT})
    bring(root, host)
    assert Practice.objects.get(pk=item_of("rye.md").pk).review_on == date(2099, 1, 1)
    assert (item_of("rye.md").state, item_of("rye.md").waiting) == ("current", False)


def test_a_review_date_that_was_changed_here_stays(host: Any, root: Path) -> None:
    Practice.objects.update(review_on=date(2098, 1, 1))
    handbook(root, {"rye.md": HEAD.format(on="2099-01-01") + TEXT})
    report = bring(root, host)
    assert Practice.objects.get().review_on == date(2098, 1, 1)
    assert "review date" in report.conflicts[0].why


def test_what_was_withdrawn_there_is_retired_here(host: Any, root: Path) -> None:
    handbook(root, {"rye.md": HEAD.format(on="2020-01-01").replace("title", "layout: withdrawn\ntitle") + TEXT})
    bring(root, host)
    assert item_of("rye.md").state == "retired"


def test_what_was_deleted_here_stays_so_and_what_is_gone_there_stays_here(host: Any, root: Path) -> None:
    delete(Post.objects.get(item=item_of("rye.md"), number=1).pk, by=viewer_of(host.pk))
    handbook(root, {"rye.md": HEAD.format(on="2020-01-01") + "All new.\n", "b.md": "# Another page\n\nText.\n"})
    assert any("deleted here" in row.why for row in bring(root, host).changed)
    (root / "b.md").unlink()
    assert any(row.file == "b.md" and "not in the folder" in row.why for row in bring(root, host).changed)
    assert Item.objects.filter(deleted_at=None, kind="practice").count() == 1
