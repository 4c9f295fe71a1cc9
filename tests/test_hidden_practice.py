"""What is told of the practice of a closed room, and of drafts, to those who may not read them: nothing, anywhere.

Two laws. No address says a word of it, whatever hidden id stands there. And every page that others read is the same,
letter by letter, as it was before any of it was made: no count, no order, no arrow gives it away.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from lorehall.communities import rules as communities
from lorehall.content.models import Item, Post
from lorehall.content.queries.sources import sources
from lorehall.content.rules.delete import delete
from lorehall.content.rules.move import move as move_item
from lorehall.harvest.rules.begin import begin_from
from lorehall.kernel import facts, jobs
from lorehall.library.models import Collection, Topic
from lorehall.library.rules import collect, place, topic
from lorehall.people.rules import create_person
from lorehall.people.viewer import VISITOR
from lorehall.practice.crediting import Credited, token
from lorehall.practice.jobs import keep_true
from lorehall.practice.models import PracticeDraft, Suggestion
from lorehall.practice.rules.choose import choose
from lorehall.practice.rules.discuss import discuss
from lorehall.practice.rules.dissent import dissent
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.move import Move, move
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.save import Change, save
from lorehall.practice.rules.suggest import Proposal, suggest
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.confirm import confirm
from lorehall.reports.jobs import ask_how_it_went
from lorehall.reports.rules.report import Use, report
from tests.cast import Cast
from tests.making import opening, practice, talk
from tests.moments import MONDAY_MORNING, Clock
from tests.town import known

MARK = "kumquat"
OUTSIDERS = ("cy", "di", "eve", "sam", "")
KEEPERS = ("gil", "hal")
"""A steward and a coordinator of the Bakers whom nobody let into the kitchen."""
TEXT = "Use it when time is short.\n\n## Steps\n\n1. Mix the crumble.\n2. Wait. [^p{post}]\n"
MASKED = re.compile(r'[A-Za-z0-9_-]{32,}|(?<=name="form_token" value=)"[^"]*"')


@dataclass(slots=True)
class Place:
    """What all may read: Ada's question with Di's confirmed answer, and Bo's practice with it, used by Di."""

    cast: Cast
    asked: Item
    answer: Post
    practice: Item
    topic: Topic
    collection: Collection


@pytest.fixture
def public(cast: Cast, clock: Clock) -> Place:
    clock.stop_at(MONDAY_MORNING)
    bo, di = cast.viewer("bo"), cast.viewer("di")
    asked = ask(cast.bakers.pk, Asking("Why is it flat?", "It is.", tags="rye"), by=cast.viewer("ada"))
    given = answer(asked.pk, "Wait for twelve hours.", by=di)
    confirm(given.pk, by=cast.viewer("ada"))
    made = practice(bo, cast.bakers, text=TEXT.format(post=given.pk), tags="rye")
    report(made.pk, Use("used", changed="We waited longer."), by=di)
    kept = topic.add(cast.bakers.pk, "Doughs", by=bo)
    place.place(made.pk, kept.pk, by=bo)
    shelf = collect.make(cast.bakers.pk, collect.Wish("For the first week", "Read these."), by=bo)
    collect.put_in(shelf.pk, made.pk, by=bo)
    for name, role in zip(KEEPERS, ("steward", "coordinator"), strict=True):
        cast.people[name] = create_person(name.capitalize(), f"{name}@example.org")
        communities.join(cast.bakers.pk, by=cast.viewer(name))
        communities.change_role(cast.bakers.pk, cast.people[name].pk, role, by=bo)
    settle()
    return Place(cast, asked, given, made, kept, shelf)


def settle() -> None:
    """All that is due is done."""
    facts.deliver_all(strict=True)
    jobs.run_all(strict=True)


