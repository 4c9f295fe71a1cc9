"""More of `whereabouts.py`: practices, their drafts, reports of their use, the library, the learning agenda."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tests.cast import Cast
from tests.whereabouts import WRITING, At, conversation, whereabout

AGENDA = ["When is the dough ready?", "Which flour keeps?"]

PRACTICE = """Use it when time is short.

## When

In winter. [^p{post}]

## Steps

1. Mix.
2. Wait.

## Where it does not fit

In summer.
"""


def kept(cast: Cast, community: Any, *, room: Any = None) -> At:
    """A practice of Ada's with a source, two versions of hers, and a reply of Bo's."""
    from lorehall.practice.rules.discuss import discuss
    from lorehall.practice.rules.revise import Change, revise
    from tests.making import opening, practice, reply, talk

    ada = cast.viewer("ada")
    room_id = room.pk if room else None
    said = reply(cast.viewer("bo"), talk(ada, community, room_id=room_id), "Wait for twelve hours.")
    text = PRACTICE.format(post=said.pk)
    item = practice(ada, community, text=text, room_id=room_id)
    revise(item.pk, Change(text.replace("Mix.", "Mix well."), 1, "It was lumpy."), by=ada)
    discuss(item.pk, "We wait for ten.", by=cast.viewer("bo"))
    parts = {"item_id": item.pk, "post_id": opening(item).pk, "slug": item.slug, "number": 1, "version": 1}
    form = {**WRITING, "room": item.room_id, "version": 2, "shape": "practice", "language": "en"}
    return At(parts, {}, form)


def practice_draft(cast: Cast, community: Any, *, in_review: bool = False) -> At:
    """A draft of Ada's."""
    from lorehall.practice.rules.draft import Beginning, begin
    from lorehall.practice.rules.review_draft import move_draft

    ada = cast.viewer("ada")
    draft = begin(community.pk, Beginning("Rest the dough overnight", "Wait."), by=ada)
    if in_review:
        move_draft(draft.pk, "in_review", by=ada)
    form = {**WRITING, "shape": "practice", "language": "en", "room": draft.room_id, "handle": "@bo"}
    return At({"draft_id": draft.pk}, {}, {**form, "to": "dropped", "good": "1"})


@whereabout
def adas_practice_draft(cast: Cast) -> At:
    """Among the Bakers."""
    return practice_draft(cast, cast.bakers)


@whereabout
def adas_draft_in_review(cast: Cast) -> At:
    """Among the Bakers."""
    return practice_draft(cast, cast.bakers, in_review=True)


@whereabout
def a_secret_practice_draft(cast: Cast) -> At:
    """In the secret community."""
    return practice_draft(cast, cast.vault)


@whereabout
def adas_practice(cast: Cast) -> At:
    """In public."""
    return kept(cast, cast.bakers)


@whereabout
def a_kitchen_practice(cast: Cast) -> At:
    """In the room where only Ada and Bo are let in."""
    return kept(cast, cast.bakers, room=cast.kitchen)


@whereabout
def a_secret_practice(cast: Cast) -> At:
    """In the secret community."""
    return kept(cast, cast.vault)


def reported(cast: Cast, community: Any, *, room: Any = None) -> At:
    """A practice of Bo's, Ada's report that it did not work for her, and a version of Bo's after that."""
    from lorehall.content.rules.edit import Edit, prepare, write
    from lorehall.kernel.policy import Permission
    from lorehall.reports.rules.report import Use, report
    from tests.making import opening, practice

    bo = cast.viewer("bo")
    item = practice(bo, community, room_id=room.pk if room else None)
    made = report(item.pk, Use("failed", {"team": "Mill"}, effect="It fell."), by=cast.viewer("ada"))
    text = opening(item).pk
    with transaction.atomic():
        write(prepare(text, Edit("Not for mills.", 1), by=bo, asking=Permission.REVISE, versioned=True), by=bo)
    form = {**WRITING, "outcome": "used", "names": "Bo", "on": "2026-01-02", "in_team": "Oven"}
    return At({"item_id": item.pk, "post_id": made.pk, "slug": item.slug}, {}, form)


@whereabout
def adas_report(cast: Cast) -> At:
    """In public."""
    return reported(cast, cast.bakers)


