"""Fills the frame around every page: the rail of a community, the top bar, the bottom bar."""

from __future__ import annotations

from functools import cache

from django.db.models import Exists, Subquery
from django.http import HttpRequest
from django.urls import reverse

from lorehall.communities import launch
from lorehall.communities.models import Visibility
from lorehall.communities.places import Place
from lorehall.content import index
from lorehall.content.models import ItemKind
from lorehall.content.queries import cited, files, markdown, sources
from lorehall.content.queries.counts import counts, questions_in
from lorehall.content.rules import delete
from lorehall.content.similar import Similar
from lorehall.drafts.beginning import begin
from lorehall.drafts.queries import uploads_named
from lorehall.drafts.unsent import keep_stale
from lorehall.harvest import reckon
from lorehall.house.views import not_set_up
from lorehall.kernel.errors import Refused
from lorehall.kernel.ui import slots
from lorehall.kernel.ui.shell import Action, Entry, PlaceHead, Scope, Section, Shell
from lorehall.kernel.ui.words import word as _
from lorehall.library.queries.standing import standing
from lorehall.library.queries.terms import defined, terms
from lorehall.pages.queries.profile import deeds
from lorehall.people.panels import SLOT, Panel
from lorehall.people.viewer import VISITOR, Viewer
from lorehall.practice import lent, panels
from lorehall.practice.queries.beside_text import beside_text as beside_practice
from lorehall.practice.queries.part_of import part_of, unnamed
from lorehall.questions.queries.beside_text import beside_html
from lorehall.questions.queries.beside_text import beside_text as beside_question
from lorehall.questions.queries.confirmed import confirmed, given_by
from lorehall.reading.queries.news import news
from lorehall.reading.queries.rail import NOTHING, rail
from lorehall.reports.queries.panel import evidence
from lorehall.reports.queries.uses import older, uses
from lorehall.reports.rules.settle import after_deletion
from lorehall.search.queries.close import close, close_part
from lorehall.search.queries.nearby import beside
from lorehall.search.queries.spared import spared
from lorehall.uploads.jobs import KEPT_BY

NAME = "Lorehall"
BOTTOM = ("home", "questions", "practice", "unread", "conversations")
# Templates that capabilities add to every composer: buttons in its toolbar, and what stands under its text.
COMPOSER_TOOLS: tuple[str, ...] = ("uploads/choose.html", "polls/tools.html")
COMPOSER_BENEATH: tuple[str, ...] = ("uploads/drop.html",)


def fill() -> None:
    """Hand the builders to the frame. Called once, when Django is ready."""
    slots.fill("shell", shell)
    slots.fill("way_on", way_on)
    slots.fill("front", not_set_up)
    slots.fill(markdown.SLOT, beside_item)
    slots.fill(index.BESIDE, beside_html)
    slots.fill(cited.SLOT, part_of)
    slots.fill(sources.MARKS, source_marks)
    slots.fill("draft", begin)
    slots.fill("stale_form", keep_stale)
    slots.fill("similar", similar_items)
    slots.fill("close", close)
    slots.fill("news", news)
    slots.fill("composer_tools", lambda: COMPOSER_TOOLS)
    slots.fill("composer_beneath", lambda: COMPOSER_BENEATH)
    slots.fill("tabs_settings", lambda: [(_("Files"), _path("content:files"), "files")])
    slots.fill(SLOT, profile_panels)
    launch.SOURCES["questions"] = questions_in
    reckon.MORE["found"] = spared
    slots.fill(panels.EVIDENCE, evidence)
    slots.fill(panels.USES, uses)
    slots.fill(panels.ELSEWHERE, older)
    slots.fill(panels.LIBRARY, standing)
    slots.fill(panels.GLOSSARY, defined)
    slots.fill(panels.BESIDE, lambda: (close_part, terms))
    delete.AFTER[:] = [after_deletion]
    KEPT_BY[:] = [uploads_named, lent.uploads_named]
    files.LENT[:] = [lent.lent]


