from __future__ import annotations

from django.urls import path

from lorehall.conversations import views

app_name = "conversations"
urlpatterns = [
    path("c/<slug:slug>/conversations", views.index, name="index"),
    path("c/<slug:slug>/conversations/start", views.start, name="start"),
    path("t/<int:item_id>", views.conversation, name="bare"),
    path("i/<int:item_id>/go", views.go, name="go"),
    path("i/<int:item_id>/reply", views.reply, name="reply"),
    path("t/<int:item_id>/<slug:slug>", views.conversation, name="conversation"),
    path("t/<int:item_id>/<slug:slug>/<int:number>", views.conversation, name="at"),
]
