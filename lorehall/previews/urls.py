from __future__ import annotations

from django.urls import path

from lorehall.previews import views

app_name = "previews"
urlpatterns = [
    path("p/<int:post_id>/previews/<slug:key>/hide", views.hide, name="hide"),
    path("p/<int:post_id>/previews/<slug:key>/show", views.show_again, name="show_again"),
]
