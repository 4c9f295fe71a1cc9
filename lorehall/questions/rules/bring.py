"""Bring questions in from elsewhere, many at once, with the answers that their askers confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from lorehall.communities.models import Access, Room
from lorehall.content.models import Item, ItemKind, ItemLink, PostRole
from lorehall.content.rules.bring import Arrived, BroughtItem, BroughtPost, bring, link
from lorehall.content.rules.tag import tags_named
from lorehall.kernel.db import bulk
from lorehall.questions.models import Confirmation, Duplicate, Helped, HelpedOn, Question, State
from lorehall.questions.rules.settle import WAITING, settle


@dataclass(frozen=True, slots=True)
class BroughtQuestion:
    """A question with its posts; `confirmed` is the key of the answer that its asker confirmed, at `confirmed_at`.
    The item's state is worked out here.
    """

    item: BroughtItem
    confirmed: str | None = None
    confirmed_at: datetime | None = None


def bring_questions(room: Room, source: str, questions: Sequence[BroughtQuestion]) -> Arrived:
    """Make what is missing, in one transaction; what is here already is left as it is."""
    with transaction.atomic():
        items = [_with_state(question) for question in questions]
        arrived = bring(room, source, items)
        new = [question for question in questions if question.item.key in arrived.new]
        bulk.insert(
            Question,
            [
                {"item_id": arrived.where[question.item.key][0], "first_answer_at": _first_answer(question.item)}
                for question in new
            ],
        )
        confirmed = _confirm(questions, arrived)
        _count_help(room, confirmed)
        for question in questions:
            grown = any(post.key in arrived.new for post in question.item.posts)
            if grown and question.item.key not in arrived.new:
                settle(Item.objects.get(pk=arrived.where[question.item.key][0]))
    return arrived


def _with_state(question: BroughtQuestion) -> BroughtItem:
    state = State.OPEN
    if _given(question, question.confirmed):
        state = State.CONFIRMED
    elif any(post.role == PostRole.ANSWER for post in question.item.posts):
        state = State.ANSWERED
    return replace(question.item, kind=ItemKind.QUESTION, state=state, waiting=state in WAITING)


def _given(question: BroughtQuestion, key: str | None) -> BroughtPost | None:
    """The answer with this key, if it is one of the question's."""
    return next((post for post in question.item.posts if post.key == key and post.role == PostRole.ANSWER), None)


def _first_answer(item: BroughtItem) -> datetime | None:
    return min((post.created_at for post in item.posts if post.role == PostRole.ANSWER), default=None)


def _confirm(questions: Sequence[BroughtQuestion], arrived: Arrived) -> list[tuple[BroughtQuestion, BroughtPost]]:
    """Confirmations that are missing; those that are new, for counting."""
    wanted = []
    for question in questions:
        answer = _given(question, question.confirmed)
        if answer and (question.item.key in arrived.new or answer.key in arrived.new):
            wanted.append((question, answer))
    bulk.insert(
        Confirmation,
        [
            {
                "question_id": arrived.where[question.item.key][0],
                "post_id": arrived.where[answer.key][1],
                "by_id": question.item.posts[0].author_id,
                "at": question.confirmed_at or answer.created_at,
            }
            for question, answer in wanted
        ],
        passing_over=True,
    )
    return wanted


def _count_help(room: Room, confirmed: Sequence[tuple[BroughtQuestion, BroughtPost]]) -> None:
    if room.access != Access.WHOLE:
        return
    helped: Counter[tuple[int, int]] = Counter()
    helped_on: Counter[tuple[str, int]] = Counter()
    for question, answer in confirmed:
        if answer.author_id == question.item.posts[0].author_id:
            continue
        helped[room.community_id, answer.author_id] += 1
        for tag in set(question.item.tags):
            helped_on[tag, answer.author_id] += 1
    tags = tags_named(room.community_id, sorted({tag for tag, _ in helped_on})) if helped_on else {}
    bulk.add(Helped, ("community_id", "person_id"), "confirmed", helped)
    by_tag = {(tags[tag].pk, person): 0 for tag, person in helped_on}
    for (tag, person), number in helped_on.items():
        by_tag[tags[tag].pk, person] += number  # two names may be one tag by now
    bulk.add(HelpedOn, ("tag_id", "person_id"), "confirmed", by_tag)


def bring_duplicates(pairs: Iterable[tuple[int, int, datetime]], by_id: int) -> int:
    """Close questions here as duplicates of others: (item, of, at). A chain is brought to its end, a circle and what
    is closed already are passed over. Returns how many were closed now.
    """
    made = 0
    with transaction.atomic():
        for item_id, of_id, at in pairs:
            end = _end_of_chain(of_id)
            if end == item_id or Duplicate.objects.filter(question_id=item_id).exists():
                continue
            Duplicate.objects.filter(of_id=item_id).update(of_id=end)
            Duplicate.objects.create(question_id=item_id, of_id=end, by_id=by_id, at=at)
            link([(item_id, end, at)], ItemLink.Why.DUPLICATE)
            settle(Item.objects.get(pk=item_id))
            made += 1
    return made


def _end_of_chain(item_id: int) -> int:
    standing = Duplicate.objects.filter(question_id=item_id).values_list("of_id", flat=True).first()
    return item_id if standing is None else standing