def way_on(request: HttpRequest, refusal: Refused) -> Action | None:
    """Who was refused because they are no member is shown to the community's door."""
    slug = request.resolver_match.kwargs.get("slug") if request.resolver_match else None
    if refusal.code != "members_only" or not slug or not request.path.startswith("/c/"):
        return None
    return Action(_("How to join"), reverse("communities:join", args=[slug]))


def profile_panels(request: HttpRequest, person_id: int) -> list[Panel]:
    """What a person did, under who they are."""
    viewer: Viewer = getattr(request, "viewer", VISITOR)
    return [Panel("pages/deeds.html", deeds(viewer, person_id))]


def beside_item(viewer: Viewer, kind: str, item_id: int) -> markdown.Beside:
    """What a kind of item knows beside its posts, for copies of them."""
    return beside_practice(viewer, item_id) if kind == ItemKind.PRACTICE else beside_question(item_id)


def source_marks() -> dict[str, Exists | Subquery]:
    """What is said of a practice's sources, by those who know."""
    named = {"unnamed": unnamed("item_id", "post__author_id"), "given_by": given_by("post_id")}
    return {"confirmed": confirmed("post_id"), **named}


def similar_items(request: HttpRequest, place: Place, title: str | None) -> Similar:
    """What is like a title that is being written, below its field."""
    return Similar("search/similar.html", beside(getattr(request, "viewer", VISITOR), place, title))


def shell(request: HttpRequest, place: object, current: str) -> Shell:
    """The frame for one page. One statement where `place` is a community that the viewer reads, none elsewhere."""
    viewer: Viewer = getattr(request, "viewer", VISITOR)
    here = place if isinstance(place, Place) else None
    main = _entries(here, viewer, current) if here else _outside(viewer, current)
    sections = [Section(None, main)]
    if here:
        sections += _more(here, current)
    return Shell(
        site_name=NAME,
        viewer=viewer,
        place=_head(here) if here else None,
        sections=sections,
        primary=_primary(here, viewer),
        search_url=_path("search:search"),
        search_scope=Scope(here.slug, here.name) if here and here.reads else None,
        account=_account() if viewer.signed_in else (),
        visitor=() if viewer.signed_in else _visitor(request),
        bottom=_bottom(main),
        footer=(),
    )


@cache
def _path(route: str) -> str:
    """The address of a route without parameters: the same on every page."""
    return reverse(route)


def _head(place: Place) -> PlaceHead:
    mark = None if place.visibility == Visibility.PUBLIC else str(Visibility(place.visibility).label).lower()
    return PlaceHead(place.name, place.summary, _address("home", place), place.hue, mark)


def _outside(viewer: Viewer, current: str) -> list[Entry]:
    def entry(key: str, label: str, route: str, icon: str) -> Entry:
        return Entry(key, label, _path(route), icon, current=current == key)

    entries = [entry("communities", _("Communities"), "communities:index", "users")]
    if viewer.memberships:  # for others the front only leads to the communities
        entries.insert(0, entry("front", _("Home"), "pages:front", "house"))
    if viewer.signed_in:
        entries.append(entry("settings", _("Settings"), "people:settings", "settings"))
    return entries


def _entries(place: Place, viewer: Viewer, current: str) -> list[Entry]:
    def entry(key: str, label: str, icon: str, count: str | None = None) -> Entry:
        return Entry(key, label, _address(key, place), icon, count, current == key)

    found = [entry("home", _("Home"), "house")]
    if place.reads:
        kept, unread = rail(viewer, place) if place.is_member else (counts(place), NOTHING)
        waiting = _("%(n)s open") % {"n": kept.open_questions} if kept.open_questions else None
        found += [
            entry("questions", _("Questions"), "circle-question-mark", waiting),
            entry("conversations", _("Conversations"), "message-square", str(kept.conversations or "") or None),
            entry("practice", _("Practice"), "book-open", str(kept.practices or "") or None),
        ]
    if place.is_member:
        if place.reads:
            found.append(entry("unread", _("Unread"), "inbox", unread.count or None))
        found.append(entry("people", _("People"), "users", str(place.members_count)))
    found.append(entry("charter", _("Charter"), "scroll-text"))
    if place.reads:
        found.append(entry("tags", _("Tags"), "tag"))
    return found


