"""What happened to previews."""

from __future__ import annotations

from lorehall.content.facts import PostFact


class PreviewHidden(PostFact):
    name = "previews.hidden"


class PreviewShownAgain(PostFact):
    name = "previews.shown_again"
