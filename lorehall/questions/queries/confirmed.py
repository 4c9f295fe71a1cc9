"""Whether a post is the confirmed answer, and who gave it elsewhere, for queries of others."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Subquery

from lorehall.questions.models import Confirmation, LoggedAnswer


def confirmed(post: str) -> Exists:
    """As an expression; `post` is the path to the post's id."""
    return Exists(Confirmation.objects.filter(post_id=OuterRef(post), ended_at=None))


def given_by(post: str) -> Subquery:
    """Who gave the answer that a coordinator wrote down, or null; `post` is the path to the post's id."""
    return Subquery(LoggedAnswer.objects.filter(post_id=OuterRef(post)).values("given_by")[:1])
