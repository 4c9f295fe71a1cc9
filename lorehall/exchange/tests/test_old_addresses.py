"""Old addresses of imported sites lead on, for those who may see what they lead to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lorehall.communities.models import Community
from lorehall.communities.rules import change_settings, settings_of
from lorehall.communities.viewers import viewer_of
from lorehall.content import addresses
from lorehall.content.models import Item, Origin
from lorehall.exchange.tests.dumping import SITE, bring, question, write

pytestmark = pytest.mark.usefixtures("bread")


def place(key: str, source: str = SITE) -> str:
    post = Origin.objects.select_related("post__item").get(source=source, key=key).post
    return addresses.of_post(post.item.kind, post.item_id, post.item.slug, post.pk, post.number)


@pytest.mark.parametrize(
    ("old", "key"),
    [
        ("/questions/1", "q1"),
        ("/questions/1/why-does-my-rye-collapse", "q1"),
        ("/questions/1/why-does-my-rye-collapse/3", "a3"),
        ("/questions/1/3", "q1"),
        ("/questions/1/any/999", "q1"),
        (f"/questions/8?site={SITE}", "q8"),
        ("/a/3", "a3"),
        ("/a/3/11", "a3"),
    ],
)
def test_an_old_address_leads_to_where_the_post_stands(client: Client, old: str, key: str) -> None:
    answer = client.get(old)
    assert answer.status_code == 302
    assert answer.headers["Location"] == place(key)
    assert client.get(place(key).partition("#")[0]).status_code == 200


@pytest.mark.parametrize(
    "old", ["/questions/99", "/a/1", "/questions/1?site=cake.stackexchange.com", "/questions/tagged/no"]
)
def test_what_did_not_come_is_not_found(client: Client, old: str) -> None:
    assert client.get(old).status_code == 404


@pytest.mark.parametrize("old", ["/questions/1/why/3", "/a/3", "/questions/tagged/rye"])
def test_an_old_address_costs_one_statement(client: Client, old: str, queries: Any) -> None:
    with queries.at_most(1):
        assert client.get(old).status_code == 302


def test_a_tag_leads_to_its_page(client: Client) -> None:
    assert client.get("/questions/tagged/c%23").headers["Location"] == "/c/bread/tags/c-sharp"
    page = client.get("/c/bread/tags/rye")
    assert "Bread of <strong>rye</strong> flour." in page.content.decode()


def test_what_one_may_not_see_is_not_told(client: Client, host: Any) -> None:
    settings = replace(settings_of(Community.objects.get()), visibility="secret", joining="by_invitation")
    change_settings(Community.objects.get().pk, settings, by=viewer_of(host.pk))
    for old in ("/questions/1", "/a/3", "/questions/tagged/rye"):
        assert client.get(old).status_code == 404


def test_the_same_number_of_two_sites_is_told_apart_by_the_site(client: Client, host: Any, tmp_path: Path) -> None:
    bring(write(tmp_path / "cake", Posts=[question(1)]), host, tmp_path, community="Cake")
    assert client.get("/questions/1").headers["Location"] == place("q1")
    cake = "cake.stackexchange.com"
    assert client.get(f"/questions/1?site={cake}").headers["Location"] == place("q1", cake)


def test_an_imported_question_is_shown_with_its_author_its_place_and_its_licence(client: Client) -> None:
    page = client.get(place("q1")).content.decode()
    for part in ("Ines Holt", f"https://{SITE}/questions/1", "CC BY-SA 3.0", f"https://{SITE}/a/3", "CC BY-SA 4.0"):
        assert part in page
    assert client.get(f"/i/{Item.objects.order_by('pk')[0].pk}").status_code in {301, 302}
