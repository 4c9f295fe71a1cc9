"""Answer a question, reply under an answer or under the question, log an answer given elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content import writing
from lorehall.content.find import find_item, find_post
from lorehall.content.models import ItemKind, Post, PostRole
from lorehall.content.rules.add import Addition, add
from lorehall.content.rules.mark import keep_following
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.questions.facts import Answered, AnswerLogged, Replied
from lorehall.questions.models import LoggedAnswer, Question
from lorehall.questions.rules.clarify import end_clarification
from lorehall.questions.rules.settle import settle


def answer(item_id: int, text: str, *, by: Viewer, submission: str | None = None) -> Post:
    """Answer; the writer follows the question from then on. The same form sent twice makes one answer."""
    item = find_item(item_id, by, kind=ItemKind.QUESTION)
    policy.require(Permission.ANSWER, by, item)
    written = writing.write(text, item.room, by=by)
    author = by.id
    with transaction.atomic():
        post, made = add(Addition(item, PostRole.ANSWER, written, author, submission=submission))
        if made:
            _note_first_answer(item.pk)
            keep_following(item.pk, author)
            settle(item)
            facts.record(Answered(item_id=item.pk, by_id=author, post_id=post.pk))
    return post


def reply(post_id: int, text: str, *, by: Viewer, submission: str | None = None) -> Post:
    """Reply under an answer, or under the question itself when `post_id` is its opening. A reply to a reply goes
    under the same answer. What was asked for in detail counts as given when the asker replies under the question.
    """
    post = find_post(post_id, by)
    policy.require(Permission.ANSWER, by, post.item)
    if post.item.kind != ItemKind.QUESTION or post.deleted_at is not None:
        raise Refused("no_reply_here", _("This can’t be replied to any more. Your text is still here."))
    parent = post.parent_id or post.pk
    written = writing.write(text, post.item.room, by=by)
    author = by.id
    with transaction.atomic():
        new, made = add(
            Addition(post.item, PostRole.REPLY, written, author, parent_id=parent, counts=False, submission=submission)
        )
        if made:
            keep_following(post.item_id, author)
            if author == post.item.author_id:
                end_clarification(post.item)
            facts.record(Replied(item_id=post.item_id, by_id=author, post_id=new.pk))
    return new


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given elsewhere: its text, by whom (a name), and where."""

    text: str
    given_by: str
    where: str = ""
    submission: str | None = None


def log_answer(item_id: int, given: Given, *, by: Viewer) -> Post:
    """A coordinator writes down an answer that was given elsewhere, with who gave it."""
    item = find_item(item_id, by, kind=ItemKind.QUESTION)
    policy.require(Permission.LOG_ANSWER, by, item)
    name = " ".join(given.given_by.split())
    if not name:
        raise Refused("no_name", _("Say who gave the answer."), "given_by")
    if len(name) > 120 or len(given.where) > 200:
        raise Refused("too_long", _("Keep who gave it to 120 characters, and where to 200."), "given_by")
    written = writing.write(given.text, item.room, by=by)
    author = by.id
    with transaction.atomic():
        post, made = add(Addition(item, PostRole.ANSWER, written, author, submission=given.submission))
        if made:
            LoggedAnswer.objects.create(
                post=post, given_by=name, where=given.where.strip(), by_id=author, at=clock.now()
            )
            _note_first_answer(item.pk)
            settle(item)
            facts.record(AnswerLogged(item_id=item.pk, by_id=author, post_id=post.pk))
    return post


def _note_first_answer(item_id: int) -> None:
    Question.objects.filter(pk=item_id, first_answer_at=None).update(first_answer_at=clock.now())
