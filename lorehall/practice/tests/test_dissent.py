"""Notes of those who see it otherwise: beside the text, nobody's but their author's to take away."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lorehall.content.models import Item, Post
from lorehall.content.rules.delete import delete, restore
from lorehall.content.rules.edit import Edit, edit
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.practice.rules.dissent import dissent, settle
from tests.cast import Cast
from tests.making import practice
from tests.recorded import Facts


@pytest.fixture
def kept(cast: Cast) -> Any:
    """A practice that Ada keeps."""
    return practice(cast.viewer("ada"), cast.bakers)


def body(client: Client, item: Item) -> str:
    return client.get(f"/practice/{item.pk}/{item.slug}").content.decode()


def test_a_note_stands_below_the_heading_of_its_section_for_all(cast: Cast, kept: Any, client: Client) -> None:
    dissent(kept.pk, "I wait longer.", section="s-steps", by=cast.viewer("di"))
    page = body(client, kept)
    assert page.index('id="s-steps"') < page.index("I wait longer.") < page.index("<li>Mix.")


def test_a_note_beside_the_whole_page_stands_behind_its_text(cast: Cast, kept: Any, client: Client) -> None:
    dissent(kept.pk, "I never do this.", by=cast.viewer("di"))
    page = body(client, kept)
    assert page.index("<li>Mix.") < page.index("I never do this.")


def test_a_note_is_no_reply_and_is_written_down_as_a_fact(cast: Cast, kept: Any, facts: Facts) -> None:
    made = dissent(kept.pk, "I wait longer.", by=cast.viewer("di"), submission="one")
    assert dissent(kept.pk, "I wait longer.", by=cast.viewer("di"), submission="one").pk == made.pk
    assert Item.objects.get(pk=kept.pk).replies_count == 0
    assert "practice.dissented" in facts
    delete(made.pk, by=cast.viewer("di"))
    assert Item.objects.get(pk=kept.pk).replies_count == 0


@pytest.mark.parametrize("who", ["cy", "eve", "sam"])
def test_only_members_put_notes(cast: Cast, kept: Any, who: str) -> None:
    with pytest.raises(Forbidden):
        dissent(kept.pk, "I wait longer.", by=cast.viewer(who))


def test_a_note_needs_words_and_a_section_that_is_there(cast: Cast, kept: Any) -> None:
    with pytest.raises(Refused):
        dissent(kept.pk, " ", by=cast.viewer("di"))
    with pytest.raises(Refused, match="no such section"):
        dissent(kept.pk, "No.", section="s-nowhere", by=cast.viewer("di"))
    with pytest.raises(Hidden):
        dissent(practice(cast.viewer("ada"), cast.vault).pk, "No.", by=cast.viewer("di"))


def test_nobody_but_its_author_changes_or_removes_it(cast: Cast, kept: Any, client: Client) -> None:
    made = dissent(kept.pk, "I wait longer.", by=cast.viewer("di"))
    for who in ("ada", "bo"):
        with pytest.raises(Forbidden):
            delete(made.pk, by=cast.viewer(who))
        with pytest.raises(Forbidden):
            edit(made.pk, Edit("I agree.", made.version), by=cast.viewer(who))
    edit(made.pk, Edit("I wait a day.", made.version), by=cast.viewer("di"))
    assert "I wait a day." in body(client, kept)
    delete(made.pk, by=cast.viewer("di"))
    assert "I wait a day." not in body(client, kept)
    restore(made.pk, by=cast.viewer("di"))
    assert "I wait a day." in body(client, kept)


def test_a_settled_note_stays_readable_with_who_and_when(cast: Cast, kept: Any, client: Client, facts: Facts) -> None:
    made = dissent(kept.pk, "I wait longer.", section="s-steps", by=cast.viewer("di"))
    for who in ("di", "cy", "eve", "sam"):
        with pytest.raises(Forbidden):
            settle(made.pk, by=cast.viewer(who))
    facts.forget()
    settle(made.pk, by=cast.viewer("ada"))
    settle(made.pk, by=cast.viewer("bo"))
    assert facts == ["practice.dissent_settled"]
    page = body(client, kept)
    assert page.index("1 note of dissent that is settled") < page.index("I wait longer.")
    assert "settled by Ada" in page
    settle(made.pk, by=cast.viewer("ada"), on=False)
    assert "settled by Ada" not in body(client, kept)


def test_only_notes_are_settled(cast: Cast, kept: Any) -> None:
    with pytest.raises(Hidden):
        settle(Post.objects.get(item=kept, number=1).pk, by=cast.viewer("ada"))


def test_the_form_of_a_note_reads_and_posts(cast: Cast, kept: Any, client: Client) -> None:
    client.force_login(cast.person("di"))
    assert client.get(f"/i/{kept.pk}/dissent?section=s-steps").status_code == 200
    assert client.post(f"/i/{kept.pk}/dissent", {"text": "No.", "section": "s-else"}).status_code == 422
    made = client.post(f"/i/{kept.pk}/dissent", {"text": "I wait longer.", "section": "s-steps"})
    assert made.status_code == 302
    post = Post.objects.get(role="dissent")
    assert made["Location"].endswith(f"#p{post.pk}")
    client.force_login(cast.person("ada"))
    assert client.post(f"/p/{post.pk}/settle", {"on": "1"}).status_code == 302
