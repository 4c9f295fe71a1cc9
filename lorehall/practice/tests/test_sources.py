"""Citations are links both ways, and neither end tells anybody what they may not read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lorehall.communities import rules as communities
from lorehall.communities.policy import may_read
from lorehall.communities.viewers import viewer_of
from lorehall.content.jobs import recount
from lorehall.content.models import Citation, Item, Post
from lorehall.content.policy import may_see
from lorehall.content.queries.cited import part_of
from lorehall.content.queries.sources import credited, own_credit, sources
from lorehall.content.rules.delete import delete, restore
from lorehall.content.rules.edit import Edit, edit
from lorehall.content.rules.move import move
from lorehall.kernel.errors import Refused
from lorehall.people.viewer import VISITOR, Viewer
from lorehall.practice.rules.credit import be_named, tell
from lorehall.practice.rules.revise import Change, revise
from lorehall.practice.rules.revise import restore as restore_version
from lorehall.practice.tests.sourced import NAME, TEXT, TITLE, WORDS, Sourced, close_doors, sourced
from lorehall.questions.rules.answer import Given, answer, log_answer
from lorehall.questions.rules.ask import Asking, ask
from lorehall.questions.rules.confirm import confirm
from tests.cast import NAMES, Cast
from tests.making import opening, practice, reply, talk
from tests.moments import Clock


def everybody(made: Sourced) -> dict[str, Viewer]:
    cast = {name: made.cast.viewer(name) for name in NAMES}
    return cast | {"author": made.viewer(), "visitor": VISITOR}


def browser(viewer: Viewer, made: Sourced) -> Client:
    client = Client()
    if viewer.person_id is not None:
        person = type(made.author).objects.get(pk=viewer.person_id)
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def edited(made: Sourced) -> None:
    edit(made.post.pk, Edit(f"Feed it to two {WORDS}s.", made.post.version), by=made.cast.viewer("bo"))


def post_deleted(made: Sourced) -> None:
    delete(made.post.pk, by=made.viewer())


def restored(made: Sourced) -> None:
    post_deleted(made)
    restore(made.post.pk, by=made.viewer())


def item_deleted(made: Sourced) -> None:
    delete(opening(made.thread).pk, by=made.cast.viewer("bo"))


def moved_private(made: Sourced) -> None:
    move(made.thread.pk, made.cast.kitchen.pk, by=made.cast.viewer("bo"))


def moved_private_and_deleted(made: Sourced) -> None:
    moved_private(made)
    item_deleted(made)


def author_suspended(made: Sourced) -> None:
    communities.suspend(made.thread.community_id, made.author.pk, "For a test.", by=made.cast.viewer("bo"))


def author_left(made: Sourced) -> None:
    moved_private(made)
    communities.leave(made.thread.community_id, by=made.viewer())


def closed(made: Sourced) -> None:
    close_doors(made.cast, made.thread.community)


def untouched(made: Sourced) -> None:
    assert made.post.cited_count == 0


HAPPENINGS: list[Callable[[Sourced], None]] = [
    untouched,
    edited,
    post_deleted,
    restored,
    item_deleted,
    moved_private,
    moved_private_and_deleted,
    author_suspended,
    author_left,
]


def addresses(made: Sourced) -> list[str]:
    item, post = made.practice, opening(made.practice)
    return [
        f"/practice/{item.pk}/{item.slug}",
        f"/i/{item.pk}.md",
        f"/p/{post.pk}.md",
        f"/p/{post.pk}/revisions",
        f"/search?q={TITLE}",
        f"/search?q={WORDS}",
        f"/c/{made.cast.bakers.slug}",
    ]


def check(made: Sourced) -> None:
    """The law: whoever may not see where the source stands finds neither its words, nor its title, nor its author."""
    thread = Item.objects.select_related("room", "community").get(pk=made.thread.pk)
    for name, viewer in everybody(made).items():
        client, reads = browser(viewer, made), may_see(viewer, thread)
        for address in addresses(made):
            response = client.get(address, follow=True)
            assert response.status_code < 400, (name, address)
            said, own = response.content.decode(), address.startswith(("/practice", "/i/", "/p/"))
            assert not own or WORDS not in said, (name, address)
            if not reads:
                assert f"The {TITLE} dough" not in said, (name, address)
                tombstone = thread.deleted_at is not None and may_read(viewer, thread.room)
                assert not own or tombstone or name == "author" or NAME not in said, (name, address)


@pytest.mark.parametrize("happening", HAPPENINGS, ids=lambda happening: happening.__name__)
def test_a_practice_stays_valid_and_tells_nobody_what_they_may_not_read(
    cast: Cast, happening: Callable[[Sourced], None]
) -> None:
    made = sourced(cast)
    happening(made)
    check(made)
    assert recount() == []


def test_a_source_in_a_community_that_closed_its_doors_is_told_to_its_members_alone(cast: Cast) -> None:
    made = sourced(cast, elsewhere=True)
    closed(made)
    check(made)
    (found,) = sources(cast.viewer("ada"), made.practice.pk)
    assert found.hidden
    assert (found.title, found.author, found.url, found.written_at) == ("", None, "", None)
    (known,) = sources(cast.viewer("bo"), made.practice.pk)
    assert TITLE in known.title


def test_a_source_names_the_post_and_its_author(cast: Cast) -> None:
    made = sourced(cast)
    (found,) = sources(VISITOR, made.practice.pk)
    assert found.author is not None
    assert (found.number, found.author.name, found.author.url, found.title) == (1, NAME, "", f"The {TITLE} dough")
    page = Client().get(f"/practice/{made.practice.pk}/{made.practice.slug}").content.decode()
    assert f'<li id="note-c{made.post.pk}"' in page
    assert f"{NAME} in “<a href" in page


def test_the_confirmed_answer_is_said_to_be_that_for_as_long_as_it_is(cast: Cast) -> None:
    asked = ask(cast.bakers.pk, Asking("Why is it flat?", "It is."), by=cast.viewer("ada"))
    given = answer(asked.pk, "Wait longer.", by=cast.viewer("di"))
    made = practice(cast.viewer("bo"), cast.bakers, text=TEXT.format(post=given.pk))
    assert not sources(VISITOR, made.pk)[0].confirmed
    confirm(given.pk, by=cast.viewer("ada"))
    (found,) = sources(VISITOR, made.pk)
    assert (found.kind, found.confirmed) == ("answer", True)


def test_a_source_that_was_edited_leads_to_the_version_that_was_cited(cast: Cast, clock: Clock) -> None:
    made = sourced(cast)
    edited(made)
    (found,) = sources(VISITOR, made.practice.pk)
    assert found.cited_url == f"/p/{made.post.pk}/revisions/1"
    assert f"Feed it to a {WORDS}." in Client().get(found.cited_url).content.decode()


def test_a_deleted_source_leaves_a_tombstone_and_comes_back(cast: Cast) -> None:
    made = sourced(cast)
    post_deleted(made)
    (gone,) = sources(VISITOR, made.practice.pk)
    assert gone.gone
    assert gone.author is not None
    assert gone.cited_at is not None
    page = Client().get(f"/practice/{made.practice.pk}/{made.practice.slug}").content.decode()
    assert "that was deleted" in page
    restore(made.post.pk, by=made.viewer())
    assert not sources(VISITOR, made.practice.pk)[0].gone


def test_where_the_whole_thread_is_deleted_only_who_may_restore_it_reads_its_title(cast: Cast) -> None:
    made = sourced(cast)
    item_deleted(made)
    assert sources(cast.viewer("di"), made.practice.pk)[0].title == ""
    assert TITLE in sources(cast.viewer("bo"), made.practice.pk)[0].title


def test_the_post_says_what_it_is_part_of_and_since_which_version(cast: Cast) -> None:
    made = sourced(cast)
    page = Client().get(f"/t/{made.thread.pk}/{made.thread.slug}").content.decode()
    assert f'href="/practice/{made.practice.pk}/{made.practice.slug}">Rest the dough overnight</a>' in page
    (entry,) = part_of(VISITOR, [(made.post.pk, 1)])[made.post.pk]
    assert entry.since == 1


def test_a_post_that_a_later_version_cites_says_since_which(cast: Cast) -> None:
    made = sourced(cast)
    later = reply(cast.viewer("di"), made.thread, "Eleven hours will do.")
    change = Change(f"{made.text}\nOr less. [^p{later.pk}]\n", 1, "Less time is enough.")
    revise(made.practice.pk, change, by=cast.viewer("ada"))
    found = part_of(VISITOR, [(made.post.pk, 1), (later.pk, 1)])
    assert (found[made.post.pk][0].since, found[later.pk][0].since) == (1, 2)
    assert tell(made.practice.pk) == 2
    revise(made.practice.pk, Change("Use it.", 2, "Too long."), by=cast.viewer("ada"))
    assert part_of(VISITOR, [(made.post.pk, 1), (later.pk, 1)]) == {}
    assert list(Post.objects.filter(cited_count__gt=0)) == []
    restore_version(made.practice.pk, 2, 3, by=cast.viewer("ada"))
    assert part_of(VISITOR, [(later.pk, 1)])[later.pk][0].since == 2
    assert recount() == []


def test_the_arrow_stands_under_the_confirmed_answer_and_in_the_steps(cast: Cast) -> None:
    asked = ask(cast.bakers.pk, Asking("Why is it flat?", "It is."), by=cast.viewer("ada"))
    given = answer(asked.pk, "Wait longer.", by=cast.viewer("di"))
    confirm(given.pk, by=cast.viewer("ada"))
    made = practice(cast.viewer("bo"), cast.bakers, text=TEXT.format(post=given.pk))
    page = Client().get(f"/q/{asked.pk}/{asked.slug}").content.decode()
    assert page.count(f'href="/practice/{made.pk}/{made.slug}"') == 2
    assert "Harvested into a practice" in page


@pytest.mark.parametrize("name", [*NAMES, "visitor"])
def test_no_post_says_that_it_is_part_of_what_its_reader_may_not_see(cast: Cast, name: str) -> None:
    thread = talk(cast.viewer("bo"), cast.bakers)
    post = reply(cast.viewer("bo"), thread)
    hidden = practice(cast.viewer("ada"), cast.bakers, "A hush-hush way", text=TEXT.format(post=post.pk),
                      room_id=cast.kitchen.pk)  # fmt: skip
    viewer = VISITOR if name == "visitor" else cast.viewer(name)
    found = part_of(viewer, [(post.pk, 1)])
    page = browser(viewer, Sourced(cast, cast.person("ada"), thread, post, hidden)).get(f"/t/{thread.pk}/{thread.slug}")
    sees = name in {"ada", "bo"}
    assert bool(found) == sees
    assert ("hush-hush" in page.content.decode()) == sees


def test_pages_ask_one_statement_more_where_something_is_cited_and_none_elsewhere(cast: Cast, queries: Any) -> None:
    thread = talk(cast.viewer("bo"), cast.bakers)
    said = [reply(cast.viewer("bo"), thread, f"Reply {n}.") for n in range(5)]
    address, client = f"/t/{thread.pk}/{thread.slug}", Client()
    client.get(address)
    with queries.counted() as plain:
        client.get(address)
    practice(cast.viewer("ada"), cast.bakers, text=TEXT.format(post=said[0].pk))
    client.get(address)
    with queries.exactly(len(plain) + 1):
        client.get(address)
    for n, post in enumerate(said):
        practice(cast.viewer("ada"), cast.bakers, f"Another way, {n}", text=TEXT.format(post=post.pk))
    with queries.exactly(len(plain) + 1):
        client.get(address)


def test_a_deleted_practice_is_named_nowhere_and_comes_back(cast: Cast) -> None:
    made = sourced(cast)
    delete(opening(made.practice).pk, by=cast.viewer("bo"))
    assert Post.objects.get(pk=made.post.pk).cited_count == 0
    assert part_of(cast.viewer("bo"), [(made.post.pk, 1)]) == {}
    assert recount() == []
    restore(opening(made.practice).pk, by=cast.viewer("bo"))
    assert Post.objects.get(pk=made.post.pk).cited_count == 1
    assert recount() == []


def test_a_count_of_citations_that_drifted_is_mended(cast: Cast) -> None:
    made = sourced(cast)
    Post.objects.filter(pk=made.post.pk).update(cited_count=7)
    (drift,) = recount()
    assert (drift.column, drift.kept, drift.counted) == ("cited_count", 7, 1)


def test_a_practice_does_not_move_to_where_not_all_may_read_its_sources(cast: Cast) -> None:
    made = sourced(cast, room_id=cast.kitchen.pk)
    room = cast.bakers.rooms.get(is_first=True)
    with pytest.raises(Refused) as refusal:
        move(made.practice.pk, room.pk, by=cast.viewer("bo"))
    assert TITLE not in str(refusal.value)
    assert Item.objects.get(pk=made.practice.pk).room_id == cast.kitchen.pk
    Citation.objects.update(gone_at=made.practice.created_at)
    with pytest.raises(Refused):
        move(made.practice.pk, room.pk, by=cast.viewer("bo"))
    move(made.thread.pk, room.pk, by=cast.viewer("bo"))
    move(made.practice.pk, room.pk, by=cast.viewer("bo"))


def test_who_is_unnamed_is_named_by_no_source(cast: Cast) -> None:
    made = sourced(cast)
    be_named(made.practice.pk, False, by=made.viewer())
    for viewer in everybody(made).values():
        (found,) = sources(viewer, made.practice.pk)
        assert found.author is None
    assert own_credit(sources(made.viewer(), made.practice.pk)) == "unnamed"
    for address in (f"/practice/{made.practice.pk}/{made.practice.slug}", f"/i/{made.practice.pk}.md"):
        assert NAME not in Client().get(address).content.decode()
    be_named(made.practice.pk, True, by=viewer_of(made.author.pk))
    assert sources(VISITOR, made.practice.pk)[0].author is not None


def test_an_answer_that_was_given_elsewhere_is_said_to_be_its_givers(cast: Cast) -> None:
    asked = ask(cast.bakers.pk, Asking("Why is the crumb dense?", "It is."), by=cast.viewer("ada"))
    post = log_answer(asked.pk, Given("Wait longer.", "Hanne Dahl"), by=cast.viewer("bo"))
    item = practice(cast.viewer("ada"), cast.bakers, text=f"Use it.\n\n1. Wait. [^p{post.pk}]\n")
    (source,) = sources(cast.viewer("di"), item.pk)
    assert source.name == "Hanne Dahl"
    assert source.author is None
    assert source.phrase % {"name": source.name, "title": source.title} == (
        "Hanne Dahl’s answer to “Why is the crumb dense?”"
    )
    assert not credited([source])
