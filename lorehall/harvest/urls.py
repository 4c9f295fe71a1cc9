from __future__ import annotations

from django.urls import path

from lorehall.harvest.views import begin, desk, listing

app_name = "harvest"
urlpatterns = [
    path("c/<slug:slug>/harvest", listing.index, name="index"),
    path("i/<int:item_id>/harvest", begin.harvest, name="begin"),
    path("i/<int:item_id>/harvest/verdict", listing.verdict, name="verdict"),
    path("harvest/<int:draft_id>", desk.draft, name="draft"),
]
