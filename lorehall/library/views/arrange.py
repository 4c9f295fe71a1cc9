"""Arranging the topic map, and saying where a practice stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.content import addresses
from lorehall.content.models import ItemKind
from lorehall.content.views.door import sign_in_first
from lorehall.kernel.errors import Conflict, Hidden, Refused
from lorehall.kernel.ui.page import page
from lorehall.library.find import find_library, find_practice_to_keep, find_topic
from lorehall.library.forms import AddForm, PlaceForm, TopicForm
from lorehall.library.models import Topic
from lorehall.library.queries.keeping import placed
from lorehall.library.queries.topics import topic_map
from lorehall.library.rules import collect, topic
from lorehall.library.rules.place import place as place_practice

METHODS = ["GET", "HEAD", "POST"]


def _kept(request: ViewedRequest, slug: str) -> Place:
    """The place, for who keeps its library."""
    here = place(request.viewer, slug=slug)
    find_library(here.id, request.viewer)
    return here


def _topic(request: ViewedRequest, slug: str, topic_id: int) -> tuple[Place, Topic]:
    here = _kept(request, slug)
    found = find_topic(topic_id, request.viewer)
    if found.community_id != here.id:
        raise Hidden
    return here, found


@require_http_methods(METHODS)
@sign_in_first
def arrange(request: ViewedRequest, slug: str) -> HttpResponse:
    """The whole map with its handles, and the form for one more topic."""
    here = _kept(request, slug)
    found = topic_map(here, whole=True)
    form = AddForm(request.POST if request.method == "POST" else None)
    form.offer(found)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            topic.add(here.id, typed["name"], by=request.viewer, parent_id=typed["parent"], about=typed["about"])
        except Conflict:
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            return HttpResponseRedirect(reverse("library:arrange", args=[slug]))
    context = {"place": here, "map": found, "form": form}
    status = 422 if form.errors else 200
    return page(request, "library/arrange.html", context, place=here, current="practice", status=status)


@require_http_methods(METHODS)
@sign_in_first
def change(request: ViewedRequest, slug: str, topic_id: int) -> HttpResponse:
    """A topic's name, and the line about it."""
    here, found = _topic(request, slug, topic_id)
    form = TopicForm(
        request.POST if request.method == "POST" else None, initial={"name": found.name, "about": found.about}
    )
    if form.is_bound and form.is_valid():
        try:
            topic.rename(topic_id, form.cleaned_data["name"], by=request.viewer, about=form.cleaned_data["about"])
        except Conflict:
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            return HttpResponseRedirect(reverse("library:arrange", args=[slug]))
    context = {"place": here, "topic": found, "form": form}
    status = 422 if form.errors else 200
    return page(request, "library/change.html", context, place=here, current="practice", status=status)


@require_POST
def move(request: ViewedRequest, slug: str, topic_id: int) -> HttpResponse:
    """A step by a button (`way`), or to a spot by dragging (`parent`, `before`)."""
    _topic(request, slug, topic_id)
    way = request.POST.get("way", "")
    try:
        if way:
            topic.step(topic_id, way, by=request.viewer)
        else:
            spot = topic.Spot(_number(request, "parent"), _number(request, "before"))
            topic.move(topic_id, spot, by=request.viewer)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(f"{reverse('library:arrange', args=[slug])}#topic-{topic_id}")


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.POST.get(name, "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise Conflict("changed_meanwhile", _("Somebody changed the map meanwhile. Look at it once more."))
    return int(said)


@require_POST
def remove(request: ViewedRequest, slug: str, topic_id: int) -> HttpResponse:
    _here, found = _topic(request, slug, topic_id)
    topic.remove(topic_id, by=request.viewer)
    messages.success(
        request, _("“%(name)s” is no topic any more. What stood below it moved up.") % {"name": found.name}
    )
    return HttpResponseRedirect(reverse("library:arrange", args=[slug]))


@require_http_methods(METHODS)
@sign_in_first
def place_item(request: ViewedRequest, item_id: int) -> HttpResponse:
    """Where a practice stands: its topic, its collections."""
    item = find_practice_to_keep(item_id, request.viewer)
    here = place(request.viewer, community_id=item.community_id)
    stands = placed(here, item_id)
    initial = {"topic": stands.topic_id, "collections": list(stands.within)}
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offer(topic_map(here, whole=True), stands.offered)
    url = addresses.of_item(ItemKind.PRACTICE, item.pk, item.slug)
    if form.is_bound and form.is_valid():
        try:
            _put(request, item_id, form, stands.within)
        except Conflict:
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(url)
    context = {"place": here, "item": item, "form": form, "url_back": url}
    status = 422 if form.errors else 200
    return page(request, "library/place.html", context, place=here, current="practice", status=status)


def _put(request: ViewedRequest, item_id: int, form: PlaceForm, within: frozenset[int]) -> None:
    place_practice(item_id, form.cleaned_data["topic"], by=request.viewer)
    wanted = set(form.cleaned_data.get("collections", within))
    for collection_id in sorted(wanted - within):
        collect.put_in(collection_id, item_id, by=request.viewer)
    for collection_id in sorted(within - wanted):
        collect.take_out(collection_id, item_id, by=request.viewer)