def hide(public: Place, community: Any, room_id: int | None) -> Item:
    """A practice there that is tied to what is public in every way there is, with all that can hang on one."""
    cast = public.cast
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    cites = f"{TEXT.format(post=public.answer.pk)}\n\nLike #{public.practice.pk}, with a {MARK}.\n"
    made = practice(ada, community, f"Add a {MARK}", text=cites, room_id=room_id, tags=f"rye, {MARK}")
    practice(ada, community, "crumble", text=f"What is left of a {MARK}.", room_id=room_id, shape="glossary")
    report(made.pk, Use("used", changed=f"The {MARK} was ripe."), by=bo)
    discuss(made.pk, f"More {MARK}.", by=bo)
    dissent(made.pk, f"Less {MARK}.", by=bo)
    suggest(made.pk, Proposal(f"Add a riper {MARK}", f"{cites}More.", "It was sour.", 1), by=bo)
    older = practice(ada, community, f"The old {MARK} way", text="As ever.", room_id=room_id)
    move(older.pk, Move("superseded", f"No {MARK}", successor=str(made.pk)), by=bo)
    if community.pk == cast.bakers.pk:
        place.place(made.pk, public.topic.pk, by=bo)
        collect.put_in(public.collection.pk, made.pk, by=bo)
    asked = ask(community.pk, Asking(f"Why a {MARK}?", "It is.", room_id=room_id), by=ada)
    talk(bo, community, f"All about {MARK}", text=f"See #{public.practice.pk}.", room_id=room_id)
    confirm(answer(asked.pk, "Because.", by=bo).pk, by=ada)
    settle()
    return made


def draft(public: Place) -> None:
    """Drafts in the room that everybody reads, seen by those alone who write them and by stewards."""
    cast = public.cast
    text = TEXT.format(post=public.answer.pk)
    begin(cast.bakers.pk, Beginning(f"A {MARK} begun", text, tags=MARK), by=cast.viewer("ada"))
    more = Beginning(f"A {MARK} instead", text, replaces_id=public.practice.pk, translates_id=public.practice.pk)
    begin(cast.bakers.pk, more, by=cast.viewer("ada"))
    settle()


