from __future__ import annotations

from django.urls import path

from lorehall.reading import views

app_name = "reading"
urlpatterns = [
    path("read", views.read, name="read"),
    path("read.css", views.seen, name="seen"),
    path("i/<int:item_id>/unread", views.jump, name="jump"),
    path("i/<int:item_id>/news", views.arrived, name="news"),
    path("c/<slug:slug>/unread", views.unread, name="unread"),
    path("c/<slug:slug>/unread/read", views.mark_all, name="mark_all"),
    path("c/<slug:slug>/unread/undo", views.undo, name="undo"),
]
