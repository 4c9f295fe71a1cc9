from __future__ import annotations

from django.urls import path

from lorehall.uploads import views

app_name = "uploads"
urlpatterns = [path("c/<slug:slug>/files/new", views.new, name="new")]
