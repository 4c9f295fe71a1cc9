from __future__ import annotations

from django.urls import path

from lorehall.drafts import views

app_name = "drafts"
urlpatterns = [
    path("drafts", views.index, name="index"),
    path("drafts/keep", views.keep, name="keep"),
    path("drafts/unsent", views.unsent, name="unsent"),
    path("drafts/<int:draft_id>", views.one, name="one"),
    path("drafts/<int:draft_id>/throw-away", views.throw_away, name="throw_away"),
    path("drafts/<int:draft_id>/bring-back", views.bring_back, name="bring_back"),
]