@whereabout
def a_kitchen_report(cast: Cast) -> At:
    """In the room where only Ada and Bo are let in."""
    return reported(cast, cast.bakers, room=cast.kitchen)


@whereabout
def a_secret_report(cast: Cast) -> At:
    """In the secret community."""
    return reported(cast, cast.vault)


@whereabout
def dis_asking(cast: Cast) -> At:
    """The link of the letter that asks Di how a practice went which she wanted to try."""
    from lorehall.reports import links
    from lorehall.reports.rules.ask import will_try

    asked = will_try(reported(cast, cast.bakers).parts["item_id"], by=cast.viewer("di"))
    assert asked is not None
    return At({"token": links.token(asked.pk)}, {}, {"outcome": "used"})


@whereabout
def bos_credit(cast: Cast) -> At:
    """The link of the letter that told Bo of a practice with words of his."""
    from lorehall.practice.crediting import Credited, token

    who = Credited(cast.person("bo").pk, kept(cast, cast.bakers).parts["item_id"])
    return At({"token": token(who)})


def library(cast: Cast, community: Any, *, room: Any = None) -> At:
    """A topic on which a practice hangs, and a collection that has it; another practice, for a form to put in."""
    from lorehall.library.rules import collect, topic
    from lorehall.library.rules.place import place
    from tests.making import practice

    bo = cast.viewer("bo")
    held = topic.add(community.pk, "Flour" if room is None else f"Flour, {room.name}", by=bo)
    where = {"room_id": room.pk} if room else {}
    item, other = (practice(bo, community, f"Keep {what} cool", **where) for what in ("rye flour", "spelt flour"))
    place(item.pk, held.pk, by=bo)
    made = collect.make(community.pk, collect.Wish("New to the oven", **where), by=bo)
    collect.put_in(made.pk, item.pk, by=bo)
    parts = {"slug": community.slug, "topic": held.slug, "topic_id": held.pk, "collection": made.slug}
    form = {"name": "Grain", "way": "up", "item": other.pk, "verb": "up", "room": made.room_id, "topic": held.pk}
    return At({**parts, "item_id": item.pk}, {}, form)


@whereabout
def bos_library(cast: Cast) -> At:
    """In public."""
    return library(cast, cast.bakers)


@whereabout
def a_kitchen_library(cast: Cast) -> At:
    """What hangs in it is of the room where only Ada and Bo are let in."""
    return library(cast, cast.bakers, room=cast.kitchen)


@whereabout
def a_secret_library(cast: Cast) -> At:
    """In the secret community."""
    return library(cast, cast.vault)


def agenda_question(cast: Cast, community: Any, text: str = AGENDA[0]) -> At:
    """A question of the charter, with a conversation of Ada's that belongs to it."""
    from lorehall.agenda.models import AgendaQuestion
    from lorehall.agenda.rules.attach import attach
    from lorehall.agenda.rules.follow_charter import follow_charter
    from lorehall.communities.models import CharterVersion

    CharterVersion.objects.filter(community=community, number=community.charter_number).update(agenda=AGENDA)
    follow_charter(community.pk)
    asked = AgendaQuestion.objects.get(community=community, text=text)
    at = conversation(cast, community)
    item_id = at.parts["item_id"]
    attach(asked.pk, item_id, by=cast.viewer("ada"))
    parts = {"slug": community.slug, "agenda_id": asked.pk}
    return At(parts, {}, {"item": item_id, "learned": "When it springs back.", "practice": ""})


@whereabout
def an_agenda_question(cast: Cast) -> At:
    """Of the Bakers' charter."""
    return agenda_question(cast, cast.bakers)


@whereabout
def a_secret_agenda_question(cast: Cast) -> At:
    """Of the Vault's charter."""
    return agenda_question(cast, cast.vault)


@whereabout
def no_agenda_question(cast: Cast) -> At:
    """None of the Bakers'."""
    return At({"slug": cast.bakers.slug, "agenda_id": 9_999_999})


@whereabout
def a_closed_agenda_question(cast: Cast) -> At:
    """Of the Bakers' charter, closed by Bo."""
    from lorehall.agenda.rules.close import Closing, close

    at = agenda_question(cast, cast.bakers, AGENDA[1])
    close(at.parts["agenda_id"], Closing("When it springs back."), by=cast.viewer("bo"))
    return at
