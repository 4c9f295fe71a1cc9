"""A failure is offered to who keeps the practice, as "where it does not fit"."""

from __future__ import annotations

import pytest
from django.test import Client

from lorehall.content.models import Citation, Post
from lorehall.practice.models import Customs, Reviewers
from lorehall.reports.models import Report
from lorehall.reports.tests.reporting import failed, used
from tests.cast import Cast
from tests.making import opening, practice

TEXT = "Use it.\n\n## Where it does not fit\n\nIn summer.\n\n### Ovens\n\nGas.\n\n## Why\n\nSo.\n"


def begun(client: Client, path: str) -> str:
    """The text that the form begins with."""
    page = client.get(path, follow=True).content.decode()
    return page.partition('name="text"')[2].partition(">")[2].partition("</textarea>")[0].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, TEXT.replace("\n## Why", "\nIt fell. [^p{0}]\n\n## Why").strip()),
        ("Use it.", "Use it.\n\n## Where it does not fit\n\nIt fell. [^p{0}]"),
        ("# WHERE IT DOES NOT FIT #", "# WHERE IT DOES NOT FIT #\n\nIt fell. [^p{0}]"),
    ],
)
def test_its_words_stand_in_the_form_with_a_citation(cast: Cast, client: Client, text: str, expected: str) -> None:
    item = practice(cast.viewer("bo"), cast.bakers, text=text)
    made = failed(cast.viewer("ada"), item, "Mill", effect="It\nfell.")
    client.force_login(cast.person("bo"))
    assert f"/i/{item.pk}/revise?add=p{made.pk}" in client.get(f"/i/{item.pk}/reports").content.decode()
    assert begun(client, f"/i/{item.pk}/revise?add=p{made.pk}") == expected.format(made.pk)


def test_what_is_no_report_of_this_practice_adds_nothing(cast: Cast, client: Client) -> None:
    item = practice(cast.viewer("bo"), cast.bakers, text="Use it.")
    other = used(cast.viewer("ada"), practice(cast.viewer("bo"), cast.vault), effect="Hush.")
    client.force_login(cast.person("bo"))
    for asked in (f"p{other.pk}", f"p{opening(item).pk}", "p999999999999999999", "p", "12", "p1x", "p٣"):
        assert begun(client, f"/i/{item.pk}/revise?add={asked}") == "Use it."


def test_where_stewards_look_first_it_becomes_a_suggestion(cast: Cast, client: Client) -> None:
    item = practice(cast.viewer("bo"), cast.bakers, text="Use it.")
    made = failed(cast.viewer("ada"), item, "Mill", effect="It fell.")
    Customs.objects.update_or_create(
        community=cast.bakers,
        defaults={"reviewers": Reviewers.ONE, "changed_by": cast.person("bo"), "changed_at": made.at},
    )
    client.force_login(cast.person("bo"))
    assert f"[^p{made.pk}]" in begun(client, f"/i/{item.pk}/revise?add=p{made.pk}")


def test_saving_it_cites_the_report_and_one_more_button_addresses_it(cast: Cast, client: Client) -> None:
    item = practice(cast.viewer("bo"), cast.bakers, text="Use it.")
    made = failed(cast.viewer("ada"), item, "Mill", effect="It fell.")
    client.force_login(cast.person("bo"))
    assert client.post(f"/p/{made.pk}/address").status_code == 422
    form = {
        "title": item.title,
        "text": begun(client, f"/i/{item.pk}/revise?add=p{made.pk}"),
        "reason": "Where it does not fit",
        "tags": "",
        "version": str(Post.objects.get(item=item, number=1).version),
        "shape": "practice",
        "language": "en",
    }
    assert client.post(f"/i/{item.pk}/revise", form).status_code == 302
    assert Citation.objects.get(item=item).post_id == made.pk
    assert client.post(f"/p/{made.pk}/address").status_code == 302
    assert Report.objects.get().addressed_in == 2
    assert "addressed in version 2" in client.get(f"/i/{item.pk}/reports").content.decode()
