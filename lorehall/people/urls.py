"""Addresses about people. Those of signing in are in `account_urls`, without a namespace."""

from __future__ import annotations

from django.urls import URLPattern, path

from lorehall.people.views import profile, settings

app_name = "people"

urlpatterns: list[URLPattern] = [
    path("settings", settings.begin, name="settings"),
    path("settings/profile", settings.profile, name="profile"),
    path("settings/photo", settings.photo, name="photo"),
    path("settings/account", settings.account, name="account"),
    path("settings/sessions", settings.devices, name="sessions"),
    path("settings/sessions/others/end", settings.end_other_sessions, name="end_other_sessions"),
    path("settings/sessions/<int:session_id>/end", settings.end_session, name="end_session"),
    path("people/me", profile.me, name="me"),
    path("people/<str:handle>", profile.profile, name="person"),
]
