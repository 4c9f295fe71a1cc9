"""A library goes out as a folder, and comes in again as the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lorehall.communities.viewers import viewer_of
from lorehall.content.models import Citation, Item, Post
from lorehall.content.rules.delete import delete
from lorehall.exchange.markdown.export import export
from lorehall.exchange.markdown.installation import own_id
from lorehall.exchange.tests.handbooks import bring, handbook, item_of, library, text_of
from lorehall.exchange.tests.test_markdown_comes_in import PAGES
from lorehall.kernel.errors import Refused
from lorehall.library.models import Collection, Entry
from lorehall.library.rules import collect, place, topic
from lorehall.practice.models import Credit, Practice
from lorehall.practice.rules.move import Move, move
from tests.cast import Cast
from tests.making import practice, reply, talk

TEXT = "Wait. [^p{post}]\n\n## Steps\n\nAsk @ada about #1, `[^p{post}]`, and see [the other](/i/{other}#s-steps).\n"


def again(folder: Path, host: Any, name: str = "Another") -> Any:
    """The same folder, in a community that is new: it."""
    bring(folder, host, community=name, source=name.lower())
    from lorehall.communities.models import Community

    return Community.objects.get(name=name)


def without_ids(said: dict[str, Any]) -> dict[str, Any]:
    """A library without what can only be another: numbers of items and keys of files."""
    import re

    pages = {
        title: (re.sub(r"/i/\d+", "/i/N", re.sub(r"/files/[0-9a-f]{32}", "/files/K", text)), *rest)
        for title, (text, *rest) in said["pages"].items()
    }
    return {**said, "pages": pages}


def test_a_handbook_goes_out_and_comes_in_as_the_same(host: Any, tmp_path: Path) -> None:
    bring(handbook(tmp_path / "handbook", PAGES), host)
    home = item_of("docs/index.md").community
    viewer = viewer_of(host.pk)
    order = collect.make(home.pk, collect.Wish("New here", "Six pages.", starter=True), by=viewer)
    for path in ("docs/ovens/wood.md", "docs/index.md"):
        collect.put_in(order.pk, item_of(path).pk, by=viewer)
    topic.add(home.pk, "An empty topic", by=viewer, about="Nothing yet.")
    done = export(home, tmp_path / "out")
    assert (done.pages, done.topics, done.files, done.missing) == (4, 3, 2, [])
    came = again(tmp_path / "out", host)
    assert without_ids(library(came.pk)) == without_ids(library(home.pk))
    entries = Entry.objects.filter(collection=Collection.objects.get(community=came)).order_by("position")
    assert list(entries.values_list("item__title", flat=True)) == ["Wood fired ovens", "The handbook"]


def test_an_export_of_what_came_in_says_the_same_again(host: Any, tmp_path: Path) -> None:
    bring(handbook(tmp_path / "handbook", PAGES), host)
    export(item_of("docs/index.md").community, tmp_path / "one")
    export(again(tmp_path / "one", host), tmp_path / "two")
    names = [
        sorted(str(path.relative_to(root)) for path in root.rglob("*.md"))
        for root in (tmp_path / "one", tmp_path / "two")
    ]
    assert names[0] == names[1]
    for name in names[0]:
        one, two = ((tmp_path / where / name).read_text().split("---\n", 2)[2] for where in ("one", "two"))
        assert one == two


@pytest.fixture
def cited(cast: Cast) -> Any:
    """A practice of Ada's that cites what Di said, links another, and names her."""
    ada = cast.viewer("ada")
    said = reply(cast.viewer("di"), talk(ada, cast.bakers), "Wait for twelve hours.")
    other = practice(ada, cast.bakers, "Fold the dough gently")
    return practice(ada, cast.bakers, text=TEXT.format(post=said.pk, other=other.pk), tags="rye")


