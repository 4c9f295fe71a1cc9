"""The page of a practice: what it prints, for whom, by how many statements."""

from __future__ import annotations

import pytest
from django.test import Client

from lorehall.practice.queries.page import practice_page
from tests.cast import Cast
from tests.making import opening, practice, reply, talk

TEXT = "Use it when time is short.\n\n## When\n\nIn winter. [^p{post}]\n\n## Steps\n\n1. Mix.\n\n## Where it does not fit\n\nIn summer.\n"


def cited(cast: Cast, **more: object) -> object:
    said = reply(cast.viewer("di"), talk(cast.viewer("ada"), cast.bakers), "Wait for twelve hours.")
    return practice(cast.viewer("ada"), cast.bakers, text=TEXT.format(post=said.pk), **more)


def test_a_practice_reads(cast: Cast, client: Client) -> None:
    item = cited(cast)
    for who in ("", "ada", "bo", "sam"):
        if who:
            client.force_login(cast.person(who))
        answer = client.get(f"/practice/{item.pk}/{item.slug}")
        assert answer.status_code == 200
        body = answer.content.decode()
        assert 'id="s-where-it-does-not-fit"' in body
        assert "Di in" in body
