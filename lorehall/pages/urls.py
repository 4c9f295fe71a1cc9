from __future__ import annotations

from django.urls import path

from lorehall.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.front, name="front"),
    path("c/<slug:slug>", views.home, name="home"),
    path("c/<slug:slug>/share", views.share, name="share"),
    path("c/<slug:slug>/in/<slug:room>", views.room, name="room"),
]
