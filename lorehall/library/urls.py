from __future__ import annotations

from django.urls import path

from lorehall.library.views import arrange, collect, read

app_name = "library"
urlpatterns = [
    path("c/<slug:slug>/practice", read.index, name="index"),
    path("c/<slug:slug>/practice/topics/<slug:topic>", read.topic, name="topic"),
    path("c/<slug:slug>/practice/arrange", arrange.arrange, name="arrange"),
    path("c/<slug:slug>/practice/arrange/<int:topic_id>", arrange.change, name="change"),
    path("c/<slug:slug>/practice/arrange/<int:topic_id>/move", arrange.move, name="move"),
    path("c/<slug:slug>/practice/arrange/<int:topic_id>/remove", arrange.remove, name="remove"),
    path("c/<slug:slug>/practice/collections/new", collect.new, name="new"),
    path("c/<slug:slug>/practice/collections/<slug:collection>", read.collection, name="collection"),
    path("c/<slug:slug>/practice/collections/<slug:collection>/edit", collect.edit, name="edit"),
    path("c/<slug:slug>/practice/collections/<slug:collection>/pages", collect.pages, name="pages"),
    path("c/<slug:slug>/practice/collections/<slug:collection>/pages/<int:item_id>", collect.one_page, name="page"),
    path("c/<slug:slug>/practice/collections/<slug:collection>/remove", collect.remove, name="take_out"),
    path("c/<slug:slug>/practice/collections/<slug:collection>/done/<int:item_id>", collect.done, name="done"),
    path("i/<int:item_id>/place", arrange.place_item, name="place"),
]
