"""Every address about a hidden item or post answers as that of one which is not there."""

from __future__ import annotations

import pytest
from django.test import Client

from lorehall.kernel.text.poll import BEGINNING, Poll, split
from tests.cast import Cast
from tests.making import opening, talk

SAID = "Hush"
TEXT = f"{SAID}\n\n```poll\nWhich day?\nopen voters\n- Monday\n- Tuesday\n```\n"
NOWHERE = 999_999
READ = (
    "/p/{post}",
    "/p/{post}.md",
    "/p/{post}/revisions",
    "/p/{post}/bookmark",
    "/p/{post}/polls/{poll}",
    "/i/{item}",
    "/i/{item}.md",
    "/i/{item}/unread",
    "/i/{item}/news?after=0",
    "/i/{item}/bookmark",
)
SENT: tuple[tuple[str, dict[str, str]], ...] = (
    ("/p/{post}/polls/{poll}/vote", {}),
    ("/p/{post}/polls/{poll}/withdraw", {}),
    ("/p/{post}/polls/{poll}/end", {}),
    ("/p/{post}/polls/{poll}/open", {}),
    ("/p/{post}/revisions/1", {"version": "1"}),
    ("/i/{item}/bookmark", {"on": "1"}),
    ("/i/{item}/spared", {}),
)


@pytest.mark.parametrize("who", ["cy", "di", "eve", "sam", ""])
@pytest.mark.parametrize("where", ["vault", "kitchen"])
def test_what_is_hidden_and_what_is_not_there_answer_alike(cast: Cast, where: str, who: str) -> None:
    community, room = (cast.vault, None) if where == "vault" else (cast.bakers, cast.kitchen.pk)
    item = talk(cast.viewer("ada"), community, f"{SAID} about it", room_id=room, text=TEXT)
    post = opening(item)
    assert BEGINNING in post.html
    poll = next(part.key for part in split(post.html) if isinstance(part, Poll))
    browser = Client()
    if who:
        browser.force_login(cast.person(who))
    for path, form in (*((path, None) for path in READ), *SENT):
        answers = []
        for here, it in ((post.pk, item.pk), (NOWHERE, NOWHERE)):
            address = path.format(post=here, item=it, poll=poll)
            response = browser.get(address) if form is None else browser.post(address, form)
            assert SAID not in response.content.decode(), address
            answers.append((response.status_code, response.headers.get("Location", "").partition("?")[0]))
        assert answers[0] == answers[1], path
        assert answers[0][0] in {404, 302}, path
