"""Every address of the installation, by capability."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from lorehall.house import views
from lorehall.kernel.ui import guide

# Routes are tried in this order, so what is read most stands first; no two of them are alike.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lorehall.questions.urls")),
    path("", include("lorehall.conversations.urls")),
    path("", include("lorehall.practice.urls")),
    path("", include("lorehall.library.urls")),
    path("", include("lorehall.reports.urls")),
    path("", include("lorehall.harvest.urls")),
    path("", include("lorehall.search.urls")),
    path("", include("lorehall.pages.urls")),
    path("", include("lorehall.content.urls")),
    path("", include("lorehall.uploads.urls")),
    path("", include("lorehall.drafts.urls")),
    path("", include("lorehall.bookmarks.urls")),
    path("", include("lorehall.polls.urls")),
    path("", include("lorehall.agenda.urls")),
    path("", include("lorehall.previews.urls")),
    path("", include("lorehall.reading.urls")),
    path("", include("lorehall.people.urls")),
    path("", include("lorehall.communities.urls")),
    path("uploads/<str:key>", views.upload, name="upload"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("setup/<str:token>", views.setup, name="setup"),
    path("", include("lorehall.exchange.urls")),
    path("", include("lorehall.people.account_urls")),
]

handler429 = "lorehall.people.views.entrance.too_often"  # asked for by allauth's rate limits
handler400 = "lorehall.kernel.ui.views.bad_request"
handler403 = "lorehall.kernel.ui.views.forbidden"
handler404 = "lorehall.kernel.ui.views.not_found"
handler500 = "lorehall.kernel.ui.views.server_error"

if settings.DEBUG:
    urlpatterns.append(path("_guide", guide.guide))
