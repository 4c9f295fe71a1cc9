"""Every address of the installation, by capability."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from lorehall.house import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("setup/<str:token>", views.setup, name="setup"),
    path("uploads/<str:key>", views.upload, name="upload"),
    path("", include("lorehall.people.account_urls")),
    path("", include("lorehall.people.urls")),
    path("", include("lorehall.communities.urls")),
    path("", include("lorehall.content.urls")),
    path("", include("lorehall.questions.urls")),
    path("", include("lorehall.conversations.urls")),
    path("", include("lorehall.pages.urls")),
]

handler429 = "lorehall.people.views.entrance.too_often"  # asked for by allauth's rate limits
