"""The night's recount: what people are known for follows what stands."""

from __future__ import annotations

import pytest

from lorehall.content.rules.delete import delete
from lorehall.content.rules.move import move
from lorehall.content.rules.tag import retag
from lorehall.questions.jobs import recount
from lorehall.questions.models import Helped, HelpedOn
from lorehall.questions.rules.answer import Given, log_answer
from lorehall.questions.rules.confirm import confirm
from lorehall.questions.tests.asking import answer, ask
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def known(cast: Cast) -> tuple[dict[str, int], dict[str, int]]:
    """Di's confirmed answers among the Bakers, whole and by tag."""
    di = cast.person("di")
    whole = Helped.objects.filter(person=di, confirmed__gt=0).values_list("community__slug", "confirmed")
    tagged = HelpedOn.objects.filter(person=di, confirmed__gt=0).values_list("tag__slug", "confirmed")
    return dict(whole), dict(tagged)


def test_a_recount_finds_nothing_where_rules_kept_the_counts(cast: Cast) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    for tags in ("rye", "rye oats", ""):
        confirm(answer(cast.viewer("di"), ask(ada, cast.bakers, tags=tags)).pk, by=ada)
    own = ask(ada, cast.bakers, tags="rye")
    confirm(answer(ada, own).pk, by=ada)
    logged = ask(ada, cast.bakers, tags="rye")
    confirm(log_answer(logged.pk, Given("Scald it.", "Ines"), by=bo).pk, by=ada)
    kitchen = ask(ada, cast.bakers, tags="rye", room_id=cast.kitchen.pk)
    confirm(answer(bo, kitchen).pk, by=ada)
    assert recount() == []
    assert known(cast) == ({cast.bakers.slug: 3}, {"rye": 2, "oats": 1})


def test_what_was_deleted_moved_or_retagged_since_is_mended(cast: Cast) -> None:
    ada, bo, di = cast.viewer("ada"), cast.viewer("bo"), cast.viewer("di")
    gone, moved, retagged = (ask(ada, cast.bakers, tags="rye") for _ in range(3))
    answers = [answer(di, item) for item in (gone, moved, retagged)]
    for post in answers:
        confirm(post.pk, by=ada)
    delete(answers[0].pk, by=di)
    move(moved.pk, cast.kitchen.pk, by=bo)
    retag(retagged.pk, "oats", by=ada)
    drifts = {(drift.tag_id is None, drift.kept, drift.counted) for drift in recount()}
    assert drifts == {(True, 3, 1), (False, 3, 0), (False, 0, 1)}
    assert known(cast) == ({cast.bakers.slug: 1}, {"oats": 1})
    assert recount() == []
