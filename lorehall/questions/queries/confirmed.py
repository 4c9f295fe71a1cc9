"""Whether a post is the confirmed answer, for queries of others."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from lorehall.questions.models import Confirmation


def confirmed(post: str) -> Exists:
    """As an expression; `post` is the path to the post's id."""
    return Exists(Confirmation.objects.filter(post_id=OuterRef(post), ended_at=None))
