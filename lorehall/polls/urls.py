from __future__ import annotations

from django.urls import path

from lorehall.polls import views

app_name = "polls"
urlpatterns = [
    path("p/<int:post_id>/polls/<slug:poll>", views.poll, name="poll"),
    path("p/<int:post_id>/polls/<slug:poll>/vote", views.vote, name="vote"),
    path("p/<int:post_id>/polls/<slug:poll>/withdraw", views.withdraw, name="withdraw"),
    path("p/<int:post_id>/polls/<slug:poll>/end", views.end, name="end"),
    path("p/<int:post_id>/polls/<slug:poll>/open", views.open_again, name="open_again"),
]
