"""After the questions: tags with their excerpts, links and duplicates, and what had no place."""

# ruff: noqa: S608 - statements are put together of constants of this file; values go in as parameters

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from lorehall.content.rules import bring
from lorehall.content.rules.tag import keep_excerpts, tag_slug, tags_named
from lorehall.exchange.report import Report
from lorehall.exchange.stackexchange.people import when
from lorehall.exchange.stackexchange.revisions import tag_names
from lorehall.exchange.stackexchange.staging import Staging
from lorehall.kernel import text
from lorehall.questions.rules.bring import bring_duplicates

if TYPE_CHECKING:
    from lorehall.exchange.stackexchange.run import Target

CHUNK = 500
LINKED, DUPLICATE = 1, 3


def count_only(staging: Staging, report: Report) -> None:
    """What a dry run can say: the rows that would come."""
    report.came.update(
        questions=staging.one("SELECT count(*) FROM post WHERE type = 1"),
        answers=staging.one(f"SELECT count(*) FROM post WHERE type = 2 AND {_HAS_QUESTION}"),
        replies=staging.one(f"SELECT count(*) FROM comment WHERE {_HAS_POST}"),
        useful=staging.one(f"SELECT sum(number) FROM vote WHERE type = 2 AND {_HAS_POST}"),
        people=staging.one("SELECT count(*) FROM person"),
        tags=len(_tags(staging)),
        links=staging.one(f"SELECT count(*) FROM link WHERE {_ENDS_COME}"),
        confirmed=sum(1 for (data,) in staging.all(_QUESTIONS) if _accepted(staging, json.loads(data))),
    )
    report_orphans(staging, report)


_HAS_QUESTION = "question IN (SELECT id FROM post WHERE type = 1)"
_COMES = f"SELECT id FROM post WHERE type = 1 OR (type = 2 AND {_HAS_QUESTION})"
_HAS_POST = f"post IN ({_COMES})"
_ENDS_COME = f"post IN ({_COMES}) AND related IN ({_COMES})"
_QUESTIONS = "SELECT data FROM post WHERE type = 1"


def _accepted(staging: Staging, row: dict[str, str]) -> bool:
    answer = row.get("AcceptedAnswerId")
    sql = "SELECT count(*) FROM post WHERE id = ? AND type = 2 AND question = ?"
    return bool(answer) and bool(staging.one(sql, int(answer or 0), int(row["Id"])))


def report_orphans(staging: Staging, report: Report) -> None:
    """Rows whose post, question or target the dump does not hold."""
    sql = f"SELECT line FROM post WHERE type = 2 AND NOT {_HAS_QUESTION} ORDER BY id"
    for (line,) in staging.all(sql):
        report.skip("Posts", line, "an answer whose question is not in the dump")
    for (line,) in staging.all(f"SELECT line FROM comment WHERE NOT {_HAS_POST} ORDER BY id"):
        report.skip("Comments", line, "a comment on a post that did not come")
    for (line,) in staging.all(f"SELECT line FROM link WHERE NOT ({_ENDS_COME}) ORDER BY id"):
        report.skip("PostLinks", line, "a link from or to a post that did not come")


def _tags(staging: Staging) -> dict[str, int]:
    """Excerpt posts by name: of Tags.xml, or where there is none of the questions' own tags."""
    named = {name: excerpt for name, excerpt in staging.all("SELECT name, excerpt FROM tag") if tag_slug(name)}
    if named:
        return named
    rows = (json.loads(data) for (data,) in staging.all(_QUESTIONS))
    return {name: 0 for row in rows for name in tag_names(row.get("Tags", "")) if tag_slug(name)}


def bring_tags(target: Target, staging: Staging, report: Report) -> None:
    """All tags, those too that no question carries; a tag that says nothing of itself yet gets its excerpt."""
    wanted = _tags(staging)
    tags = tags_named(target.room.community_id, sorted({tag_slug(name) for name in wanted}))
    excerpts = {}
    for name, post in wanted.items():
        rows = staging.all("SELECT data FROM post WHERE id = ?", post) if post else []
        if rows:
            html = text.clean_html(json.loads(rows[0][0])["Body"])
            excerpts[tags[tag_slug(name)].pk] = (text.html_to_markdown(html), html)
    keep_excerpts(excerpts)
    report.came["tags"] = len(wanted)


def bring_links(site: str, target: Target, staging: Staging, report: Report) -> None:
    """Links between what came; questions closed as duplicates last, in their order."""
    duplicates: list[tuple[int, int, datetime]] = []
    walked = staging.walk(
        f"SELECT id, post, related, type, at FROM link WHERE id > ? AND {_ENDS_COME} ORDER BY id LIMIT ?",
        CHUNK,
    )
    for part in walked:
        keys = {key for row in part for end in row[1:3] for key in (f"q{end}", f"a{end}")}
        where = bring.known(site, keys)
        pairs = []
        for _, post, related, kind, at in part:
            ends = [where.get(f"q{end}") or where.get(f"a{end}") for end in (post, related)]
            if ends[0] is None or ends[1] is None:
                continue
            report.came["links"] += 1
            pair = (ends[0][0], ends[1][0], when(at))
            if kind == DUPLICATE and f"q{post}" in where and f"q{related}" in where:
                duplicates.append(pair)
            pairs.append(pair)
        bring.link(pairs)
    bring_duplicates(duplicates, target.keeper_id)
