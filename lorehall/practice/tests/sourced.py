"""A practice with a source whose words, title and author stand nowhere else, so that any leak is found by them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lorehall.communities import rules as communities
from lorehall.communities.viewers import viewer_of
from lorehall.content.models import Item, Post
from lorehall.people.models import Person
from lorehall.people.rules import create_person
from lorehall.people.viewer import Viewer
from tests.cast import Cast
from tests.making import practice, reply, talk

WORDS, TITLE, NAME = "quokka", "Zanzibar", "Xanthippe"


@dataclass(slots=True)
class Sourced:
    """Xanthippe's reply in a conversation of Bo's is cited by a practice of Ada's."""

    cast: Cast
    author: Person
    thread: Item
    post: Post
    practice: Item

    def viewer(self) -> Viewer:
        """The author, as she is now."""
        return viewer_of(self.author.pk)

    @property
    def text(self) -> str:
        return TEXT.format(post=self.post.pk)


TEXT = "Use it when time is short.\n\n## Steps\n\n1. Mix.\n2. Wait. [^p{post}]\n"


def sourced(cast: Cast, *, elsewhere: bool = False, room_id: int | None = None) -> Sourced:
    """In the public community; with `elsewhere`, the source stands in another public one. `room_id` is for both."""
    author = create_person(NAME, "xanthippe@example.org")
    place = millers(cast) if elsewhere else cast.bakers
    communities.join(place.pk, by=viewer_of(author.pk))
    if room_id is not None:
        communities.let_in(room_id, author.pk, by=cast.viewer("bo"))
    thread = talk(cast.viewer("bo"), place, f"The {TITLE} dough", room_id=room_id)
    post = reply(viewer_of(author.pk), thread, f"Feed it to a {WORDS}.")
    made = practice(cast.viewer("ada"), cast.bakers, text=TEXT.format(post=post.pk), room_id=room_id)
    return Sourced(cast, author, thread, post, made)


def millers(cast: Cast) -> Any:
    """A second public community, which Bo coordinates."""
    opening = communities.Opening("The Millers", visibility="public", joining="open")
    return communities.open_community(opening, by=cast.viewer("bo"))


def close_doors(cast: Cast, community: Any) -> None:
    """Nobody outside knows of it from now on."""
    standing = communities.settings_of(community)
    changed = replace(standing, visibility="secret", joining="by_invitation")
    communities.change_settings(community.pk, changed, by=cast.viewer("bo"))
