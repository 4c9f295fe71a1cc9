"""What of a dump will come, and what will not, as its staging file says before anything is written."""

# ruff: noqa: S608 - statements are put together of constants of this file; values go in as parameters

from __future__ import annotations

from lorehall.exchange.report import Report
from lorehall.exchange.stackexchange.dump import Dump
from lorehall.exchange.stackexchange.revisions import tag_names, tag_of
from lorehall.exchange.stackexchange.staging import ACCEPTED, DOWN, FAVOURITE, UP, Staging

_HAS_QUESTION = "question IN (SELECT id FROM post WHERE type = 1)"
_COMES = f"SELECT id FROM post WHERE type = 1 OR (type = 2 AND {_HAS_QUESTION})"
_HAS_POST = f"post IN ({_COMES})"
ENDS_COME = f"post IN ({_COMES}) AND related IN ({_COMES})"
_TAGS = "SELECT DISTINCT json_extract(data, '$.Tags') FROM post WHERE type = 1"
_ACCEPTED = f"""SELECT count(*) FROM post WHERE type = 2 AND {_HAS_QUESTION} AND id = (SELECT
    CAST(json_extract(asked.data, '$.AcceptedAnswerId') AS INTEGER) FROM post asked WHERE asked.id = post.question)"""
_SCORES = f"SELECT sum(max(0, CAST(json_extract(data, '$.Score') AS INTEGER))) FROM post WHERE id IN ({_COMES})"
_UP = f"SELECT sum(number) FROM vote WHERE type = {UP} AND {_HAS_POST}"
_REVISIONS = f"""SELECT sum(edits) FROM (SELECT count(DISTINCT edit) edits FROM history WHERE {_HAS_POST}
    GROUP BY post HAVING count(DISTINCT edit) > 1)"""
_WRITERS = f"""SELECT json_extract(data, '$.OwnerUserId') id FROM post WHERE id IN ({_COMES})
    UNION SELECT json_extract(data, '$.LastEditorUserId') FROM post WHERE id IN ({_COMES})
        AND json_extract(data, '$.LastEditDate') IS NOT NULL
    UNION SELECT json_extract(data, '$.UserId') FROM comment WHERE {_HAS_POST}
    UNION SELECT json_extract(data, '$.UserId') FROM history WHERE {_HAS_POST}"""
_PEOPLE = f"""SELECT count(*) FROM (SELECT id FROM person UNION
    SELECT CAST(id AS INTEGER) FROM ({_WRITERS}) WHERE id != '')"""


def count_people(staging: Staging) -> int:
    """Those who have an account at the site: all that the dump lists, and who else wrote something."""
    return staging.one(_PEOPLE)


def count_only(dump: Dump, staging: Staging, report: Report) -> None:
    """What a dry run can say: what would come."""
    report.came.update(
        questions=staging.one("SELECT count(*) FROM post WHERE type = 1"),
        answers=staging.one(f"SELECT count(*) FROM post WHERE type = 2 AND {_HAS_QUESTION}"),
        replies=staging.one(f"SELECT count(*) FROM comment WHERE {_HAS_POST}"),
        confirmed=staging.one(_ACCEPTED),
        useful=staging.one(_UP if dump.has_votes else _SCORES),
        people=count_people(staging),
        tags=len(tags_of(staging)),
        links=staging.one(f"SELECT count(*) FROM link WHERE {ENDS_COME}"),
        revisions=staging.one(_REVISIONS),
    )
    report_left_out(dump, staging, report)


def report_left_out(dump: Dump, staging: Staging, report: Report) -> None:
    """Rows whose post, question or target did not come, and votes that mean nothing here."""
    for name, statement, why in _LEFT_OUT:
        for (line,) in staging.db.execute(statement):
            report.skip(dump.files[name].name, line, why)
    for kind, number in staging.all(f"SELECT type, sum(number) FROM vote WHERE {_HAS_POST} GROUP BY type"):
        if kind not in {ACCEPTED, UP, FAVOURITE}:
            report.leave(_DOWN if kind == DOWN else "votes about moderation and bounties", number)
    report.leave("votes on tag wikis and the like", staging.one(f"SELECT sum(number) FROM vote WHERE NOT {_HAS_POST}"))
    report.leave(
        "history of tag wikis and the like", staging.one(f"SELECT count(*) FROM history WHERE NOT {_HAS_POST}")
    )


_DOWN = "down-votes: there are none here"
_LEFT_OUT = (
    (
        "Posts",
        f"SELECT line FROM post WHERE type = 2 AND NOT {_HAS_QUESTION} ORDER BY id",
        "an answer whose question is not in the dump",
    ),
    (
        "Comments",
        f"SELECT line FROM comment WHERE NOT {_HAS_POST} ORDER BY id",
        "a comment on a post that did not come",
    ),
    (
        "PostLinks",
        f"SELECT line FROM link WHERE NOT ({ENDS_COME}) ORDER BY id",
        "a link from or to a post that did not come",
    ),
)


def tags_of(staging: Staging) -> dict[str, int]:
    """Excerpt posts by name: of Tags.xml, or where there is none of the questions' own tags."""
    named = {name: excerpt for name, excerpt in staging.all("SELECT name, excerpt FROM tag") if tag_of(name)}
    if named:
        return named
    written = (row[0] or "" for row in staging.db.execute(_TAGS))
    return {name: 0 for tags in written for name in tag_names(tags) if tag_of(name)}
