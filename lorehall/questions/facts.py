"""What happened to questions."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.content.facts import ItemFact, PostFact


class Asked(ItemFact):
    name = "questions.asked"


class Answered(PostFact):
    name = "questions.answered"


class Replied(PostFact):
    name = "questions.replied"


class AnswerLogged(PostFact):
    name = "questions.answer_logged"


class DetailAsked(PostFact):
    name = "questions.detail_asked"


class Confirmed(PostFact):
    """The answer `post_id` worked, said `by_id`."""

    name = "questions.confirmed"


class ConfirmationWithdrawn(PostFact):
    name = "questions.confirmation_withdrawn"


class HadToo(ItemFact):
    name = "questions.had_too"


@dataclass(frozen=True, slots=True)
class ClosedAsDuplicate(ItemFact):
    of_id: int
    name = "questions.closed_as_duplicate"


class Reopened(ItemFact):
    name = "questions.reopened"
