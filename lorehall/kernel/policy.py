"""May somebody do this? Names of permissions, and the one way to ask.

Each capability's `policy.py` answers for its own permissions and hands its table over with `answers`.
An answer is None (yes), a `Denial` (no, and why), or `HIDDEN` (no, and the thing must not be known).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lorehall.kernel.errors import Forbidden, Hidden


class Permission(StrEnum):
    """Every permission of the product, by name."""

    JOIN = "communities.join"
    LEAVE = "communities.leave"
    INVITE = "communities.invite"
    COORDINATE = "communities.coordinate"
    READ_LAUNCH = "communities.read_launch"
    LIST_PEOPLE = "communities.list_people"

    UPLOAD = "uploads.upload"

    POST = "content.post"
    REPLY = "content.reply"
    EDIT = "content.edit"
    DELETE = "content.delete"
    RESTORE = "content.restore"
    MARK_USEFUL = "content.mark_useful"
    FOLLOW = "content.follow"
    MOVE = "content.move"
    LOCK = "content.lock"
    RETAG = "content.retag"
    KEEP_TAGS = "content.keep_tags"
    READ_REVISIONS = "content.read_revisions"

    VOTE = "polls.vote"
    END_POLL = "polls.end"

    HIDE_PREVIEW = "previews.hide"

    BOOKMARK = "bookmarks.bookmark"

    ATTACH_TO_AGENDA = "agenda.attach"
    DETACH_FROM_AGENDA = "agenda.detach"
    KEEP_AGENDA = "agenda.keep"

    ANSWER = "questions.answer"
    CONFIRM = "questions.confirm"
    HAVE_TOO = "questions.have_too"
    ASK_FOR_DETAIL = "questions.ask_for_detail"
    CLOSE_AS_DUPLICATE = "questions.close_as_duplicate"
    LOG_ANSWER = "questions.log_answer"

    WRITE_PRACTICE = "practice.write"
    SEE_DRAFT = "practice.see_draft"
    WRITE_DRAFT = "practice.write_draft"
    DROP_DRAFT = "practice.drop_draft"
    APPROVE_DRAFT = "practice.approve_draft"
    PUBLISH = "practice.publish"
    REVISE = "practice.revise"
    SUGGEST = "practice.suggest"
    DECIDE_SUGGESTION = "practice.decide_suggestion"
    KEEP_PRACTICE = "practice.keep"
    TAKE_PRACTICE = "practice.take"
    DISSENT = "practice.dissent"
    SETTLE_DISSENT = "practice.settle_dissent"
    KEEP_LIBRARY = "practice.keep_library"
    BE_NAMED = "practice.be_named"

    REPORT_USE = "reports.report"
    AMEND_REPORT = "reports.amend"
    CONFIRM_REPORT = "reports.confirm"
    ADDRESS_REPORT = "reports.address"
    DECIDE_STANDARD = "reports.decide_standard"
    WEIGH_EVIDENCE = "reports.weigh_evidence"


@dataclass(frozen=True, slots=True)
class Denial:
    """A refusal with its reason, in words for the person."""

    code: str
    message: str | Promise


HIDDEN = Denial("not_found", _("There is nothing at this address."))

Answerer = Callable[[Any, Any], Denial | None]
_answers: dict[Permission, Answerer] = {}


def answers(table: Mapping[Permission, Answerer]) -> None:
    """A capability hands over who answers for its permissions; raises KeyError where one is answered twice."""
    for permission, answer in table.items():
        if _answers.get(permission, answer) is not answer:
            raise KeyError(f"{permission} is answered twice")
        _answers[permission] = answer


def denial(permission: Permission, viewer: Any, subject: Any) -> Denial | None:
    """Why this viewer may not do this to the subject; None where they may."""
    return _answers[permission](viewer, subject)


def allows(permission: Permission, viewer: Any, subject: Any) -> bool:
    """May this viewer do this to the subject?"""
    return denial(permission, viewer, subject) is None


def require(permission: Permission, viewer: Any, subject: Any) -> None:
    """Raise `Hidden` or `Forbidden` (with the reason) where the viewer may not."""
    no = denial(permission, viewer, subject)
    if no is HIDDEN:
        raise Hidden
    if no is not None:
        raise Forbidden(no.code, str(no.message))
