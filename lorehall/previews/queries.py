"""Previews where their posts are printed. One statement where an address stands alone, none elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from markupsafe import Markup

from lorehall.content.printed import Printed
from lorehall.kernel.text.lone import Lone
from lorehall.kernel.ui.page import drawn
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.previews.addresses import key_of, strangers
from lorehall.previews.models import Card, Preview


class Shown(NamedTuple):
    """A preview as it is printed. `picture` is a file's key."""

    post_id: int
    key: str
    url: str
    title: str
    text: str
    site: str
    picture: str
    hidden: bool
    may_hide: bool

    @property
    def act(self) -> str:
        return f"/p/{self.post_id}/previews/{self.key}"


_FIELDS = (
    "post_id",
    "preview__key",
    "preview__url",
    "preview__title",
    "preview__text",
    "preview__site",
    "preview__picture",
)


def previewed(_viewer: Viewer, posts: Iterable[Printed], *, writes: bool, leads: bool) -> dict[int, Markup]:
    """The HTML of those posts that have previews to show, by the post's id. `writes`: the viewer may write in the item;
    `leads`: coordinates it. Leave deleted posts out.
    """
    if settings.LINK_PREVIEWS == "off":
        return {}
    places = {post.id: (post, found) for post in posts if (found := strangers(post.html))}
    if not places:
        return {}
    cards: dict[int, dict[str, Shown]] = {}
    rows = Card.objects.filter(post_id__in=list(places)).exclude(preview__title="")
    for row in rows.values_list(*_FIELDS, "hidden_at"):
        may_hide = writes and (places[row[0]][0].own or leads)
        shown = Shown._make((*row[:7], row[7] is not None, may_hide))
        if shown.may_hide or not shown.hidden:
            cards.setdefault(shown.post_id, {})[shown.key] = shown
    return {post_id: _filled(places[post_id][0].html, places[post_id][1], known) for post_id, known in cards.items()}


def _filled(html: str, places: list[Lone], cards: dict[str, Shown]) -> Markup:
    """The text with its cards in place. One that is hidden leaves the link, and a button for whom may undo it."""
    parts: list[Markup] = []
    end = 0
    for url, start, stop in places:
        card = cards.get(key_of(url))
        if card is None:
            continue
        start = stop if card.hidden else start
        parts += [stored(html[end:start]), drawn("previews/card.html", {"card": card})]
        end = stop
    return stored("").join([*parts, stored(html[end:])])


def pictures_in_use(keys: list[str]) -> set[str]:
    """Those of the files that a preview shows: a sweep leaves them."""
    return set(Preview.objects.filter(picture__in=keys).values_list("picture", flat=True))
