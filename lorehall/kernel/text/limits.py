"""How much text one post may hold. Every rule that stores text checks it before it renders."""

from __future__ import annotations

from django.utils.translation import gettext

from lorehall.kernel.errors import Refused

MAX_SOURCE = 200_000
"""Characters of Markdown in one post."""

MAX_HTML = 600_000
"""Characters of HTML in one imported body; markup takes room that Markdown does not."""


def check_source(source: str, *, field: str | None = None, limit: int = MAX_SOURCE) -> str:
    """Give `source` back, or raise `Refused("too_long")` that says by how much it is over."""
    if len(source) > limit:
        over = f"{len(source) - limit:,}"
        message = gettext("This text is %(over)s characters over the limit of %(limit)s.")
        raise Refused("too_long", message % {"over": over, "limit": f"{limit:,}"}, field)
    return source
