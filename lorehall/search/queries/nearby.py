"""What is close to a title that is being typed, each readable in place. One statement more than `similar`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from lorehall.communities.places import Place
from lorehall.content.models import ItemKind
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Confirmation, State
from lorehall.search.queries.found import similar
from lorehall.search.queries.shapes import Hit

SHORTEST = 10
"""Characters of a title from which on similar items are shown."""
SIZE = 5
LONG = 3_000
"""An answer of more HTML than this is read on its own page."""


@dataclass(frozen=True, slots=True)
class Near:
    """An item like the one that is being written, and what it says: the confirmed answer whole, or what matched."""

    hit: Hit
    text: Markup
    by: str
    url: str
    confirmed: bool


_confirmed = prepare(
    lambda p: Confirmation.objects.filter(
        question_id__in=p.many("items"), ended_at=None, post__deleted_at=None
    ).values_list("question_id", "post_id", "post__html", "post__author__name")
)


def nearby(viewer: Viewer, place: Place, title: str) -> Sequence[Near]:
    """Items like this title, in the community, as far as the viewer may see them; none for a short title."""
    title = " ".join(title.split())[:300]
    if len(title) < SHORTEST:
        return ()
    hits = similar(viewer, title, community_id=place.id, size=SIZE)
    asked = [hit.item_id for hit in hits if hit.kind == ItemKind.QUESTION and hit.state == State.CONFIRMED]
    answers = {item: rest for item, *rest in _confirmed(items=asked)} if asked else {}
    return [_near(hit, answers.get(hit.item_id)) for hit in hits]


def _near(hit: Hit, answer: Sequence[object] | None) -> Near:
    if answer is None:
        return Near(hit, escape(hit.passage), hit.author.name, hit.url, hit.confirmed)
    post_id, html, name = answer
    text = stored(str(html)) if len(str(html)) <= LONG else escape(hit.passage)
    base = hit.url.partition("?")[0].partition("#")[0]
    return Near(hit, text, str(name), f"{base}?post={post_id}#p{post_id}", confirmed=True)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a form prints below its title. `asked`: it was sent to look."""

    place: Place
    near: Sequence[Near]
    asked: bool
    shortest: int = SHORTEST


def beside(viewer: Viewer, place: Place, title: str | None) -> Beside:
    """For a form; without a title (None) nothing is looked for yet, and no statement is run."""
    return Beside(place, () if title is None else nearby(viewer, place, title), asked=title is not None)
