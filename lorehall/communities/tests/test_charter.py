"""The charter: versioned, compared, and revised by two at once without loss."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lorehall.communities import rules
from lorehall.communities.forms import lines
from lorehall.communities.models import CharterVersion, Community
from lorehall.communities.rules.charter import CharterText, draw
from lorehall.kernel.errors import Conflict, Forbidden, Refused
from tests.cast import Cast
from tests.recorded import Facts

BACKEND = "django.contrib.auth.backends.ModelBackend"
TEXT = CharterText(about="Bread.", agenda=("Why does it fail?",), review_on=date(2027, 1, 1))


def revise(cast: Cast, text: CharterText, based_on: int, reason: str = "") -> CharterVersion:
    return rules.revise_charter(cast.bakers.pk, text, based_on=based_on, reason=reason, by=cast.viewer("bo"))


def form(cast: Cast, **typed: object) -> dict[str, object]:
    return {"about": "Bread.", "based_on": 1} | typed


def test_a_revision_makes_the_next_version_and_says_so(cast: Cast, facts: Facts) -> None:
    facts.forget()
    version = revise(cast, TEXT, 1, "First thoughts")
    assert facts == ["communities.charter_revised"]
    assert (version.number, version.reason) == (2, "First thoughts")
    assert Community.objects.get(pk=cast.bakers.pk).charter_number == 2
    assert version.html["about"].strip() == "<p>Bread.</p>"


def test_saving_what_stands_makes_no_version(cast: Cast, facts: Facts) -> None:
    revise(cast, TEXT, 1)
    facts.forget()
    assert revise(cast, TEXT, 2).number == 2
    assert facts == []


def test_a_revision_of_an_older_version_is_shown_the_text_that_stands(cast: Cast) -> None:
    revise(cast, TEXT, 1)
    with pytest.raises(Conflict) as conflict:
        revise(cast, CharterText(about="Cake."), 1)
    assert isinstance(conflict.value.theirs, CharterVersion)
    assert conflict.value.theirs.about == "Bread."


def test_only_coordinators_revise_the_charter(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        rules.revise_charter(cast.bakers.pk, TEXT, based_on=1, by=cast.viewer("ada"))


def test_a_charter_says_what_the_community_is_about(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        revise(cast, CharterText(for_whom="Everybody"), 1)
    assert refusal.value.field == "about"


def test_the_page_of_a_conflict_holds_both_texts_and_saves_on_top(cast: Cast) -> None:
    revise(cast, TEXT, 1)
    client = Client()
    client.force_login(cast.person("bo"), backend=BACKEND)
    address = reverse("communities:charter_edit", args=[cast.bakers.slug])
    page = client.post(address, form(cast, about="Cake and nothing else."))
    assert page.status_code == 409
    body = page.content.decode()
    assert "Cake and nothing else." in body
    assert "Why does it fail?" in body
    assert 'name="based_on" value="2"' in body
    again = client.post(address, form(cast, about="Bread and cake.", based_on=2))
    assert again.status_code == 302
    assert CharterVersion.objects.get(community=cast.bakers, number=3).about == "Bread and cake."


def test_a_version_is_compared_with_the_one_before(cast: Cast) -> None:
    revise(cast, TEXT, 1)
    revise(cast, CharterText(about="Bread, and why.", agenda=TEXT.agenda, review_on=TEXT.review_on), 2)
    client = Client()
    page = client.get(reverse("communities:charter_version", args=[cast.bakers.slug, 3])).content.decode()
    assert "<ins>" in page
    assert "Why does it fail?" not in page
    assert client.get(reverse("communities:charter_version", args=[cast.bakers.slug, 9])).status_code == 404


def test_hostile_markdown_is_harmless_on_the_page(cast: Cast) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    revise(cast, CharterText(about=hostile, agenda=("<b>bold</b>",)), 1, "<i>why</i>")
    page = Client().get(reverse("communities:charter", args=[cast.bakers.slug])).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img src" not in page
    assert "&lt;b&gt;bold" in page
    assert "<i>why" not in page


@given(st.text(max_size=200))
def test_any_text_can_be_an_agenda(typed: str) -> None:
    questions = lines(typed)
    if len(questions) > 12:
        return
    drawn = draw(CharterText(agenda=questions))
    assert all(question == question.strip() and question for question in drawn.text.agenda)
