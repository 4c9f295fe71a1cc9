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
