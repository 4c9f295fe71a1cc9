from __future__ import annotations

from django.urls import path

from lorehall.search import views

app_name = "search"
urlpatterns = [
    path("search", views.search, name="search"),
    path("search/suggest", views.suggest, name="suggest"),
    path("c/<slug:slug>/similar", views.similar, name="similar"),
    path("c/<slug:slug>/searches", views.missed, name="missed"),
    path("i/<int:item_id>/spared", views.spared, name="spared"),
]