def page_of(root: Path, title: str) -> tuple[dict[str, Any], str]:
    for path in root.rglob("*.md"):
        _, front, text = path.read_text().split("---\n", 2)
        said = yaml.safe_load(front)
        if said["title"] == title:
            return said, text
    raise AssertionError(title)


def test_a_page_says_what_it_has_beside_its_text(cast: Cast, cited: Any, tmp_path: Path) -> None:
    export(cast.bakers, tmp_path / "out")
    said, text = page_of(tmp_path / "out", cited.title)
    assert (said["steward"], said["tags"], said["state"], said["level"]) == ("@ada", ["rye"], "current", "idea")
    assert said["review_on"] == Practice.objects.get(pk=cited.pk).review_on
    assert said["citations"][0]["author"] == "Di"
    assert "[the other](fold-the-dough-gently.md#steps)" in text
    assert "Di, in “How long the dough may rest”" in text


def test_citations_stay_citations_in_the_same_installation(cast: Cast, cited: Any, host: Any, tmp_path: Path) -> None:
    export(cast.bakers, tmp_path / "out")
    came = again(tmp_path / "out", host)
    item = Item.objects.get(community=came, title=cited.title)
    assert Citation.objects.get(item=item).post_id == Citation.objects.get(item=cited).post_id
    assert "<!--" not in Post.objects.get(item=item, number=1).source
    assert Practice.objects.get(pk=item.pk).steward_id == host.pk


