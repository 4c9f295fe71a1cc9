"""The ways in and the keys to them. The names are allauth's, which finds its pages by them."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from django.views.generic.base import RedirectView

from lorehall.people.views import entrance

to_account = RedirectView.as_view(pattern_name="people:account")
to_sessions = RedirectView.as_view(pattern_name="people:sessions")

urlpatterns: list[URLPattern] = [
    path("account/sign-up", entrance.sign_up, name="account_signup"),
    path("account/login", entrance.sign_in, name="account_login"),
    path("account/logout", entrance.sign_out, name="account_logout"),
    path("account/closed", entrance.closed_account, name="account_inactive"),
    path("account/code", entrance.ask_code, name="account_request_login_code"),
    path("account/code/confirm", entrance.type_code, name="account_confirm_login_code"),
    path("account/passkey", entrance.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("account/second-step", entrance.second_step, name="mfa_authenticate"),
    path("account/confirm", entrance.confirm_sent, name="account_email_verification_sent"),
    re_path(r"^account/confirm/(?P<key>[-:\w]+)$", entrance.confirm_address, name="account_confirm_email"),
    path("account/reset", entrance.reset_password, name="account_reset_password"),
    path("account/reset/sent", entrance.reset_sent, name="account_reset_password_done"),
    path("account/reset/done", entrance.reset_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^account/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        entrance.reset_by_link,
        name="account_reset_password_from_key",
    ),
    path("account/prove", entrance.prove_by_password, name="account_reauthenticate"),
    path("account/prove/code", entrance.prove_by_code, name="mfa_reauthenticate"),
    path("account/prove/passkey", entrance.prove_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("settings/account/address", entrance.address, name="account_email"),
    path("settings/account/password", entrance.change_password, name="account_change_password"),
    path("settings/account/password/first", entrance.set_password, name="account_set_password"),
    path("settings/account/app", entrance.add_app, name="mfa_activate_totp"),
    path("settings/account/app/remove", entrance.remove_app, name="mfa_deactivate_totp"),
    path("settings/account/codes", entrance.recovery_codes, name="mfa_view_recovery_codes"),
    path("settings/account/codes/new", entrance.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("settings/account/codes.txt", entrance.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("settings/account/passkeys/new", entrance.add_passkey, name="mfa_add_webauthn"),
    path("settings/account/passkeys/<int:pk>", entrance.name_passkey, name="mfa_edit_webauthn"),
    path("settings/account/passkeys/<int:pk>/remove", entrance.remove_passkey, name="mfa_remove_webauthn"),
    path("settings/account/passkeys", to_account, name="mfa_list_webauthn"),
    path("settings/account/factors", to_account, name="mfa_index"),
    path("settings/account/sessions", to_sessions, name="usersessions_list"),
]
