"""Short ways to a poll."""

from __future__ import annotations

from typing import Any

from lorehall.content.models import Post
from lorehall.kernel.text.poll import Poll
from lorehall.polls.find import polls_in
from tests.cast import Cast
from tests.making import opening, talk

DAYS = ("Monday", "Tuesday", "Wednesday")


def text(*terms: str, question: str = "Which day?", choices: tuple[str, ...] = DAYS) -> str:
    lines = [question, *terms, *(f"- {choice}" for choice in choices)]
    return "We meet.\n\n```poll\n{}\n```\n".format("\n".join(lines))


def hold(cast: Cast, *terms: str, by: str = "ada", where: Any = None, **more: Any) -> tuple[Post, Poll]:
    """A conversation whose opening holds one poll."""
    room = more.pop("room_id", None)
    item = talk(cast.viewer(by), where or cast.bakers, text=text(*terms, **more), room_id=room)
    post = opening(item)
    return post, polls_in(post.html)[0]


def keys(poll: Poll, *choices: str) -> list[str]:
    """The keys of choices by their words."""
    by_text = {words: key for key, words in poll.keys.items()}
    return [by_text[choice] for choice in choices]