def test_citations_become_notes_elsewhere(cast: Cast, cited: Any, host: Any, tmp_path: Path) -> None:
    export(cast.bakers, tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.md"):
        path.write_text(path.read_text().replace(own_id(), "another installation"))
    came = again(tmp_path / "out", host)
    item = Item.objects.get(community=came, title=cited.title)
    post = Post.objects.get(item=item, number=1)
    assert not Citation.objects.filter(item=item).exists()
    assert "Di, in “How long the dough may rest”" in post.html
    assert "\\@ada about \\#1" in post.source
    assert "`[^p" in post.source


def test_who_asked_to_be_unnamed_is_not_named(cast: Cast, cited: Any, tmp_path: Path) -> None:
    from lorehall.kernel import clock

    Credit.objects.filter(practice_id=cited.pk).update(unnamed_at=clock.now())
    export(cast.bakers, tmp_path / "out")
    said, text = page_of(tmp_path / "out", cited.title)
    assert said["citations"][0]["author"] == "Somebody"
    assert "Di," not in text


def test_a_source_that_is_gone_or_closed_tells_nothing(cast: Cast, cited: Any, tmp_path: Path) -> None:
    from lorehall.content.rules.move import move as move_item

    post = Citation.objects.get(item=cited).post
    move_item(post.item_id, cast.kitchen.pk, by=cast.viewer("bo"))
    export(cast.bakers, tmp_path / "out")
    text = page_of(tmp_path / "out", cited.title)[1]
    assert "not all readers of this page may read" in text
    assert "How long" not in text
    delete(post.pk, by=cast.viewer("bo"))
    export(cast.bakers, tmp_path / "out")
    assert "A source that was deleted" in page_of(tmp_path / "out", cited.title)[1]


def test_a_closed_room_goes_out_only_where_the_host_asks(cast: Cast, host: Any, tmp_path: Path) -> None:
    practice(cast.viewer("ada"), cast.bakers, "Our secret crumb", room_id=cast.kitchen.pk)
    practice(cast.viewer("ada"), cast.bakers, "Our open crumb")
    assert export(cast.bakers, tmp_path / "out").pages == 1
    assert not list((tmp_path / "out").rglob("*secret*"))
    export(cast.bakers, tmp_path / "all", private=True)
    assert [path.parent.name for path in (tmp_path / "all").rglob("*secret*")] == ["kitchen"]
    came = again(tmp_path / "all", host)
    assert [item.title for item in Item.objects.filter(community=came)] == ["Our open crumb"]


def test_topics_that_hold_closed_practices_alone_are_not_named(cast: Cast, tmp_path: Path) -> None:
    bo = cast.viewer("bo")
    open_, closed, _empty = (topic.add(cast.bakers.pk, name, by=bo) for name in ("Dough", "Hush", "Ovens"))
    place.place(practice(bo, cast.bakers, "Our secret crumb", room_id=cast.kitchen.pk).pk, closed.pk, by=bo)
    place.place(practice(bo, cast.bakers, "Our open crumb").pk, open_.pk, by=bo)
    export(cast.bakers, tmp_path / "out")
    listing = (tmp_path / "out" / "library.yml").read_text()
    assert [name for name in ("Dough", "Hush", "Ovens") if name in listing] == ["Dough", "Ovens"]


def test_what_does_not_stand_any_more_comes_in_so(cast: Cast, host: Any, tmp_path: Path) -> None:
    ada, bo = cast.viewer("ada"), cast.viewer("bo")
    old, new = practice(ada, cast.bakers, "The old way of it"), practice(ada, cast.bakers, "The new way of it")
    move(old.pk, Move("superseded", successor=str(new.pk)), by=bo)
    move(practice(ada, cast.bakers, "A way that is gone").pk, Move("retired", "Nobody does it."), by=bo)
    export(cast.bakers, tmp_path / "out")
    came = again(tmp_path / "out", host)
    states = dict(Item.objects.filter(community=came).values_list("title", "state"))
    assert states == {
        "The old way of it": "superseded", "The new way of it": "current", "A way that is gone": "retired",
    }  # fmt: skip
    successor = Practice.objects.get(item__community=came, item__title="The old way of it").superseded_by
    assert successor is not None
    assert successor.title == "The new way of it"


def test_a_folder_with_something_else_in_it_is_left_alone(cast: Cast, tmp_path: Path) -> None:
    root = handbook(tmp_path / "out", {"precious.txt": "Mine."})
    with pytest.raises(Refused, match="something else"):
        export(cast.bakers, root)
    (root / "library.yml").write_text("written:\n- ../precious.txt\n- /etc/passwd\n- ..\n")
    (tmp_path / "precious.txt").write_text("Mine too.")
    export(cast.bakers, root)
    assert (root / "precious.txt").read_text() == "Mine."
    assert (tmp_path / "precious.txt").exists()


def test_a_second_export_takes_the_place_of_the_first(cast: Cast, tmp_path: Path) -> None:
    item = practice(cast.viewer("ada"), cast.bakers, "Once called so")
    export(cast.bakers, tmp_path / "out")
    Item.objects.filter(pk=item.pk).update(title="Now called so")
    export(cast.bakers, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").rglob("*.md")] == ["now-called-so.md"]


def test_titles_that_systems_can_not_take_as_names_go_out(cast: Cast, host: Any, tmp_path: Path) -> None:
    ada = cast.viewer("ada")
    for title in ("../../etc/passwd", "CON: what?", "Aux / nul \\ * |", "日本語のパン", "Same name", "same NAME"):
        practice(ada, cast.bakers, title)
    bo = cast.viewer("bo")
    place.place(Item.objects.get(title="Same name").pk, topic.add(cast.bakers.pk, "Nul", by=bo).pk, by=bo)
    export(cast.bakers, tmp_path / "out")
    names = [path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.md")]
    assert all(name.replace("/", "").replace(".md", "").replace("-", "").isalnum() for name in names)
    assert "nul-page/same-name.md" in names
    came = again(tmp_path / "out", host)
    assert without_ids(library(came.pk)) == without_ids(library(cast.bakers.pk))


def test_text_of_a_page_that_came_back_reads_as_it_did(cast: Cast, cited: Any, host: Any, tmp_path: Path) -> None:
    export(cast.bakers, tmp_path / "out")
    bring(tmp_path / "out", host, community="Another", source="another")
    assert text_of("rest-the-dough-overnight.md").startswith("Wait. [^p")
