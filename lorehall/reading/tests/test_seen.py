"""To browsers without scripts a page is read when it is shown, and by nothing else."""

from __future__ import annotations

import pytest
from django.test import Client

from lorehall.reading.models import Read
from tests.cast import Cast
from tests.making import reply, talk


@pytest.mark.parametrize(("dest", "noted"), [("", True), ("style", True), ("document", False), ("image", False)])
def test_only_a_style_sheet_says_that_a_page_was_shown(cast: Cast, client: Client, dest: str, noted: bool) -> None:
    item = talk(cast.viewer("bo"), cast.bakers, "How long the dough may rest")
    reply(cast.viewer("bo"), item, "A night.")
    client.force_login(cast.person("ada"))
    headers = {"Sec-Fetch-Dest": dest} if dest else {}
    assert client.get(f"/read.css?read={item.pk}.2", headers=headers).status_code == 200
    assert Read.objects.filter(person=cast.person("ada"), item=item).exists() is noted