def _bottom(main: list[Entry]) -> list[Entry]:
    """Five places on a phone: the first four that one goes to daily, and the rest."""
    ahead = sorted(main, key=lambda entry: BOTTOM.index(entry.key) if entry.key in BOTTOM else len(BOTTOM))
    shown = {entry.key for entry in ahead[:4]}
    return [*(entry for entry in main if entry.key in shown), Entry("more", _("More"), "#places", "menu")]


# Printed on every page, so put together here instead of reversed; a test holds them against the routes.
_PATHS = {
    "home": "",
    "questions": "/questions",
    "conversations": "/conversations",
    "practice": "/practice",
    "unread": "/unread",
    "people": "/people",
    "charter": "/charter",
    "tags": "/tags",
    "launch": "/launch",
    "requests": "/requests",
    "invitations": "/invitations",
    "searches": "/searches",
    "harvest": "/harvest",
    "rooms": "/rooms",
    "community-settings": "/settings",
}


def _address(key: str, place: Place) -> str:
    return f"/c/{place.slug}{_PATHS[key]}"


def _more(place: Place, current: str) -> list[Section]:
    found = []
    if place.coordinates:
        labels = (
            ("harvest", _("Harvest"), "sprout"),
            ("launch", _("Launch list"), "rocket"),
            ("requests", _("Requests to join"), "user-plus"),
            ("invitations", _("Invitations"), "mail"),
            ("searches", _("Not found"), "search"),
            ("community-settings", _("Settings"), "settings"),
        )
        found.append(
            Section(
                _("Coordinating"),
                [Entry(key, label, _address(key, place), icon, current=current == key) for key, label, icon in labels],
            )
        )
    elif place.keeps:
        found.append(_stewarding(place, current))
    others = [room for room in place.rooms if not room.is_first]
    if others or place.coordinates:
        rooms = [
            Entry(
                f"room-{room.slug}",
                room.name,
                f"{_address('home', place)}/in/{room.slug}",
                count=_("private") if room.private else None,
                current=current == f"room-{room.slug}",
            )
            for room in others
        ]
        if place.coordinates:
            rooms.append(Entry("rooms", _("Manage rooms"), _address("rooms", place), current=current == "rooms"))
        found.append(Section(_("Rooms"), rooms))
    return found


def _stewarding(place: Place, current: str) -> Section:
    entry = Entry("harvest", _("Harvest"), _address("harvest", place), "sprout", current=current == "harvest")
    return Section(_("Stewarding"), [entry])


def _primary(place: Place | None, viewer: Viewer) -> Action | None:
    if place is not None:
        return Action(_("Ask or share"), f"{_address('home', place)}/share") if place.writes else None
    if viewer.signed_in and not viewer.memberships:
        return Action(_("Open a community"), _path("communities:new"))
    return None


def _account() -> list[Action]:
    return [
        Action(_("Your profile"), _path("people:me"), "user"),
        Action(_("Drafts"), _path("drafts:index"), "pencil"),
        Action(_("Bookmarks"), _path("bookmarks:index"), "bookmark"),
        Action(_("Settings"), _path("people:settings"), "settings"),
        Action(_("Communities"), _path("communities:index"), "users"),
        Action(_("Sign out"), _path("account_logout"), "log-out", post=True),
    ]


def _visitor(request: HttpRequest) -> list[Action]:
    back = f"?next={request.path}" if request.method == "GET" and request.path != "/" else ""
    return [
        Action(_("Sign in"), _path("account_login") + back),
        Action(_("Sign up"), _path("account_signup") + back),
    ]
