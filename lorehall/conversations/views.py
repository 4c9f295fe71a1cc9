"""Conversations: the list, starting one, reading it page by page, replying."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.content import addresses
from lorehall.content.similar import looking, similar
from lorehall.conversations.forms import ReplyForm, StartForm
from lorehall.conversations.queries import PAGE, ConversationPage, conversation_list, conversation_page
from lorehall.conversations.rules.talk import Talk, start_conversation
from lorehall.conversations.rules.talk import reply as add_reply
from lorehall.conversations.timeline import address_at
from lorehall.kernel import policy
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.drafting import Begun, begun
from lorehall.kernel.ui.page import page
from lorehall.reading.queries.news import news


@require_safe
def index(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    show = request.GET.get("show", "")
    after, before = request.GET.get("after"), request.GET.get("before")
    rows = conversation_list(request.viewer, here, show, after=after, before=before)
    new = news(request.viewer, rows.rows)
    context = {"place": here, "rows": rows, "news": new, "show": show, "query": f"show={show}&" if show else ""}
    return page(request, "conversations/index.html", context, place=here, current="conversations")


def start(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    policy.require(Permission.POST, request.viewer, here)
    draft = begun(request, "talk", here.id)
    known = {"room": _room(request, here), **draft.fields}
    form = (
        StartForm(initial=known | request.POST.dict())
        if looking(request)
        else StartForm(request.POST or None, initial=known)
    )
    form.offer(here)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        talk = Talk(typed["title"], typed["text"], typed["tags"], typed["room"], form.token)
        try:
            item = start_conversation(here.id, talk, by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            return HttpResponseRedirect(addresses.of_item(item.kind, item.pk, item.slug))
    context = {"place": here, "form": form, "draft": draft, "similar": similar(request, here)}
    status = 422 if form.errors else 200
    return page(request, "conversations/start.html", context, place=here, current="conversations", status=status)


def _room(request: ViewedRequest, here: Place) -> int:
    wanted = request.GET.get("room", "")
    return next((room.id for room in here.rooms if room.slug == wanted), here.first_room.id)


@require_safe
def conversation(request: ViewedRequest, item_id: int, slug: str = "", number: int = 1) -> HttpResponse:
    found = conversation_page(request.viewer, item_id, number)
    if slug != found.head.slug:
        return HttpResponsePermanentRedirect(_at(found.head.url, number))
    return _page(request, found, ReplyForm(initial=found.draft.fields), found.draft)


def _at(url: str, number: int) -> str:
    return url if number == 1 else f"{url}/{number}"


def _page(request: ViewedRequest, found: ConversationPage, form: ReplyForm, draft: Begun) -> HttpResponse:
    shown = {"found": found, "head": found.head, "place": found.place, "numbers": _numbers(found)}
    context = {**shown, "form": form, "draft": draft}
    current = f"room-{found.head.room_slug}" if found.head.room_slug != "" and not _first(found) else "conversations"
    status = 422 if form.errors else 200
    return page(request, "conversations/conversation.html", context, place=found.place, current=current, status=status)


def _first(found: ConversationPage) -> bool:
    return any(room.is_first and room.slug == found.head.room_slug for room in found.place.rooms)


def _numbers(found: ConversationPage) -> list[tuple[str, str, bool] | None]:
    """The pages to offer: the first, the last, those around this one, gaps between."""
    near = {1, found.pages, *range(found.page - 2, found.page + 3)}
    shown: list[tuple[str, str, bool] | None] = []
    last = 0
    for number in sorted(n for n in near if 1 <= n <= found.pages):
        if number - last > 1:
            shown.append(None)
        shown.append((str(number), _at(found.head.url, (number - 1) * PAGE + 1), number == found.page))
        last = number
    return shown if found.pages > 1 else []


@require_safe
def go(request: ViewedRequest, item_id: int) -> HttpResponse:
    """To the post of a number, wherever it is: what the slider of a long conversation asks for."""
    asked = request.GET.get("number", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    return HttpResponseRedirect(address_at(request.viewer, item_id, number))


@require_POST
def reply(request: ViewedRequest, item_id: int) -> HttpResponse:
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            post = add_reply(item_id, form.cleaned_data["text"], by=request.viewer, submission=form.token)
        except (Hidden, Forbidden):
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            item = post.item
            return HttpResponseRedirect(addresses.of_post(item.kind, item.pk, item.slug, post.pk, post.number))
    last = conversation_page(request.viewer, item_id, 1 << 30)
    return _page(request, last, form, begun(request, "say", item_id))
