"""More of `whereabouts.py`: practices that somebody keeps, hands on, would change, or sees otherwise."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.whereabouts import WRITING, At, whereabout


def _kept(cast: Cast, community: Any, *, room: Any = None, title: str = "Weigh the flour") -> Any:
    from tests.making import practice

    return practice(cast.viewer("ada"), community, title, room_id=room.pk if room else None)


def _at(item: Any, cast: Cast) -> At:
    """With what stands in its place, and the version that it has."""
    other = _kept(cast, item.community, title="Weigh all of it")
    form = {**WRITING, "successor": other.pk, "text": "Weigh it twice."}
    return At({"item_id": item.pk, "slug": item.slug}, {}, form)


@whereabout
def adas_keeping(cast: Cast) -> At:
    """A practice that Ada keeps, in public."""
    return _at(_kept(cast, cast.bakers), cast)


@whereabout
def a_secret_keeping(cast: Cast) -> At:
    """A practice that Ada keeps, in the secret community."""
    return _at(_kept(cast, cast.vault), cast)


@whereabout
def adas_outdated(cast: Cast) -> At:
    """A practice of Ada's that she marked as outdated."""
    from lorehall.practice.rules.move import Move, move

    item = _kept(cast, cast.bakers)
    move(item.pk, Move("outdated", "Scales changed."), by=cast.viewer("ada"))
    return _at(item, cast)


@whereabout
def what_ada_offers(cast: Cast) -> At:
    """A practice that Ada offers to whoever takes it."""
    from lorehall.practice.rules.hand_over import hand_over

    item = _kept(cast, cast.bakers)
    hand_over(item.pk, by=cast.viewer("ada"))
    return _at(item, cast)


@whereabout
def what_di_is_asked_to_keep(cast: Cast) -> At:
    """A practice that Ada hands on to Di, who has not answered."""
    from lorehall.practice.rules.hand_over import hand_over

    item = _kept(cast, cast.bakers)
    hand_over(item.pk, to="di", by=cast.viewer("ada"))
    return _at(item, cast)


@whereabout
def adas_letter(cast: Cast) -> At:
    """The link of the letter that asks Ada whether a practice is still right."""
    from lorehall.practice import links
    from lorehall.practice.models import Practice

    practice = Practice.objects.get(pk=_kept(cast, cast.bakers).pk)
    assert practice.review_on is not None
    asked = links.Asked(cast.person("ada").pk, practice.pk, practice.review_on)
    return At({"token": links.token(asked), "verb": "still-right"})


@whereabout
def nobodys_letter(cast: Cast) -> At:
    """A link that nobody here signed."""
    return At({"token": "none", "verb": "still-right"})


def _suggestion(cast: Cast, community: Any, who: str) -> At:
    from lorehall.practice.rules.suggest import Proposal, suggest
    from tests.making import opening

    item = _kept(cast, community)
    proposal = Proposal(item.title, "Weigh it twice.", "Once is not enough.", 1)
    made = suggest(item.pk, proposal, by=cast.viewer(who))
    form = {"title": item.title, "text": "Weigh it twice.", "version": opening(item).version, "declined": "No."}
    return At({"suggestion_id": made.pk}, {}, form)


@whereabout
def dis_suggestion(cast: Cast) -> At:
    """An edit that Di suggests, in public."""
    return _suggestion(cast, cast.bakers, "di")


@whereabout
def a_secret_suggestion(cast: Cast) -> At:
    """An edit that Bo suggests, in the secret community."""
    return _suggestion(cast, cast.vault, "bo")


@whereabout
def no_suggestion(cast: Cast) -> At:
    """What does not exist."""
    return At({"suggestion_id": 999999}, {}, {"title": "No title", "text": "No.", "version": 1, "declined": "No."})


def _note(cast: Cast, community: Any, who: str) -> At:
    from lorehall.practice.rules.dissent import dissent

    item = _kept(cast, community)
    return At({"post_id": dissent(item.pk, "I go by feel.", by=cast.viewer(who)).pk}, {}, {"on": "1"})


@whereabout
def dis_note(cast: Cast) -> At:
    """Di sees it otherwise, in public."""
    return _note(cast, cast.bakers, "di")


@whereabout
def a_secret_note(cast: Cast) -> At:
    """Bo sees it otherwise, in the secret community."""
    return _note(cast, cast.vault, "bo")
