"""Those whose words a practice is made of are told once, and are named only for as long as they like."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from lorehall.communities import rules as communities
from lorehall.communities.viewers import viewer_of
from lorehall.content.rules.move import move
from lorehall.kernel import jobs
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.people.viewer import VISITOR
from lorehall.practice.crediting import Credited, read, token
from lorehall.practice.models import Credit
from lorehall.practice.rules.credit import be_named, be_named_by_mail, tell
from lorehall.practice.tests.sourced import NAME, TEXT, TITLE, sourced
from tests.cast import Cast
from tests.making import practice, reply, talk
from tests.recorded import Facts


def letters() -> list[str]:
    """Everything due is done; the bodies of the letters that came."""
    jobs.run_all(strict=True)
    return [str(message.body) for message in mail.outbox]


def test_contributors_are_told_once_however_often_it_is_revised(cast: Cast, facts: Facts) -> None:
    made = sourced(cast)
    facts.deliver()
    (body,) = letters()
    assert mail.outbox[0].to == ["xanthippe@example.org"]
    assert TITLE in body
    assert Credit.objects.get(practice_id=made.practice.pk).told_at is not None
    assert tell(made.practice.pk) == 0
    assert len(letters()) == 1


def test_nobody_is_told_of_what_they_did_themselves(cast: Cast, facts: Facts) -> None:
    said = reply(cast.viewer("ada"), talk(cast.viewer("bo"), cast.bakers))
    practice(cast.viewer("ada"), cast.bakers, text=TEXT.format(post=said.pk))
    facts.deliver()
    assert letters() == []


def test_nobody_is_told_of_what_they_may_not_read(cast: Cast, facts: Facts) -> None:
    said = reply(cast.viewer("di"), talk(cast.viewer("bo"), cast.bakers))
    made = practice(cast.viewer("ada"), cast.bakers, text=TEXT.format(post=said.pk), room_id=cast.kitchen.pk)
    facts.deliver()
    assert letters() == []
    communities.let_in(cast.kitchen.pk, cast.person("di").pk, by=cast.viewer("bo"))
    assert tell(made.pk) == 1


def test_a_letter_names_no_thread_that_its_reader_may_not_read_any_more(cast: Cast) -> None:
    made = sourced(cast)
    move(made.thread.pk, cast.kitchen.pk, by=cast.viewer("bo"))
    assert tell(made.practice.pk) == 1
    assert TITLE not in letters()[0]


def test_authors_without_an_account_are_not_written_to(cast: Cast) -> None:
    made = sourced(cast)
    type(made.author).objects.filter(pk=made.author.pk).update(email=None, attributed=True)
    assert tell(made.practice.pk) == 0


def test_one_has_ones_name_left_out_and_put_in_again(cast: Cast, facts: Facts) -> None:
    made = sourced(cast)
    facts.forget()
    be_named(made.practice.pk, False, by=made.viewer())
    be_named(made.practice.pk, False, by=made.viewer())
    assert facts == ["practice.credit_changed"]
    be_named(made.practice.pk, True, by=made.viewer())
    assert Credit.objects.get(practice_id=made.practice.pk).unnamed_at is None


def test_only_those_whose_words_it_has_say_whether_they_are_named(cast: Cast) -> None:
    made = sourced(cast)
    for viewer in (cast.viewer("bo"), cast.viewer("cy"), VISITOR):
        with pytest.raises(Forbidden):
            be_named(made.practice.pk, False, by=viewer)
    hidden = practice(cast.viewer("ada"), cast.vault)
    with pytest.raises(Hidden):
        be_named(hidden.pk, False, by=cast.viewer("cy"))


def test_a_suspended_author_can_still_have_their_name_left_out(cast: Cast) -> None:
    made = sourced(cast)
    communities.suspend(cast.bakers.pk, made.author.pk, "For a test.", by=cast.viewer("bo"))
    be_named(made.practice.pk, False, by=viewer_of(made.author.pk))
    assert Credit.objects.get(practice_id=made.practice.pk).unnamed_at is not None


def test_the_link_of_the_letter_works_without_signing_in_and_can_be_taken_back(cast: Cast, facts: Facts) -> None:
    made = sourced(cast)
    facts.deliver()
    found = re.search(r"https?://[^/\s]+(/credit/\S+)", letters()[0])
    assert found
    page = Client().get(found[1])
    assert "Rest the dough overnight" in page.content.decode()
    assert Credit.objects.get(practice_id=made.practice.pk).unnamed_at is None
    Client().post(found[1], {"on": "0"})
    assert NAME not in Client().get(f"/practice/{made.practice.pk}/{made.practice.slug}").content.decode()
    Client().post(found[1], {"on": "1"})
    assert Credit.objects.get(practice_id=made.practice.pk).unnamed_at is None


def test_the_link_goes_on_working_for_who_may_not_read_it_any_more_and_tells_them_nothing(cast: Cast) -> None:
    made = sourced(cast, room_id=cast.kitchen.pk)
    communities.leave(cast.bakers.pk, by=made.viewer())
    link = f"/credit/{token(Credited(made.author.pk, made.practice.pk))}"
    assert "Rest the dough" not in Client().get(link).content.decode()
    assert Client().post(link, {"on": "0"}).status_code == 302
    assert Credit.objects.get(practice_id=made.practice.pk).unnamed_at is not None


@pytest.mark.parametrize("said", ["", "x", "a:b:c", "😀", "0" * 5000])
def test_a_link_that_nobody_signed_is_nothing(db: None, said: str) -> None:
    assert read(said) is None
    with pytest.raises(Hidden):
        be_named_by_mail(said, False)
