"""More of `whereabouts.py`: drafts that take from threads."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.whereabouts import At, whereabout


def harvested(cast: Cast, community: Any, *, room: Any = None) -> At:
    """A draft of Ada's that takes from a conversation of hers, with Bo's reply in it."""
    from lorehall.harvest.rules.begin import begin_from
    from lorehall.practice.rules.choose import choose
    from lorehall.practice.rules.save import Change, save
    from tests.making import reply, talk

    ada = cast.viewer("ada")
    item = talk(ada, community, "Where the starter lives", room_id=room.pk if room else None)
    said = reply(cast.viewer("bo"), item, "In the cellar, in a jar.")
    draft = begin_from(item.pk, by=ada)
    draft = save(draft.pk, Change(choose(draft.pk, said.pk, by=ada).text, draft.version), by=ada).draft
    form = {"title": "Keep the starter cool", "text": draft.source, "version": draft.version}
    parts = {"draft_id": draft.pk, "item_id": item.pk, "slug": community.slug}
    return At(parts, {}, {**form, "says": "not_worth", "note": "Said better elsewhere."})


@whereabout
def adas_harvest(cast: Cast) -> At:
    """In public."""
    return harvested(cast, cast.bakers)


@whereabout
def a_kitchen_harvest(cast: Cast) -> At:
    """In the room where only Ada and Bo are let in."""
    return harvested(cast, cast.bakers, room=cast.kitchen)


@whereabout
def a_secret_harvest(cast: Cast) -> At:
    """In the secret community."""
    return harvested(cast, cast.vault)
