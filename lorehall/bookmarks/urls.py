from __future__ import annotations

from django.urls import path

from lorehall.bookmarks import views

app_name = "bookmarks"
urlpatterns = [
    path("bookmarks", views.index, name="index"),
    path("bookmarks/<int:bookmark_id>", views.change, name="change"),
    path("bookmarks/<int:bookmark_id>/remove", views.remove, name="remove"),
    path("bookmarks/<int:bookmark_id>/come-back", views.come_back, name="come_back"),
    path("i/<int:item_id>/bookmark", views.item, name="item"),
    path("p/<int:post_id>/bookmark", views.post, name="post"),
]
