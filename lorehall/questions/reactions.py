"""Answers to facts: a question's state follows when its posts are deleted or restored."""

from __future__ import annotations

from django.db import transaction

from lorehall.content.facts import PostFact
from lorehall.questions.rules.settle import settle_by_id


def settle_again(fact: PostFact) -> None:
    """Safe to run twice: the state follows from the rows."""
    with transaction.atomic():
        settle_by_id(fact.item_id)
