"""A folder becomes a library: topics, practices, dates, stewards, links, pictures; what is broken is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lorehall.communities.viewers import viewer_of
from lorehall.content.jobs import recount
from lorehall.content.models import Attachment, Citation, Item, ItemLink, Mention, Origin, Revision, RoomCount
from lorehall.exchange.markdown.run import read_only
from lorehall.exchange.models import Page
from lorehall.exchange.tests.handbooks import bring, handbook, html_of, item_of, library, text_of
from lorehall.kernel.errors import Refused
from lorehall.practice.models import Practice, PracticeDraft
from tests.making import png

PAGES: dict[str, str | bytes] = {
    "docs/index.md": "---\ntitle: The handbook\n---\n\n# The handbook\n\nBegin with [rye](bread/rye.md#how-long).\n",
    "docs/bread/index.md": "# All about bread\n\nText.\n",
    "docs/bread/rye.md": (
        "---\ntitle: Rye bread\ntags: [Rye, sour dough]\nlast_reviewed_on: 2025-01-02\nreview_in: 6 months\n"
        "steward: '@hilda-holm'\nslack: '#bread'\n---\n\n# Rye bread\n\n![A loaf](img/loaf.png)\n\n## How long\n\n"
        "See [the top](../index.md), [the list](../bread/list.csv), [nothing](none.md) and #1.\n"
    ),
    "docs/bread/img/loaf.png": png(60, 30),
    "docs/bread/list.csv": "a,b\n",
    "docs/bread/unused.csv": "c\n",
    "docs/ovens/wood.md": "---\nreview_on: 2099-01-01\nstate: outdated\n---\n# Wood fired ovens\n\nText.\n",
    "docs/ovens/later.md": "---\ndraft: true\n---\n# Not yet ready\n\nText.\n",
}


@pytest.fixture
def brought(host: Any, tmp_path: Path) -> Any:
    return bring(handbook(tmp_path / "handbook", PAGES), host)


def test_folders_become_topics_and_pages_practices(host: Any, brought: Any) -> None:
    said = library(item_of("docs/index.md").community_id)
    assert [trail for trail, _, _ in said["topics"]] == [["All about bread"], ["Ovens"]]
    assert set(said["pages"]) == {
        ("The handbook", ()), ("All about bread", ("All about bread",)), ("Rye bread", ("All about bread",)),
        ("Wood fired ovens", ("Ovens",)),
    }  # fmt: skip
    assert (brought.came["pages"], brought.came["topics"], brought.came["files"], brought.came["drafts"]) == (
        4,
        2,
        2,
        1,
    )
    assert PracticeDraft.objects.get().title == "Not yet ready"


def test_front_matter_becomes_title_dates_steward_and_tags(host: Any, brought: Any) -> None:
    item = item_of("docs/bread/rye.md")
    practice = Practice.objects.get(pk=item.pk)
    assert (practice.review_on, practice.steward_id) == (date(2025, 7, 2), host.pk)
    assert str(practice.reviewed_at)[:10] == "2025-01-02"
    assert (item.state, item.waiting) == ("review_due", True)
    assert sorted(library(item.community_id)["pages"]["Rye bread", ("All about bread",)][2]) == ["rye", "sour-dough"]
    assert item_of("docs/ovens/wood.md").state == "outdated"
    assert RoomCount.objects.get(kind="practice").open == 1
    assert brought.not_taken["“slack” in front matter, which means nothing here"] == 1
    assert recount() == []


def test_links_lead_to_practices_sections_pictures_and_files(brought: Any) -> None:
    rye, top = item_of("docs/bread/rye.md"), item_of("docs/index.md")
    assert f"(/i/{rye.pk}#s-how-long)" in text_of("docs/index.md")
    assert f"(/i/{top.pk})" in text_of("docs/bread/rye.md")
    assert '<img src="/files/' in html_of("docs/bread/rye.md")
    assert Attachment.objects.filter(post__item=rye, gone_at=None).count() == 2
    assert ItemLink.objects.filter(item=rye, to=top).exists()
    assert not Revision.objects.exists()
    assert [(row.file, row.line) for row in brought.changed if "none.md" in row.why] == [("docs/bread/rye.md", 16)]


def test_what_means_something_here_is_only_words_in_a_page_from_elsewhere(brought: Any) -> None:
    assert "\\#1" in text_of("docs/bread/rye.md")
    assert not Mention.objects.exists()
    assert not Citation.objects.exists()


def test_who_wrote_elsewhere_is_attributed_and_the_licence_kept(host: Any, tmp_path: Path) -> None:
    bring(handbook(tmp_path / "handbook", PAGES), host, licence="CC BY 4.0")
    item = item_of("docs/index.md")
    assert (item.author.name, item.author.attributed) == ("The handbook", True)
    assert Origin.objects.get(post__item=item).licence == "CC BY 4.0"


def test_a_second_run_changes_nothing(host: Any, brought: Any, tmp_path: Path) -> None:
    before = (library(item_of("docs/index.md").community_id), list(Page.objects.values()))
    again = bring(tmp_path / "handbook", host)
    assert (again.posts, again.new["changed"], again.came) == (0, 0, brought.came)
    assert (library(item_of("docs/index.md").community_id), list(Page.objects.values())) == before
    assert not Revision.objects.exists()


def test_a_dry_run_knows_it_and_writes_nothing(host: Any, tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook", PAGES)
    dry = read_only(root, "handbook", "", lambda phase, done, total: None)
    assert not Item.objects.exists()
    real = bring(root, host)
    for kind in ("pages", "topics", "files", "links", "drafts"):
        assert dry.came[kind] == real.came[kind], kind
    assert [row.why for row in dry.changed] == [row.why for row in real.changed if "nobody" not in row.why]


def test_a_run_that_was_killed_goes_on(host: Any, tmp_path: Path) -> None:
    root = handbook(tmp_path / "handbook", {path: PAGES[path] for path in ("docs/index.md", "docs/bread/index.md")})
    bring(root, host)
    handbook(root, PAGES)
    bring(root, host)
    assert f"(/i/{item_of('docs/bread/rye.md').pk}#s-how-long)" in text_of("docs/index.md")
    assert Item.objects.filter(kind="practice").count() == 4


def test_a_page_that_moved_here_stays_where_it_is(host: Any, brought: Any, tmp_path: Path) -> None:
    from lorehall.library.models import Placement
    from lorehall.library.rules.place import place

    item = item_of("docs/bread/rye.md")
    place(item.pk, None, by=viewer_of(host.pk))
    bring(tmp_path / "handbook", host)
    assert not Placement.objects.filter(item=item).exists()


def test_one_source_goes_into_one_community(host: Any, brought: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="can't be in two"):
        bring(tmp_path / "handbook", host, community="Another one")


BROKEN: dict[str, str | bytes] = {
    "good.md": "# A good page\n\nText.\n",
    "latin.md": b"# Fine\n\nna\xefve\n",
    "binary.md": b"# A page\n\x00\x01",
    "empty.md": "\n",
    "title only.md": "# Only a title\n",
    "yaml.md": "---\ntitle: [\n---\n# Broken front matter\n\nText.\n",
    "long.md": "x" * 200_001,
    "poll.md": "# A poll here\n\n```poll\nnonsense\n```\n",
    "A.md": "# Capital letter\n\nText.\n",
    "a.md": "# Small letter\n\nText.\n",
}


def test_what_is_broken_is_told_with_its_place_and_the_rest_comes(host: Any, tmp_path: Path) -> None:
    report = bring(handbook(tmp_path / "handbook", BROKEN), host)
    told = {row.file: (row.line, row.why) for row in report.skipped}
    assert told["latin.md"] == (3, "not UTF-8")
    assert told["binary.md"] == (2, "not a text")
    assert set(told) == {"latin.md", "binary.md", "empty.md", "title only.md", "long.md", "poll.md"}
    assert {page.path for page in Page.objects.all()} == {"good.md", "yaml.md", "A.md", "a.md"}
    assert any(row.file == "yaml.md" and "can't be read" in row.why for row in report.changed)


def test_nothing_outside_of_the_folder_is_read(host: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# A secret of the host\n\nHush.\n")
    (tmp_path / "below").mkdir()
    links = "[x](../secret.md) ![y](../secret.md) [z](/etc/passwd) [w](link.md) [v](%2e%2e/secret.md)"
    root = handbook(tmp_path / "handbook", {"a.md": f"# A good page\n\n{links}\n"})
    (root / "link.md").symlink_to(secret)
    (root / "below").symlink_to(tmp_path / "below")
    report = bring(root, host)
    assert [row.why for row in report.skipped] == ["a symbolic link: not followed"] * 2
    assert Page.objects.count() == 1
    assert not Attachment.objects.exists()
    assert "(../secret.md)" in text_of("a.md")


def test_a_folder_without_end_is_cut(host: Any, tmp_path: Path) -> None:
    deep = f"{'d/' * 30}b.md"
    pages: dict[str, str | bytes] = {"a.md": "# A good page\n\nText.\n", deep: "# Deep down\n\nText.\n"}
    report = bring(handbook(tmp_path / "handbook", pages), host)
    assert [row.why for row in report.skipped] == ["deeper than 16 folders"]
    assert Page.objects.count() == 1


def test_a_file_that_no_upload_takes_leaves_its_link(host: Any, tmp_path: Path, settings: Any) -> None:
    settings.UPLOAD_MOST = 10
    root = handbook(tmp_path / "handbook", {"a.md": "# A good page\n\n[x](x.bin)\n", "x.bin": b"x" * 11})
    report = bring(root, host)
    assert [(row.file, row.why) for row in report.skipped] == [("x.bin", "larger than 0 MB")]
    assert "(x.bin)" in text_of("a.md")
