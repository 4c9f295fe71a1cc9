"""Who may answer, confirm and close questions. The subject is the question's Item, or the answer's Post."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lorehall.communities.policy import coordinates, keeps
from lorehall.content.models import Item, Post, PostRole
from lorehall.content.policy import takes_part, writes_to
from lorehall.kernel.policy import Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer


def _answer(viewer: Viewer, item: Item) -> Denial | None:
    return writes_to(viewer, item)


def _confirm(viewer: Viewer, item: Item) -> Denial | None:
    if no := takes_part(viewer, item):
        return no
    if item.author_id == viewer.person_id or coordinates(viewer, item.community_id):
        return None
    return Denial("askers_only", _("Only who asked, or a coordinator with a reason, can say that an answer worked."))


def needs_reason(viewer: Viewer, item: Item) -> bool:
    """A coordinator who confirms in the asker's place says why."""
    return item.author_id != viewer.person_id


def confirmable(post: Post) -> Denial | None:
    """Is this post an answer that can be confirmed?"""
    if post.role != PostRole.ANSWER or post.deleted_at is not None:
        return Denial("not_an_answer", _("Only an answer that stands can be confirmed."))
    return None


def _have_too(viewer: Viewer, item: Item) -> Denial | None:
    if no := writes_to(viewer, item):
        return no
    if item.author_id == viewer.person_id:
        return Denial("own", _("You asked this yourself."))
    return None


def _ask_for_detail(viewer: Viewer, item: Item) -> Denial | None:
    if no := writes_to(viewer, item):
        return no
    if item.author_id == viewer.person_id:
        return Denial("own", _("You asked this yourself; edit the question instead."))
    return None


def _keeper(viewer: Viewer, item: Item) -> Denial | None:
    if no := takes_part(viewer, item):
        return no
    if keeps(viewer, item.community_id) or item.author_id == viewer.person_id:
        return None
    return Denial("stewards_only", _("Only who asked, stewards and coordinators can do that."))


def _log(viewer: Viewer, item: Item) -> Denial | None:
    if no := writes_to(viewer, item):
        return no
    if coordinates(viewer, item.community_id):
        return None
    return Denial("coordinators_only", _("Only coordinators can log an answer that was given elsewhere."))


TABLE: dict[Permission, Answerer] = {
    Permission.ANSWER: _answer,
    Permission.CONFIRM: _confirm,
    Permission.HAVE_TOO: _have_too,
    Permission.ASK_FOR_DETAIL: _ask_for_detail,
    Permission.CLOSE_AS_DUPLICATE: _keeper,
    Permission.LOG_ANSWER: _log,
}
answers(TABLE)
