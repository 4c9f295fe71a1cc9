from __future__ import annotations

from django.urls import path

from lorehall.practice.views import read

app_name = "practice"
urlpatterns = [
    path("practice/<int:item_id>", read.practice, name="bare"),
    path("practice/<int:item_id>/<str:slug>", read.practice, name="practice"),
    path("i/<int:item_id>/discuss", read.discuss, name="discuss"),
]
