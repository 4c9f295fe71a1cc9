"""What can be written, and where one goes on with it. The addresses are those of the floors above, put together here as
`content.addresses` does; a test holds them against the routes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    """`of` says what a draft's target is: a community, an item or a post. `words` say what is written, `path` is where
    its form stands, with `{id}` of the target and, where they are known, `{slug}` and `{last}`.
    """

    of: str
    words: Any
    path: str


KINDS: dict[str, Kind] = {
    "ask": Kind("community", _("A question in"), "/c/{slug}/questions/ask"),
    "talk": Kind("community", _("A conversation in"), "/c/{slug}/conversations/start"),
    "answer": Kind("item", _("An answer to"), "/q/{id}/answer"),
    "detail": Kind("item", _("A request for detail about"), "/q/{id}/detail"),
    "log": Kind("item", _("An answer given elsewhere to"), "/q/{id}/log"),
    "say": Kind("item", _("A reply in"), "/t/{id}/{slug}/{last}"),
    "report": Kind("item", _("A report of using"), "/i/{id}/report"),
    "reply": Kind("post", _("A reply to a post in"), "/p/{id}/reply"),
    "discuss": Kind("item", _("What you say about"), "/i/{id}/discuss"),
    "revise": Kind("item", _("A change of"), "/i/{id}/revise"),
    "suggest": Kind("item", _("An edit that you suggest of"), "/i/{id}/suggest"),
    "dissent": Kind("item", _("How you see otherwise"), "/i/{id}/dissent"),
    "edit": Kind("post", _("A change of a post in"), "/p/{id}/edit"),
}


def address(kind: Kind, target: int, *, number: int = 0, slug: str = "", last: int = 1) -> str:
    """Where the form of a draft stands; `number` says which of several drafts it opens with."""
    path = kind.path.format(id=target, slug=slug, last=last)
    query = f"?draft={number}" if number else ""
    return f"{path}{query}#reply" if kind.path.startswith("/t/") else f"{path}{query}"
