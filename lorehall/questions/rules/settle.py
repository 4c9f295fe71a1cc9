"""A question's state follows from its rows; this is the one place that says how."""

from __future__ import annotations

from lorehall.content.models import Item, Post, PostRole
from lorehall.content.rules.hold import hold
from lorehall.content.rules.state import set_state
from lorehall.questions.models import Clarification, Confirmation, Duplicate, Question, State

WAITING = frozenset({State.OPEN, State.CLARIFYING})


def state_of(item_id: int) -> State:
    """The state that the rows say: duplicate, confirmed, answered, clarifying, or open."""
    if Duplicate.objects.filter(question_id=item_id).exists():
        return State.DUPLICATE
    if Confirmation.objects.filter(question_id=item_id, ended_at=None, post__deleted_at=None).exists():
        return State.CONFIRMED
    if Post.objects.filter(item_id=item_id, role=PostRole.ANSWER, deleted_at=None).exists():
        return State.ANSWERED
    if Clarification.objects.filter(question_id=item_id, ended_at=None).exists():
        return State.CLARIFYING
    return State.OPEN


def settle(item: Item) -> State:
    """Bring the item's state in line with the rows, inside the caller's transaction. The item is held before they are
    read: of two who settle at once, the second sees what the first did.
    """
    hold(item.pk)
    state = state_of(item.pk)
    set_state(item, state, waiting=state in WAITING)
    return state


def settle_by_id(item_id: int) -> None:
    """The same for an item known by its id; nothing for what is no question."""
    question = Question.objects.select_related("item").filter(pk=item_id).first()
    if question is not None:
        settle(question.item)
