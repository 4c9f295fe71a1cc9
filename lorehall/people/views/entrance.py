"""allauth's views in our frame. They keep their names and flows; addresses and words are ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import auth as ceremony
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.generic.base import View

from lorehall.kernel.ui.page import page
from lorehall.kernel.ui.problems import problem
from lorehall.kernel.ui.views import show
from lorehall.people import forms


class Framed:
    """Renders a class-based view's template as one of our pages."""

    request: HttpRequest
    get_template_names: Callable[[], list[str]]

    def render_to_response(self, context: dict[str, Any], **_more: Any) -> HttpResponse:
        for form in (context.get("form"), context.get("verify_form")):
            if isinstance(form, BaseForm):
                forms.reword(form)
        return page(self.request, self.get_template_names()[0], context, current="settings")


def framed(view: type[View]) -> Callable[..., HttpResponseBase]:
    """The view function of an allauth class, in our frame."""
    return type(view.__name__, (Framed, view), {}).as_view()  # type: ignore[attr-defined,no-any-return]


class SignUp(Framed, account.SignupView):  # type: ignore[misc]
    """Signing up; by invitation only where the installation says so."""

    def closed(self) -> HttpResponse:
        return page(self.request, "account/signup_closed.html", status=403)


class AddPasskey(Framed, passkeys.AddWebAuthnView):  # type: ignore[misc]
    """A key that can sign in by itself, so the device must know who holds it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth leaves out the form that it has just refused, and drawing a new one would check it once more.
        context: dict[str, Any] = super().get_context_data(**kwargs) | kwargs
        context["js_data"] = {"creation_options": ceremony.begin_registration(self.request.user, passwordless=True)}
        return context


class ConfirmAddress(Framed, account.ConfirmEmailView):  # type: ignore[misc]
    """Says whose account an address is being confirmed for: somebody else may have typed it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["name"] = self.object.email_address.user.name if self.object else ""
        return context


def too_often(request: HttpRequest) -> HttpResponse:
    """The page for whoever ran into a rate limit."""
    return show(request, problem(429))


sign_up = SignUp.as_view()
sign_in = framed(account.LoginView)
sign_out = framed(account.LogoutView)
closed_account = framed(account.AccountInactiveView)
address = framed(account.EmailView)
confirm_sent = framed(account.EmailVerificationSentView)
confirm_address = ConfirmAddress.as_view()
change_password = framed(account.PasswordChangeView)
set_password = framed(account.PasswordSetView)
reset_password = framed(account.PasswordResetView)
reset_sent = framed(account.PasswordResetDoneView)
reset_by_link = framed(account.PasswordResetFromKeyView)
reset_done = framed(account.PasswordResetFromKeyDoneView)
ask_code = framed(account.RequestLoginCodeView)
type_code = framed(account.ConfirmLoginCodeView)
prove_by_password = framed(account.ReauthenticateView)
second_step = framed(factors.AuthenticateView)
prove_by_code = framed(factors.ReauthenticateView)
add_app = framed(app.ActivateTOTPView)
remove_app = framed(app.DeactivateTOTPView)
recovery_codes = framed(codes.ViewRecoveryCodesView)
new_recovery_codes = framed(codes.GenerateRecoveryCodesView)
download_recovery_codes = codes.DownloadRecoveryCodesView.as_view()
add_passkey = AddPasskey.as_view()
name_passkey = framed(passkeys.EditWebAuthnView)
remove_passkey = framed(passkeys.RemoveWebAuthnView)
sign_in_by_passkey = framed(passkeys.LoginWebAuthnView)
prove_by_passkey = framed(passkeys.ReauthenticateWebAuthnView)
