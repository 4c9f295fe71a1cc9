"""What is found, by which words, and where it leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from lorehall.communities import rules as communities
from lorehall.content.models import Item, Post
from lorehall.content.rules import delete, edit, move, reindex, tag
from lorehall.kernel import jobs
from lorehall.questions.models import Confirmation
from lorehall.questions.rules.answer import answer
from lorehall.questions.rules.ask import Asides, Asking, ask, edit_question
from lorehall.questions.rules.confirm import confirm
from lorehall.search.queries.found import find
from lorehall.search.wanted import Wanted
from tests.cast import Cast
from tests.making import opening, reply, talk

pytestmark = pytest.mark.django_db


def words(*said: str, **more: Any) -> Wanted:
    return Wanted(words=said, **more)


def titles(cast: Cast, wanted: Wanted, who: str = "ada") -> list[str]:
    return [str(hit.title.striptags()) for hit in find(cast.viewer(who), wanted).hits]


def test_new_text_is_found_at_once_by_its_title_its_text_and_its_tags(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, "How long the dough may rest", text="Overnight in the cellar.", tags="rye")
    for word in ("dough", "cellar", "rye"):
        assert titles(cast, words(word)) == ["How long the dough may rest"], word
    assert titles(cast, words("croissant")) == []


def test_a_word_in_a_reply_brings_one_to_that_reply(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers)
    post = reply(cast.viewer("bo"), item, "Put it into the *cellar*.")
    hit = find(cast.viewer("di"), words("cellar")).hits[0]
    assert (hit.post_id, hit.number) == (post.pk, 2)
    assert hit.url.endswith(f"#p{post.pk}")
    assert str(hit.passage) == "Put it into the <mark>cellar</mark>."
    assert hit.author.name == "Bo"


def test_words_may_be_spread_over_title_and_reply(cast: Cast) -> None:
    item = talk(cast.viewer("ada"), cast.bakers, "How long the dough may rest")
    post = reply(cast.viewer("bo"), item, "Until the cellar is cold.")
    hit = find(cast.viewer("di"), words("dough", "cellar")).hits[0]
    assert hit.post_id == post.pk
    assert "<mark>dough</mark>" in hit.title


@pytest.mark.parametrize("typed", ["CRÈME", "creme", "Crème", "ｃｒｅｍｅ"])
def test_accents_case_and_width_are_folded(cast: Cast, typed: str) -> None:
    talk(cast.viewer("ada"), cast.bakers, "A crème brûlée that curdles")
    assert titles(cast, words(typed)) == ["A crème brûlée that curdles"]


@pytest.mark.parametrize(("language", "said", "typed"), [
    ("en", "The loaves were baking slowly", "baked"),
    ("de", "Die Häuser der Bäcker", "Haus"),
    ("fr", "Les boulangers pétrissaient la pâte", "pétrir"),
    ("sv", "Bagarnas degar jäste", "bagarna"),
])  # fmt: skip
def test_words_are_stemmed_by_the_language_of_the_community(cast: Cast, language: str, said: str, typed: str) -> None:
    place = communities.open_community(communities.Opening("Atelier", language=language), by=cast.viewer("ada"))
    talk(cast.viewer("ada"), place, "Sans titre", text=said)
    assert titles(cast, words(typed, community_ids=(place.pk,), language=language)) == ["Sans titre"]
    assert titles(cast, words(typed)) == ["Sans titre"]  # also where several languages are asked at once


@pytest.mark.parametrize("typed", ["東京", "東京タワー", "タワ", "京", "面包"])
def test_writing_that_parts_no_words_is_found_by_any_stretch(cast: Cast, typed: str) -> None:
    talk(cast.viewer("ada"), cast.bakers, "About towers", text="昨日東京タワーへ行きました。面包很好吃")
    assert titles(cast, words(typed)) == ["About towers"]
    assert titles(cast, words("京東")) == []


@pytest.mark.parametrize(
    "typed", ["node.js", "nodejs", "c++", "e-mail", "email", "k8s", ".net", "utf-8", "c#", "1.2.3"]
)
def test_technical_words_are_kept(cast: Cast, typed: str) -> None:
    talk(
        cast.viewer("ada"),
        cast.bakers,
        "Ovens",
        text="Node.js or C++ or .NET or C# on k8s sends e-mail in UTF-8, 1.2.3",
    )
    assert titles(cast, words(typed)) == ["Ovens"]
    assert titles(cast, words("12.3")) == []


def test_phrases_are_in_order_and_words_can_be_left_out(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, "First loaf", text="The cold dough rises.")
    talk(cast.viewer("ada"), cast.bakers, "Second loaf", text="The dough is cold, the butter warm.")
    assert titles(cast, Wanted(phrases=("cold dough",))) == ["First loaf"]
    assert titles(cast, words("dough", without=("butter",))) == ["First loaf"]
    assert titles(cast, words("loaf", without=("cold dough",))) == ["Second loaf"]
    assert titles(cast, Wanted(kinds=("conversation",), without=("butter",))) == ["First loaf"]


def test_a_title_weighs_more_than_a_text_and_a_confirmed_answer_more_than_another(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, "Something else", text="The crumb is dense. The crumb is wet.")
    talk(cast.viewer("ada"), cast.bakers, "Why the crumb is dense", text="It is.")
    assert titles(cast, words("crumb"))[0] == "Why the crumb is dense"
    for number in (1, 2):
        question = ask(
            cast.bakers.pk, Asking(f"Question number {number}", "What is to be done?"), by=cast.viewer("ada")
        )
        answer(question.pk, "Use a poolish.", by=cast.viewer("bo"))
    first = Item.objects.get(title="Question number 1")
    confirm(Post.objects.get(item=first, number=2).pk, by=cast.viewer("ada"))
    hits = find(cast.viewer("ada"), words("poolish")).hits
    assert [hit.confirmed for hit in hits] == [True, False]
    assert Confirmation.objects.count() == 1


def test_what_is_edited_deleted_restored_moved_or_renamed_changes_results_at_once(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    item = talk(ada, cast.bakers, "How long the dough may rest", text="In the cellar.", tags="rye")
    post = reply(bo, item, "Or in the pantry.")
    edit.edit(opening(item).pk, edit.Edit("In the attic.", 1, title="How warm the dough may rest"), by=ada)
    assert titles(cast, words("cellar")) == []
    assert titles(cast, words("attic", "warm")) == ["How warm the dough may rest"]
    assert titles(cast, words("pantry", "warm")) == ["How warm the dough may rest"]
    assert titles(cast, words("pantry", "long")) == []
    delete.delete(post.pk, by=bo)
    assert titles(cast, words("pantry")) == []
    delete.restore(post.pk, by=bo)
    assert titles(cast, words("pantry")) == ["How warm the dough may rest"]
    tag.retag(item.pk, "spelt", by=ada)
    assert titles(cast, words("rye")) == []
    assert titles(cast, words("pantry", "spelt")) == ["How warm the dough may rest"]
    delete.delete(opening(item).pk, by=ada)
    assert titles(cast, words("attic")) == []
    delete.restore(opening(item).pk, by=ada)
    assert titles(cast, words("attic")) == titles(cast, words("pantry")) == ["How warm the dough may rest"]
    assert titles(cast, words("attic"), "di") != []
    move.move(item.pk, cast.kitchen.pk, by=bo)
    assert titles(cast, words("attic"), "di") == []
    assert titles(cast, words("attic")) != []


def test_a_tag_that_has_another_name_is_found_by_it(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, "How long the dough may rest", tags="rye")
    tag.rename(cast.bakers, "rye", "spelt", by=cast.viewer("bo"))
    assert titles(cast, Wanted(tag_slugs=("spelt",))) == ["How long the dough may rest"]
    jobs.run_all(strict=True)
    assert titles(cast, words("spelt")) == ["How long the dough may rest"]


def test_filters_hold_for_words_and_alone(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    asked = ask(cast.bakers.pk, Asking("Why is the crumb dense?", "It is wet."), by=ada)
    item = talk(bo, cast.bakers, "A dense crumb, enjoyed", tags="rye, crumb")
    for wanted, found in [
        (Wanted(kinds=("question",)), asked),
        (Wanted(kinds=("conversation",)), item),
        (Wanted(tag_slugs=("rye", "crumb")), item),
        (Wanted(author_ids=(bo.id,)), item),
        (Wanted(states=("open",)), asked),
        (Wanted(states=("unanswered", "confirmed")), asked),
        (Wanted(mine=True), asked),
    ]:
        for one in (
            wanted,
            words(
                "crumb",
                **{name: getattr(wanted, name) for name in ("kinds", "tag_slugs", "author_ids", "states", "mine")},
            ),
        ):
            assert [hit.item_id for hit in find(ada, one).hits] == [found.pk], one
    assert titles(cast, Wanted(tag_slugs=("rye", "wheat"))) == []
    assert len(titles(cast, Wanted(community_ids=(cast.bakers.pk,)))) == 2
    assert titles(cast, Wanted(community_ids=(cast.vault.pk,))) == []
    assert titles(cast, Wanted()) == []
    now = item.created_at
    assert titles(cast, Wanted(before=now - timedelta(days=1))) == []
    assert len(titles(cast, words("crumb", after=now - timedelta(days=1)))) == 2


def test_where_too_little_has_all_words_what_has_most_of_them_is_shown_and_said(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, "How long the dough may rest", text="Overnight.")
    found = find(cast.viewer("ada"), words("dough", "rest", "zeppelin"))
    assert found.relaxed
    assert [hit.title.striptags() for hit in found.hits] == ["How long the dough may rest"]
    assert not find(cast.viewer("ada"), words("dough")).relaxed


def test_pages_follow_one_another_without_gap_or_repeat(cast: Cast) -> None:
    ada = cast.viewer("ada")
    made = [talk(ada, cast.bakers, f"Dough number {number}").pk for number in range(7)]
    for wanted in (words("dough"), words("dough", order="newest"), Wanted(kinds=("conversation",))):
        seen, after = [], None
        for _ in range(4):
            found = find(ada, wanted, after=after, size=3)
            seen += [hit.item_id for hit in found.hits]
            assert found.about == 7
            after = found.after
            if after is None:
                break
        assert sorted(seen) == sorted(made)
        assert len(seen) == 7


@pytest.mark.parametrize("after", ["", "x", "1_2", "nan_nan_1", "1e999_1_1", "1_1_99999999999999999999", "\0"])
def test_a_cursor_that_means_nothing_is_the_first_page(cast: Cast, after: str) -> None:
    talk(cast.viewer("ada"), cast.bakers)
    find(cast.viewer("ada"), words("dough"), after=after)
    find(cast.viewer("ada"), Wanted(kinds=("conversation",)), after=after)


HOSTILE = [
    *("'", '"', "NEAR(a b)", "a*", "*", "^a", "{title}: a", "a AND", "OR", "NOT", "-", "\0", "a\0b", ":", "a:*", "!a"),
    *("a & b", "a <-> b", "%", "_", "\\", "';--", "🥖", "\u202e", "ا", "a" * 5000, "x " * 10_000, "东" * 3000),
    *("\u0308", "()", "++", "#"),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_words(cast: Cast, typed: str) -> None:
    talk(cast.viewer("ada"), cast.bakers, "How a dough may rest")
    for wanted in (words(typed), Wanted(phrases=(typed,)), words("dough", without=(typed,)), words(*typed.split())):
        find(cast.viewer("ada"), wanted)


def test_newest_first_goes_by_when_it_was_written(cast: Cast) -> None:
    ada = cast.viewer("ada")
    talked = [talk(ada, cast.bakers, f"Dough number {number}") for number in range(3)]
    Post.objects.filter(item=talked[1]).update(created_at=F("created_at") - timedelta(days=300))
    Post.objects.filter(item=talked[2]).update(created_at=F("created_at") - timedelta(days=3000))
    newest = ["Dough number 0", "Dough number 1", "Dough number 2"]
    assert titles(cast, words("dough", order="newest")) == newest
    assert titles(cast, words("dough")) == newest  # what else is alike is a little better when it is young


def test_statements_do_not_grow_with_what_is_found(cast: Cast, queries: Any) -> None:
    ada = cast.viewer("ada")
    talk(ada, cast.bakers, "Dough number 0")
    talk(ada, cast.bakers, "Dough number 1")
    with queries.at_most(6) as few:
        find(ada, words("dough"))
    for number in range(2, 22):
        talk(ada, cast.bakers, f"Dough number {number}")
    with queries.exactly(len(few)):
        assert len(find(ada, words("dough")).hits) == 20


def test_what_was_tried_and_must_be_decided_is_found_as_long_as_it_stands(cast: Cast) -> None:
    ada, room = cast.viewer("ada"), cast.bakers.pk
    asking = Asking(
        title="Why is the crumb dense?", text="It is.", tried="A longer *autolyse*.", deciding="Which flour?"
    )
    item = ask(room, asking, by=ada)
    post = opening(item)
    hit = find(ada, words("crumb", "autolyse")).hits[0]
    assert "<mark>autolyse</mark>" in hit.passage
    assert titles(cast, words("flour")) == ["Why is the crumb dense?"]
    edit.edit(post.pk, edit.Edit("It is, and flat.", post.version), by=ada)  # not the question's own rule
    assert titles(cast, words("autolyse", "flat"))
    for _ in range(2):
        post.refresh_from_db()
        change = edit.Edit("It is still.", post.version)
        edit_question(post.pk, change, Asides(deciding="Which oven?"), by=ada)
        assert titles(cast, words("autolyse")) == titles(cast, words("flour")) == []
        assert titles(cast, words("oven", "still"))
        list(reindex.walk())
    assert titles(cast, words("oven", "still"))
    delete.delete(post.pk, by=ada)
    assert titles(cast, words("oven")) == []
