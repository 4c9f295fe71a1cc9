"""Nothing that stands in a file ends an import, and nothing is held in memory for long."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from lorehall.content.models import Item, ItemLink, Origin, Post
from lorehall.exchange.report import MOST_LISTED, Report
from lorehall.exchange.stackexchange import rows
from lorehall.exchange.stackexchange.rows import rows as read
from lorehall.exchange.tests.dumping import AT, answer, bring, question, write
from lorehall.kernel.text import MAX_HTML
from lorehall.people.models import Person
from lorehall.questions.models import Duplicate

BILLION = '<!DOCTYPE posts [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def told(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[tuple[int, str]]]:
    """(rows, complaints) of one file."""
    wrong: list[tuple[int, str]] = []
    return list(read(path, lambda line, why: wrong.append((line, why)))), wrong


@pytest.mark.once
def test_a_byte_order_mark_and_the_frame_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "Tags.xml"
    path.write_bytes(b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\r\n<tags>\r\n  <row Id="1" />\r\n</tags>\r\n')
    assert told(path) == ([(3, {"Id": "1"})], [])


@pytest.mark.once
@pytest.mark.parametrize(
    "line",
    [
        b'<row Id="2" Body="<p>" />',
        b'<row Id="2"',
        b'<row Id="2" /><row Id="3" />',
        b'<row Id="&b;" />',
        b'<row Id="\xff\xfe" />',
        b'<row Id="&#0;" />',
        b'<row Id="2" Id="3" />',
        b"words",
        BILLION.encode(),
        b'<posts><row Id="2" /></posts>',
    ],
)
def test_a_broken_line_is_told_with_its_number_and_the_rest_goes_on(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "Posts.xml"
    path.write_bytes(b'<posts>\n<row Id="1" />\n' + line + b'\n<row Id="4" />\n</posts>')
    found, wrong = told(path)
    assert [row["Id"] for _, row in found] == ["1", "4"]
    assert [number for number, _ in wrong] == [3]


@pytest.mark.once
def test_a_line_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_LONGEST", 10_000)
    path = tmp_path / "Posts.xml"
    path.write_bytes(b'<row Id="1" />\n<row Body="' + b"x" * 3_000_000 + b'" />\n<row Id="3" />')
    tracemalloc.start()
    found, wrong = told(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(number, row["Id"]) for number, row in found] == [(1, "1"), (3, "3")]
    assert wrong == [(2, "longer than any row")]
    assert peak < 500_000


@pytest.mark.once
def test_a_table_of_posts_is_read_with_its_texts_escaped_once_more(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(
        "id,post_type_id,creation_date,score,body,title,tags,unknown\n"
        f'"1","1","{AT}","3","&lt;p&gt;a &amp;lt; b, ""c""&#xA;\0&lt;/p&gt;","R&amp;D","&lt;rye&gt;",\n'
        '"2","2"\n'
        ",,,,,,,\n",
        encoding="utf-8",
    )
    found, wrong = told(path)
    assert found[0] == (
        2,
        {
            "Id": "1",
            "PostTypeId": "1",
            "CreationDate": AT,
            "Score": "3",
            "Body": '<p>a &lt; b, "c"\n</p>',
            "Title": "R&D",
            "Tags": "<rye>",
        },
    )
    assert wrong == [(3, "2 values where the heading has 8")]


WRONG = [
    ({"Id": "x"}, "invalid literal"),
    ({"Id": "9" * 30}, "too large"),
    ({"CreationDate": "2016-13-01"}, "month must be"),
    ({"LastEditDate": "never"}, "Invalid isoformat"),
    ({"Score": "many"}, "invalid literal"),
    ({"AcceptedAnswerId": "that one"}, "invalid literal"),
    ({"Id": "1"}, "its id came before"),
]


@pytest.mark.parametrize(("wrong", "why"), WRONG)
def test_a_row_that_can_not_be_is_told_and_left_out(
    host: Person, tmp_path: Path, wrong: dict[str, str], why: str
) -> None:
    folder = write(tmp_path / "loaves", Posts=[question(1), {**question(2), **wrong}, question(3)])
    report = bring(folder, host, tmp_path)
    assert [(row.file, row.line) for row in report.skipped] == [("Posts.xml", 4)]
    assert why in report.skipped[0].why
    assert Item.objects.count() == 2


@pytest.mark.parametrize("missing", ["Id", "PostTypeId", "CreationDate", "Body", "Title"])
def test_a_row_without_what_it_needs_is_told(host: Person, tmp_path: Path, missing: str) -> None:
    row = question(2)
    del row[missing]
    report = bring(write(tmp_path / "loaves", Posts=[question(1), row]), host, tmp_path)
    assert [(row.line, row.why) for row in report.skipped] == [(4, f"no {missing}")]


def test_files_may_be_in_any_order_of_ids_and_links_may_go_in_circles(host: Person, tmp_path: Path) -> None:
    link = {"CreationDate": AT, "LinkTypeId": 3}
    folder = write(
        tmp_path / "loaves",
        Posts=[answer(9, 7), question(7, AcceptedAnswerId=9), answer(2, 5), question(5), question(6)],
        Comments=[{"Id": 2, "PostId": 9, "CreationDate": "2010-01-01T00:00:00", "Text": "First."}],
        PostLinks=[
            {"Id": 1, "PostId": 5, "RelatedPostId": 6, **link},
            {"Id": 2, "PostId": 6, "RelatedPostId": 7, **link},
            {"Id": 3, "PostId": 7, "RelatedPostId": 5, **link},
            {"Id": 4, "PostId": 5, "RelatedPostId": 5, **link},
        ],
    )
    report = bring(folder, host, tmp_path)
    assert (report.came["answers"], report.came["confirmed"], report.came["links"]) == (2, 1, 4)
    numbers = {post.origin.key: post.number for post in Post.objects.select_related("origin")}
    assert numbers["q7"] == 1
    # 5 is one of 6, and so of 7 when 6 is one of 7; that 7 is one of 5 would close the circle.
    seven = Origin.objects.get(key="q7").post.item_id
    assert dict.fromkeys(Duplicate.objects.values_list("of", flat=True)) == {seven: None}
    assert Duplicate.objects.count() == 2
    assert not ItemLink.objects.filter(item=seven, why="duplicate").exists()


HOSTILE = """<script>alert(1)</script><p onclick="alert(1)" style="x">Bread</p><a href="javascript:alert(1)">a</a>
<img src=x onerror=alert(1)><iframe src="//x"></iframe><svg/onload=alert(1)>"""


def test_hostile_bodies_are_harmless(host: Person, tmp_path: Path) -> None:
    posts = [
        question(1, Body=HOSTILE, Title="<b>\u202eWhy</b>", Tags="<<script>><a/b><" + "x" * 90 + ">"),
        answer(2, 1, Body="<div>" * 30_000 + "deep"),
        answer(3, 1, Body="<p>" + "word " * (MAX_HTML // 4) + "</p>"),
    ]
    comment = {"Id": 1, "PostId": 1, "CreationDate": AT, "Text": "<script>alert(1)</script> " + "**" * 20_000}
    users = [{"Id": 1, "DisplayName": "<i>\u202eIvo</i>" + "x" * 500, "AboutMe": HOSTILE * 50, "CreationDate": AT}]
    folder = write(tmp_path / "loaves", Posts=posts, Comments=[comment], Users=users)
    report = bring(folder, host, tmp_path)
    assert report.posts == 4
    assert report.not_taken["ends of texts that are longer than any may be here"] == 1
    for html in Post.objects.values_list("html", flat=True):
        assert "<script" not in html
        assert "onclick" not in html
        assert "javascript:" not in html
    assert "\u202e" not in Item.objects.get().title


def test_numbers_that_no_column_holds_are_brought_down(host: Person, tmp_path: Path) -> None:
    row = question(1, Score=10**15, FavoriteCount=10**15)
    bring(write(tmp_path / "loaves", Posts=[row]), host, tmp_path)
    assert Post.objects.get().useful_count == Item.objects.get().followers_count == 1_000_000


@pytest.mark.once
def test_the_list_of_what_was_skipped_has_an_end() -> None:
    report = Report()
    for line in range(MOST_LISTED + 5):
        report.skip("Posts.xml", line, "no Id")
    assert len(report.skipped) == MOST_LISTED
    assert list(report.not_taken.values()) == [5]
