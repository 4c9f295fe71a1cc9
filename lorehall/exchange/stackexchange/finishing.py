"""After the questions: tags with their excerpts, links and duplicates."""

from __future__ import annotations

import json
from datetime import datetime

from lorehall.content.rules import bring
from lorehall.content.rules.tag import keep_excerpts, tags_named
from lorehall.exchange.report import Report
from lorehall.exchange.stackexchange.counting import ENDS_COME, tags_of
from lorehall.exchange.stackexchange.revisions import tag_of
from lorehall.exchange.stackexchange.staging import Staging
from lorehall.exchange.stackexchange.target import Target
from lorehall.exchange.stackexchange.times import when
from lorehall.kernel import text
from lorehall.questions.rules.bring import bring_duplicates

CHUNK = 500
LINKED, DUPLICATE = 1, 3


def bring_tags(target: Target, staging: Staging, report: Report) -> None:
    """All tags, those too that no question carries; a tag that says nothing of itself yet gets its excerpt."""
    wanted = tags_of(staging)
    tags = tags_named(target.room.community_id, sorted({tag_of(name) for name in wanted}))
    excerpts = {}
    for name, post in wanted.items():
        rows = staging.all("SELECT data FROM post WHERE id = ?", post) if post else []
        if rows:
            html = text.clean_html(json.loads(rows[0][0]).get("Body", "")[: text.MAX_HTML])
            excerpts[tags[tag_of(name)].pk] = (text.html_to_markdown(html), html)
    keep_excerpts(excerpts)
    report.came["tags"] = len(wanted)


def bring_links(site: str, target: Target, staging: Staging, report: Report, *, settled: bool) -> None:
    """Links between what came; questions closed as duplicates last, in their order. Where an earlier run has `settled`
    them they are only counted: what somebody here undid stays undone.
    """
    duplicates: list[tuple[int, int, datetime]] = []
    walked = staging.walk(
        f"SELECT id, post, related, type, at FROM link WHERE id > ? AND {ENDS_COME} ORDER BY id LIMIT ?",  # noqa: S608
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
        if not settled:
            bring.link(pairs)
    if not settled:
        bring_duplicates(duplicates, target.keeper_id)
