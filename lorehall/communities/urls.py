"""Addresses of communities."""

from __future__ import annotations

from django.urls import URLPattern, path

from lorehall.communities.views import (
    charter,
    index,
    invitation,
    joining,
    opening,
    people,
    requests,
    rooms,
    settings,
)

app_name = "communities"

urlpatterns: list[URLPattern] = [
    path("communities", index.index, name="index"),
    path("communities/new", opening.new, name="new"),
    path("communities/new/<int:number>", opening.step, name="open"),
    path("communities/new/discard", opening.discard, name="discard"),
    path("invite/<str:token>", invitation.invitation, name="invitation"),
    path("c/<slug:slug>/charter", charter.charter, name="charter"),
    path("c/<slug:slug>/charter/edit", charter.edit, name="charter_edit"),
    path("c/<slug:slug>/charter/versions", charter.versions, name="charter_versions"),
    path("c/<slug:slug>/charter/versions/<int:number>", charter.version, name="charter_version"),
    path("c/<slug:slug>/join", joining.join, name="join"),
    path("c/<slug:slug>/join/withdraw", joining.withdraw, name="withdraw"),
    path("c/<slug:slug>/welcome", joining.welcome, name="welcome"),
    path("c/<slug:slug>/leave", joining.leave, name="leave"),
    path("c/<slug:slug>/requests", requests.requests, name="requests"),
    path("c/<slug:slug>/requests/<int:request_id>/accept", requests.accept, name="accept"),
    path("c/<slug:slug>/requests/<int:request_id>/decline", requests.decline, name="decline"),
    path("c/<slug:slug>/invitations", invitation.invitations, name="invitations"),
    path("c/<slug:slug>/invitations/letters", invitation.send_letters, name="send_letters"),
    path("c/<slug:slug>/invitations/links", invitation.make_link, name="make_link"),
    path("c/<slug:slug>/invitations/<int:invitation_id>/revoke", invitation.revoke, name="revoke"),
    path("c/<slug:slug>/people", people.people, name="people"),
    path("c/<slug:slug>/people/<str:handle>", people.member, name="member"),
    path("c/<slug:slug>/people/<str:handle>/role", people.change_role, name="change_role"),
    path("c/<slug:slug>/people/<str:handle>/suspend", people.suspend, name="suspend"),
    path("c/<slug:slug>/people/<str:handle>/reinstate", people.reinstate, name="reinstate"),
    path("c/<slug:slug>/people/<str:handle>/remove", people.remove, name="remove"),
    path("c/<slug:slug>/rooms", rooms.rooms, name="rooms"),
    path("c/<slug:slug>/rooms/<slug:room>", rooms.room, name="room"),
    path("c/<slug:slug>/rooms/<slug:room>/people", rooms.let_in, name="let_in"),
    path("c/<slug:slug>/rooms/<slug:room>/people/<int:person_id>/out", rooms.let_out, name="let_out"),
    path("c/<slug:slug>/settings", settings.settings, name="settings"),
    path("c/<slug:slug>/launch", settings.launch, name="launch"),
    path("c/<slug:slug>/launch/unmark", settings.unmark, name="unmark"),
]