def browser(cast: Cast, who: str) -> Client:
    client = Client(raise_request_exception=True)
    if who:
        client.force_login(cast.person(who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def read(public: Place, who: str) -> dict[str, str]:
    """Every page of what is public, as this one reads it."""
    base, item = f"/c/{public.cast.bakers.slug}", public.practice.pk
    paths = [
        "/",
        base,
        *(f"{base}/{part}" for part in ("questions", "conversations", "practice", "tags", "tags/rye", "evidence")),
        *(f"{base}/practice?{show}" for show in ("by=tag", "by=level", "by=state", "by=newest", "by=used")),
        *(f"{base}/practice?show={show}" for show in ("newest", "used", "evidence", "review", "tags", "levels")),
        f"{base}/practice/topics/{public.topic.slug}",
        f"{base}/practice/collections/{public.collection.slug}",
        *(f"{base}/practice/{part}" for part in ("drafts", "arrange", "customs", "collections/new")),
        f"{base}/practice/collections/{public.collection.slug}/edit",
        f"{base}/searches",
        f"/i/{item}/place",
        f"{base}/harvest",
        f"{base}/unread",
        f"{base}/complete/items?q=kum",
        f"{base}/complete/items?q=rest",
        *(f"/i/{item}/{part}" for part in ("versions", "reports", "evidence", "suggestions")),
        f"/i/{item}.md",
        f"/practice/{item}/{public.practice.slug}",
        f"/q/{public.asked.pk}/{public.asked.slug}",
        f"/i/{public.asked.pk}.md",
        *(f"/search?q={words}" for words in ("wait", "rye", "dough", MARK, "kind:practice", "is:current", "crumble")),
        f"/search/suggest?q={MARK[:4]}",
        *(f"/people/{public.cast.person(name).handle}" for name in ("ada", "bo")),
    ]
    client = browser(public.cast, who)
    said = {}
    for path in paths:
        response = client.get(path, follow=True)
        said[path] = f"{response.status_code}\n{MASKED.sub('…', response.content.decode())}"
    return said


@pytest.mark.parametrize("where", ["kitchen", "vault", "drafts"])
def test_every_public_page_is_the_same_whether_hidden_practice_is_there_or_not(public: Place, where: str) -> None:
    others = OUTSIDERS if where == "drafts" else (*OUTSIDERS, *KEEPERS)
    for who in others:
        read(public, who)  # what pages tell of their readers stands from now on
    before = {(who, *page) for who in others for page in read(public, who).items()}
    if where == "drafts":
        draft(public)
    elif where == "vault":
        hide(public, public.cast.vault, None)
    else:
        hide(public, public.cast.bakers, public.cast.kitchen.pk)
    after = {(who, *page) for who in others for page in read(public, who).items()}
    was = {(who, path): said for who, path, said in before - after}
    changed = {(who, path): difference(was[who, path], said) for who, path, said in after - before}
    assert not changed, "\n".join(f"{page}: {lines}" for page, lines in sorted(changed.items()))


def difference(before: str, after: str) -> tuple[str, str]:
    """Where they begin to differ."""
    start = next((at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), len(before))
    return before[start - 80 : start + 160], after[start - 80 : start + 160]


def addresses(public: Place, hidden: Item) -> Iterator[str]:
    """Every address that is read, with each hidden id that it may take."""
    others = Item.objects.exclude(pk__in=[public.practice.pk, public.asked.pk])
    items = list((others if others.exists() else Item.objects.all()).values_list("pk", flat=True))
    posts = list(Post.objects.filter(item__in=items).values_list("pk", flat=True))
    pools: dict[str, list[Any]] = {
        "item_id": items,
        "post_id": posts,
        "draft_id": list(PracticeDraft.objects.values_list("pk", flat=True)),
        "suggestion_id": list(Suggestion.objects.values_list("pk", flat=True)),
        "topic_id": [public.topic.pk],
        "slug": [public.cast.bakers.slug, public.cast.vault.slug, hidden.slug],
        "topic": [public.topic.slug],
        "collection": [public.collection.slug],
        "tag": [MARK, "rye"],
        "room": [public.cast.kitchen.slug],
        "number": [1, 2],
        "version": [1, 2],
        "handle": [public.cast.person("ada").handle],
        "shape": ["practice"],
        "token": ["none", token(Credited(public.cast.person("di").pk, hidden.pk))],
        "verb": ["still-right"],
    }
    for name, parts in known().items():
        if parts <= pools.keys():
            for values in itertools.product(*(pools[part] for part in sorted(parts))):
                try:
                    yield reverse(name, kwargs=dict(zip(sorted(parts), values, strict=True)))
                except NoReverseMatch:
                    continue


def crawl(public: Place, who: str, hidden: Item) -> list[tuple[int, str]]:
    """The addresses that say the word to this one, but for those that have it from who asks."""
    client, found = browser(public.cast, who), []
    for address in addresses(public, hidden):
        response = client.get(address)
        said = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        text = said.decode(errors="replace").lower().replace(address.lower(), "")
        echo = f"{address} {response.headers.get('Location', '')}".lower()
        if MARK in text and not (MARK in echo and response.status_code >= 400):
            found.append((response.status_code, address))
    return found


def delete_all_of_it(public: Place) -> None:
    """The public practice and question are all that is left."""
    gone = Item.objects.exclude(pk__in=[public.practice.pk, public.asked.pk])
    for item in gone:
        delete(opening(item).pk, by=public.cast.viewer("bo"))
    settle()


def delete_what_was_said(public: Place) -> Item:
    """A report, a note and a reply by Bo on the public practice, taken back."""
    bo = public.cast.viewer("bo")
    posts = [
        Post.objects.get(pk=report(public.practice.pk, Use("used", changed=f"Like a {MARK}.", effect=MARK), by=bo).pk),
        dissent(public.practice.pk, f"Not a {MARK}.", by=bo),
        discuss(public.practice.pk, f"A {MARK}?", by=bo),
    ]
    for post in posts:
        delete(post.pk, by=bo)
    settle()
    return public.practice


# On one engine for everybody; on the other for who could see most by mistake.
CRAWLERS = [
    *(pytest.param(who, marks=pytest.mark.once) for who in (*OUTSIDERS[1:], "hal", "ada, who left")),
    OUTSIDERS[0],
    "gil",
]


@pytest.mark.slow
@pytest.mark.parametrize("who", CRAWLERS)
def test_no_address_says_a_word_of_hidden_practice(public: Place, who: str) -> None:
    cast = public.cast
    hidden = hide(public, cast.bakers, cast.kitchen.pk)
    hide(public, cast.vault, None)
    if who not in KEEPERS:
        draft(public)
    if who == "ada, who left":
        communities.leave(cast.bakers.pk, by=cast.viewer("ada"))
        communities.leave(cast.vault.pk, by=cast.viewer("ada"))
        settle()
        who = "ada"
    found = crawl(public, who, hidden)
    # Keepers keep all tags of their community, by name.
    assert not [said for said in found if who not in KEEPERS or "/tags/" not in said[1]]


@pytest.mark.slow
def test_the_crawl_finds_what_one_may_read(public: Place) -> None:
    hidden = hide(public, public.cast.bakers, public.cast.kitchen.pk)
    draft(public)
    assert len(crawl(public, "bo", hidden)) > 20


@pytest.mark.slow
@pytest.mark.parametrize("what", ["items", "posts"])
def test_no_address_says_a_word_of_what_was_deleted(public: Place, what: str) -> None:
    if what == "items":
        hidden = hide(public, public.cast.bakers, None)
        delete_all_of_it(public)
    else:
        hidden = delete_what_was_said(public)
    found = [(who, *said) for who in ("di", "") for said in crawl(public, who, hidden)]
    found += [
        (who, 200, path) for who in ("di", "") for path, said in read(public, who).items() if MARK in without_echo(said)
    ]
    assert not found


def without_echo(page: str) -> str:
    """A page without what was asked for."""
    return re.sub(rf'value="{MARK}"|“{MARK}”|q={MARK}|{MARK}</|<title>{MARK}', "", page)


def test_no_letter_tells_of_hidden_practice(public: Place, clock: Clock) -> None:
    cast = public.cast
    di = cast.viewer("di")
    hide(public, cast.bakers, cast.kitchen.pk)
    draft(public)
    # Di was in the kitchen once, and is credited, follows and keeps things there.
    communities.let_in(cast.kitchen.pk, di.id, by=cast.viewer("bo"))
    di = cast.viewer("di")
    said = talk(di, cast.bakers, f"Di’s {MARK}", room_id=cast.kitchen.pk)
    practice(di, cast.bakers, f"The {MARK} of Di", text=f"It is a {MARK}.", room_id=cast.kitchen.pk)
    practice(cast.viewer("ada"), cast.bakers, f"A {MARK} again", room_id=cast.kitchen.pk,
             text=TEXT.format(post=opening(said).pk))  # fmt: skip
    communities.let_out(cast.kitchen.pk, di.id, by=cast.viewer("bo"))
    mail.outbox.clear()
    for span in (timedelta(days=8), timedelta(days=60), timedelta(days=400), timedelta(days=20)):
        clock.let_pass(span)
        keep_true.call()
        ask_how_it_went.call()
        settle()
    told = {to for message in mail.outbox for to in message.to if MARK in f"{message.subject}{message.body}".lower()}
    assert told == {"ada@example.org", "bo@example.org"}


def test_a_draft_says_nothing_of_a_source_that_moved_to_where_its_reader_may_not_read(public: Place) -> None:
    cast = public.cast
    thread = talk(cast.viewer("ada"), cast.bakers, f"All about {MARK}", text=f"A {MARK} is a fruit.")
    begun = begin_from(thread.pk, by=cast.viewer("ada"))
    choose(begun.pk, opening(thread).pk, by=cast.viewer("ada"))
    text = f"Eat fruit. [^p{opening(thread).pk}]"
    save(begun.pk, Change(title="Eat fruit daily", source=text, tags="", version=1), by=cast.viewer("ada"))
    move_item(thread.pk, cast.kitchen.pk, by=cast.viewer("bo"))
    settle()
    for who in KEEPERS:
        client = browser(cast, who)
        for path in (f"/harvest/{begun.pk}", f"/harvest/{begun.pk}?from={thread.pk}", f"/practice-drafts/{begun.pk}",
                     f"/practice-drafts/{begun.pk}/write", f"/c/{cast.bakers.slug}/practice/drafts"):  # fmt: skip
            response = client.get(path, follow=True)
            assert MARK not in response.content.decode(), (who, path)
    made = publish(begun.pk, by=cast.viewer("bo"))
    assert MARK not in browser(cast, "di").get(f"/practice/{made.pk}/{made.slug}").content.decode()
    assert not sources(VISITOR, made.pk)
