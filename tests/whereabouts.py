"""Which one a door of the matrix is about: what stands in the address, and what is sent with a POST.

Each function takes the cast and returns `At(...)`; its name ends the door's line. They call rules. `parts` may hold
more than one address needs: a door takes from it what its own address asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from tests.cast import Cast


@dataclass(frozen=True, slots=True)
class At:
    """The parts of an address, what is asked after the `?`, and the form that is sent."""

    parts: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)


Whereabout = Callable[[Cast], At]
WHEREABOUTS: dict[str, Whereabout] = {}
WRITING = {"title": "Why is the crumb dense?", "text": "It is.", "tags": "rye", "reason": "So we saw.", "version": 1}


def whereabout(function: Whereabout) -> Whereabout:
    """Make a function known to the table under its own name."""
    WHEREABOUTS[function.__name__] = function
    return function


def question(cast: Cast, community: Any, *, room: Any = None, by: str = "ada") -> At:
    """A question with an answer of Bo's; `post_id` is its opening."""
    from lorehall.content.models import Post
    from lorehall.questions.rules import answer, ask

    asking = ask.Asking("Why is the crumb dense?", "It is.", tags="rye", room_id=room.pk if room else None)
    item = ask.ask(community.pk, asking, by=cast.viewer(by))
    given = answer.answer(item.pk, "Proof it longer.", by=cast.viewer("bo"))
    opening = Post.objects.get(item=item, number=1)
    form = {**WRITING, "post": given.pk, "given_by": "Ines", "of": "nothing like it", "room": item.room_id}
    return At({"item_id": item.pk, "post_id": opening.pk, "slug": item.slug}, {"post": given.pk}, form)


def conversation(cast: Cast, community: Any, *, room: Any = None) -> At:
    """A conversation of Ada's; `post_id` is its opening."""
    from lorehall.content.models import Post
    from lorehall.conversations.rules import talk

    talking = talk.Talk("Show your ovens", "Mine first.", tags="ovens", room_id=room.pk if room else None)
    item = talk.start_conversation(community.pk, talking, by=cast.viewer("ada"))
    opening = Post.objects.get(item=item, number=1)
    parts = {"item_id": item.pk, "post_id": opening.pk, "slug": item.slug, "number": 1}
    return At(parts, {}, {**WRITING, "room": item.room_id})


def community(cast: Cast, one: Any) -> At:
    """A community with its first room, and a tag that somebody used."""
    at = question(cast, one)
    room = one.rooms.get(is_first=True)
    parts = {"slug": one.slug, "tag": "rye", "room": room.slug, "number": 1, "shape": "how_to"}
    practices = {"shape": "how_to", "reviewers": "one", "review_months": 6, "source": "## Steps"}
    return At(parts, {}, {**at.form, "verb": "describe", "about": "Bread.", **practices})


def picture(cast: Cast, community: Any) -> At:
    """A picture that a conversation of Ada's holds."""
    from tests.making import bring, png, talk

    brought = bring(cast.viewer("ada"), community, png())
    talk(cast.viewer("ada"), community, text=f"![The crumb]({brought.url})")
    return At({"key": brought.key, "name": "picture.webp"})


@whereabout
def the_bakers(cast: Cast) -> At:
    """The public community."""
    return community(cast, cast.bakers)


@whereabout
def the_vault(cast: Cast) -> At:
    """The secret community."""
    return community(cast, cast.vault)


@whereabout
def a_missed_search(cast: Cast) -> At:
    """Of the Bakers: a member looked for it in vain."""
    from lorehall.search.models import Missed
    from lorehall.search.rules import miss
    from lorehall.search.syntax import parse

    miss.count(parse(f"zeppelin in:{cast.bakers.slug}").asked, cast.bakers.pk, by=cast.viewer("ada"))
    return At({"slug": cast.bakers.slug}, {}, {"missed": Missed.objects.get(words="zeppelin").pk, "verb": "dismissed"})


@whereabout
def the_kitchen(cast: Cast) -> At:
    """The room of the Bakers where only Ada and Bo are let in, and Di is not yet."""
    di = cast.person("di")
    parts = {"slug": cast.bakers.slug, "room": cast.kitchen.slug, "person_id": di.pk}
    return At(parts, {}, {"handle": di.handle, "person": di.pk, "name": "Kitchen", "access": "invited"})


@whereabout
def no_room(cast: Cast) -> At:
    """A room that the Bakers don't have: nobody may tell it from one that is closed to them."""
    at = the_kitchen(cast)
    return replace(at, parts={**at.parts, "room": "no-such-room"})


