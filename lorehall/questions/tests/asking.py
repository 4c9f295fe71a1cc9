"""Short ways to make questions by the product's own rules."""

from __future__ import annotations

from typing import Any

from lorehall.content.models import Item, Post
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Question
from lorehall.questions.rules import answer as answering
from lorehall.questions.rules import ask as asking

TITLE = "Why is the crumb dense?"


def ask(by: Viewer, community: Any, title: str = TITLE, **more: Any) -> Item:
    """A question; `more` goes into `Asking`."""
    return asking.ask(community.pk, asking.Asking(title, more.pop("text", "It is dense."), **more), by=by)


def answer(by: Viewer, item: Item, text: str = "Proof it longer.", **more: Any) -> Post:
    return answering.answer(item.pk, text, by=by, **more)


def opening(item: Item) -> Post:
    return Post.objects.get(item=item, number=1)


def state(item: Item) -> str:
    return Item.objects.values_list("state", flat=True).get(pk=item.pk)


def question(item: Item) -> Question:
    return Question.objects.get(pk=item.pk)
