"""Bringing a file: by the composer's script, or on a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods

from lorehall.communities.models import Community
from lorehall.communities.places import Place, place
from lorehall.kernel import policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.people.doors import signed_in, viewer_of
from lorehall.uploads import queries, rules
from lorehall.uploads.forms import BringForm

JSON = "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A form; after it the line that a text needs. Scripts are answered with JSON."""
    viewer = viewer_of(request)
    here = place(viewer, slug=slug)
    wants_json = request.headers.get("Accept") == JSON
    policy.require(Permission.UPLOAD, viewer, Community(pk=here.id, visibility=here.visibility, stage=here.stage))
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = _bring(request, here, form)
        except Refused as refusal:
            form.refused(refusal)
        else:
            if wants_json:
                told = {"url": made.url, "picture": made.is_picture, "markdown": made.markdown}
                return JsonResponse(told, status=201)
            return HttpResponseRedirect(f"{request.path}?made={made.key}")
    if wants_json:
        said = [str(words) for errors in form.errors.values() for words in errors]
        return JsonResponse({"error": " ".join(said)}, status=422)
    made_key = request.GET.get("made")
    context = {
        "form": form,
        "place": here,
        "made": queries.mine(viewer, made_key) if made_key else None,
    }
    return page(request, "uploads/new.html", context, place=here, status=422 if form.errors else 200)


def _bring(request: HttpRequest, here: Place, form: BringForm) -> queries.Known:
    sent = form.cleaned_data["file"]
    brought = rules.Brought(sent.read(), sent.name, form.cleaned_data["alt"])
    return queries.known(rules.bring(here.id, brought, by=viewer_of(request)))