@whereabout
def di_among_the_bakers(cast: Cast) -> At:
    """Di's membership."""
    form = {"role": "steward", "reason": "For good reasons."}
    return At({"slug": cast.bakers.slug, "handle": cast.person("di").handle}, {}, form)


@whereabout
def ada_in_the_vault(cast: Cast) -> At:
    """Ada's membership of the secret community."""
    form = {"role": "steward", "reason": "For good reasons."}
    return At({"slug": cast.vault.slug, "handle": cast.person("ada").handle}, {}, form)


@whereabout
def cys_request(cast: Cast) -> At:
    """Cy asks to join the Millers, whom Bo coordinates, who are listed and join by request."""
    from lorehall.communities import rules

    opening = rules.Opening("The Millers", visibility="listed", joining="by_request")
    millers = rules.open_community(opening, by=cast.viewer("bo"))
    asked = rules.ask_to_join(millers.pk, "I mill.", by=cast.viewer("cy"))
    return At({"slug": millers.slug, "request_id": asked.pk}, {}, {"reason": "Full.", "message": "I mill."})


@whereabout
def a_link_into_the_vault(cast: Cast) -> At:
    """An invitation that stands."""
    from lorehall.communities import rules

    link = rules.make_link(cast.vault.pk, by=cast.viewer("bo"))
    return At({"token": link.token, "slug": cast.vault.slug, "invitation_id": link.invitation.pk})


@whereabout
def adas_question(cast: Cast) -> At:
    """In public, with an answer of Bo's."""
    return question(cast, cast.bakers)


@whereabout
def bos_answer(cast: Cast) -> At:
    """To Ada's question, in public."""
    at = question(cast, cast.bakers)
    return replace(at, parts={**at.parts, "post_id": at.form["post"]})


def edited(cast: Cast, one: Any) -> At:
    """An answer of Ada's that Bo has changed; `number` is its first revision."""
    from lorehall.content.models import Post
    from lorehall.content.rules.edit import Edit, edit
    from lorehall.questions.rules import answer

    at = question(cast, one, by="bo")
    given = answer.answer(at.parts["item_id"], "Proof it colder.", by=cast.viewer("ada"))
    edit(given.pk, Edit("Proof it colder, overnight.", given.version), by=cast.viewer("bo"))
    version = Post.objects.get(pk=given.pk).version
    return At({"post_id": given.pk, "number": 1}, {}, {"version": version})


@whereabout
def an_edited_answer(cast: Cast) -> At:
    """In public."""
    return edited(cast, cast.bakers)


@whereabout
def a_secret_edited_answer(cast: Cast) -> At:
    """In the secret community."""
    return edited(cast, cast.vault)


@whereabout
def a_kitchen_question(cast: Cast) -> At:
    """In the room where only Ada and Bo are let in."""
    return question(cast, cast.bakers, room=cast.kitchen)


@whereabout
def a_secret_question(cast: Cast) -> At:
    """In the secret community."""
    return question(cast, cast.vault)


@whereabout
def adas_conversation(cast: Cast) -> At:
    """In public."""
    return conversation(cast, cast.bakers)


def poll(cast: Cast, community: Any) -> At:
    """A conversation of Ada's whose opening holds a poll, and a vote in it."""
    from lorehall.content.models import Post
    from lorehall.conversations.rules import talk
    from lorehall.polls.find import polls_in

    text = "```poll\nBricks or tiles?\nopen voters\n- Bricks\n- Tiles\n```"
    item = talk.start_conversation(community.pk, talk.Talk("What is in your oven", text), by=cast.viewer("ada"))
    post = Post.objects.get(item=item, number=1)
    held = polls_in(post.html)[0]
    parts = {"post_id": post.pk, "poll": held.key}
    return At(parts, {}, {f"poll-{post.pk}-{held.key}": next(iter(held.keys))})


@whereabout
def adas_poll(cast: Cast) -> At:
    """In public."""
    return poll(cast, cast.bakers)


@whereabout
def a_secret_poll(cast: Cast) -> At:
    """In the secret community."""
    return poll(cast, cast.vault)


