"""Addresses of communities."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.generic import RedirectView

app_name = "communities"

urlpatterns: list[URLPattern] = [
    path("invite/<str:token>", RedirectView.as_view(url="/"), name="invitation"),
]
