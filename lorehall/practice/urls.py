from __future__ import annotations

from django.urls import path

from lorehall.practice.views import credit, read

app_name = "practice"
urlpatterns = [
    path("practice/<int:item_id>", read.practice, name="bare"),
    path("practice/<int:item_id>/<str:slug>", read.practice, name="practice"),
    path("i/<int:item_id>/discuss", read.discuss, name="discuss"),
    path("i/<int:item_id>/credit", credit.credit, name="credit"),
    path("credit/<str:token>", credit.credit_by_mail, name="credit_by_mail"),
]
