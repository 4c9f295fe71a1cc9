from __future__ import annotations

from django.urls import path

from lorehall.agenda import views

app_name = "agenda"
urlpatterns = [
    path("c/<slug:slug>/agenda", views.index, name="index"),
    path("c/<slug:slug>/agenda/<int:agenda_id>", views.question, name="question"),
    path("c/<slug:slug>/agenda/<int:agenda_id>/detach", views.detach, name="detach"),
    path("c/<slug:slug>/agenda/<int:agenda_id>/close", views.close, name="close"),
    path("c/<slug:slug>/agenda/<int:agenda_id>/reopen", views.reopen, name="reopen"),
    path("i/<int:item_id>/agenda", views.item, name="item"),
]