def preview(cast: Cast, community: Any) -> At:
    """A preview in a post of Ada's, as a job leaves it that asked a page."""
    from lorehall.content.models import Post
    from lorehall.conversations.rules import talk
    from lorehall.kernel import clock
    from lorehall.previews.addresses import key_of
    from lorehall.previews.models import Card, Preview

    url = "https://mill.example/rye"
    item = talk.start_conversation(community.pk, talk.Talk("Where the rye is from", url), by=cast.viewer("ada"))
    asked = {"url": url, "title": "The mill", "next_at": clock.now()}
    kept, _ = Preview.objects.get_or_create(key=key_of(url), defaults=asked)
    post = Post.objects.get(item=item, number=1)
    Card.objects.create(post=post, preview=kept)
    return At({"post_id": post.pk, "key": kept.key})


@whereabout
def adas_preview(cast: Cast) -> At:
    """In public."""
    return preview(cast, cast.bakers)


@whereabout
def a_secret_preview(cast: Cast) -> At:
    """In the secret community."""
    return preview(cast, cast.vault)


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


@whereabout
def a_secret_conversation(cast: Cast) -> At:
    """In the secret community."""
    return conversation(cast, cast.vault)


def imported(cast: Cast, one: Any, number: int, tag: str) -> At:
    """A question with an answer from another site, in the first room of a community; its tag is nowhere else."""
    from lorehall.content.models import ItemKind
    from lorehall.content.rules.bring import BroughtItem, BroughtPost, bring

    when, ada = cast.bakers.opened_at, cast.person("ada").pk
    posts = [
        BroughtPost(f"q{number}", "opening", ada, when, "Is it?", "<p>Is it?</p>"),
        BroughtPost(f"a{number}", "answer", ada, when, "It is.", "<p>It is.</p>"),
    ]
    item = BroughtItem(ItemKind.QUESTION, "answered", True, "Is it?", when, ada, posts, tags=[tag])
    with transaction.atomic():
        bring(one.rooms.get(is_first=True), "breadsite", [item])
    return At({"number": number, "rest": "is-it", "name": tag})


@whereabout
def an_imported_question(cast: Cast) -> At:
    """It came from another site into the public community; so did its answer, by the same number."""
    return imported(cast, cast.bakers, 7, "sponge")


@whereabout
def a_secret_imported_question(cast: Cast) -> At:
    """It came from another site into the secret community."""
    return imported(cast, cast.vault, 8, "hush")


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


@whereabout
def adas_bookmark(cast: Cast) -> At:
    """What Ada put by, and nobody else."""
    from lorehall.bookmarks.rules import put_item

    at = conversation(cast, cast.bakers)
    return At({"bookmark_id": put_item(at.parts["item_id"], by=cast.viewer("ada")).pk})


@whereabout
def adas_draft(cast: Cast) -> At:
    """What Ada began to answer to herself, and nobody else's."""
    from lorehall.drafts.models import Draft
    from lorehall.drafts.rules import Writing, keep
    from lorehall.drafts.tickets import Ticket

    by = cast.viewer("ada")
    keep(Ticket("ask", cast.bakers.pk, by.id), Writing({"title": ["Why is it?"]}, "a-form"), by=by)
    return At({"draft_id": Draft.objects.latest("id").pk})


@whereabout
def adas_writing(cast: Cast) -> At:
    """A form that was given to Ada, as she keeps it."""
    from lorehall.drafts.tickets import Ticket

    ticket = Ticket("talk", cast.bakers.pk, cast.person("ada").pk)
    return At({}, {}, {"draft": str(ticket), "text": "I began to say"})


@whereabout
def a_picture(cast: Cast) -> At:
    """In a conversation of Ada's, in public."""
    return picture(cast, cast.bakers)


@whereabout
def a_secret_picture(cast: Cast) -> At:
    """In a conversation of Ada's, in the secret community."""
    return picture(cast, cast.vault)


@whereabout
def adas_loose_file(cast: Cast) -> At:
    """Ada brought it, and no text holds it yet."""
    from tests.making import bring

    brought = bring(cast.viewer("ada"), cast.bakers, b"Flour, water, salt.", "list.txt")
    return At({"key": brought.key, "name": "list.txt"})


@whereabout
def ada(cast: Cast) -> At:
    """Ada herself, whose profile is not open to visitors."""
    return At({"handle": cast.person("ada").handle})


@whereabout
def nothing(cast: Cast) -> At:
    """What does not exist."""
    numbers = dict.fromkeys(("item_id", "post_id", "draft_id", "session_id", "pk", "number"), 999999)
    names = {
        "poll": "0" * 16,
        "slug": "nowhere",
        "handle": "nobody",
        "key": "none",
        "name": "none",
        "token": "none",
        "uidb36": "zz",
    }
    return At({**numbers, **names}, {}, WRITING)


AGENDA = ["When is the dough ready?", "Which flour keeps?"]


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
