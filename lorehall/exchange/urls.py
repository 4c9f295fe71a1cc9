"""Old addresses of imported sites."""

from __future__ import annotations

from django.urls import path

from lorehall.exchange import views

app_name = "exchange"
urlpatterns = [
    path("questions/tagged/<str:name>", views.tagged, name="old_tag"),
    path("questions/<int:number>", views.question, name="old_question"),
    path("questions/<int:number>/<path:rest>", views.question, name="old_question_titled"),
    path("a/<int:number>", views.answer, name="old_answer"),
    path("a/<int:number>/<path:rest>", views.answer, name="old_answer_shared"),
]
