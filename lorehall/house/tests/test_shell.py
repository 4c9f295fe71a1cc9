"""The frame: its addresses are those of the routes, and its counts are the viewer's own."""

from __future__ import annotations

from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from lorehall.communities.places import place
from lorehall.house.shell import _PATHS, shell
from lorehall.kernel.ui.shell import Shell
from lorehall.people.viewer import VISITOR, Viewer
from tests.cast import Cast
from tests.making import talk


def framed(viewer: Viewer, cast: Cast, current: str = "") -> Shell:
    request = RequestFactory().get("/")
    request.viewer = viewer  # type: ignore[attr-defined]
    return shell(request, place(viewer, community_id=cast.bakers.pk), current)


def test_addresses_put_together_are_those_of_the_routes() -> None:
    for key, path in _PATHS.items():
        assert resolve(f"/c/a-slug{path}").url_name, key
    for path in ("/share", "/in/a-room"):
        assert resolve(f"/c/a-slug{path}").app_name == "pages"


def test_the_rail_names_a_private_room_only_to_those_in_it(cast: Cast) -> None:
    talk(cast.viewer("ada"), cast.bakers, room_id=cast.kitchen.pk)
    talk(cast.viewer("ada"), cast.bakers)

    def seen(viewer: Viewer) -> tuple[bool, str | None]:
        sections = framed(viewer, cast).sections
        entries = [entry for section in sections for entry in section.entries]
        counts = {entry.key: entry.count for entry in entries}
        return "room-kitchen" in counts, counts.get("conversations")

    assert seen(cast.viewer("ada")) == (True, "2")
    assert seen(cast.viewer("di")) == (False, "1")
    assert seen(VISITOR) == (False, "1")


def test_only_who_writes_is_asked_to_ask_or_share(cast: Cast) -> None:
    asked = {name: framed(cast.viewer(name), cast).primary is not None for name in ("ada", "bo", "cy", "eve", "sam")}
    assert asked == {"ada": True, "bo": True, "cy": False, "eve": False, "sam": False}


def test_the_frame_costs_one_statement(cast: Cast, queries: object) -> None:
    ada = cast.viewer("ada")
    request = RequestFactory().get("/")
    request.viewer = ada  # type: ignore[attr-defined]
    here = place(ada, community_id=cast.bakers.pk)
    with queries.exactly(1):  # type: ignore[attr-defined]
        shell(request, here, "home")


def test_who_is_refused_as_no_member_is_shown_the_door(cast: Cast, client: Client) -> None:
    client.force_login(cast.person("cy"), backend="django.contrib.auth.backends.ModelBackend")
    for name in ("questions:ask", "conversations:start", "pages:share", "communities:people"):
        refused = client.get(reverse(name, args=[cast.bakers.slug]))
        assert refused.status_code == 403
        assert f'href="/c/{cast.bakers.slug}/join"' in refused.content.decode(), name


def test_a_sponsor_is_not_told_to_join(cast: Cast, client: Client) -> None:
    client.force_login(cast.person("sam"), backend="django.contrib.auth.backends.ModelBackend")
    refused = client.get(reverse("pages:share", args=[cast.bakers.slug])).content.decode()
    assert "Sponsors" in refused
    assert "/join" not in refused
