"""The shape of what people type into the pages of their account."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from lorehall.kernel.errors import Refused
from lorehall.kernel.ui.forms import Form
from lorehall.people import names
from lorehall.people.models import ABOUT_LENGTH, HANDLE_LENGTH, NAME_LENGTH, Person, Theme

PASSWORD_HELP = _("At least 10 characters. A few words in a row are good.")


LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "code": _("Code"),
}


def reword(form: forms.BaseForm) -> None:
    """Our words in a form of the library's: labels instead of placeholders, no link inside a help text."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = LABELS.get(name) or field.label
        if name == "password":
            field.help_text = ""


class SignUp(account.SignupForm):  # type: ignore[misc]
    """Name, address and one password. What the page says never depends on whether the address is known."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        help_text=_("As people here should know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]
    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP

    def clean_name(self) -> str:
        try:
            return names.refuse_address(names.clean_name(self.cleaned_data["name"]))
        except Refused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal

    def try_save(self, request: HttpRequest) -> tuple[Person | None, HttpResponse | None]:
        if not self.account_already_exists:
            try:
                saved: tuple[Person | None, HttpResponse | None] = super().try_save(request)
            except Refused as refusal:
                if refusal.code != "email_taken":
                    raise
                # The same address was signed up in another window a moment ago.
                self.account_already_exists = True
            else:
                return saved
        else:
            # As long as making an account takes, so that the clock does not tell either.
            make_password(self.cleaned_data["password1"])
        answered: tuple[Person | None, HttpResponse | None] = super().try_save(request)
        return answered


class _OnePassword:
    """One field with a button to show it, instead of typing blindly twice."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_HELP
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].label = _("Current password")
            self.fields["oldpassword"].help_text = ""


class ChangePassword(_OnePassword, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password for who knows the old one."""


class SetPassword(_OnePassword, account.SetPasswordForm):  # type: ignore[misc]
    """A first password for who came in by code or passkey."""


class NewPassword(_OnePassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password for who follows the link in the mail."""


class _Careful:
    """What a browser sends as a passkey's answer is anybody's words: nonsense is a wrong answer, not an error."""

    def clean_credential(self) -> Any:
        try:
            clean = getattr(super(), "clean_credential", None)
            return clean() if clean else self.cleaned_data["credential"]  # type: ignore[attr-defined]
        except _NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error

    def clean(self) -> Any:
        try:
            return super().clean()  # type: ignore[misc]
        except _NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error


_NONSENSE = (KeyError, TypeError, ValueError, AttributeError, LookupError)


class SignInByPasskey(_Careful, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of address and password."""


class AnswerByPasskey(_Careful, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""


class ProveByPasskey(_Careful, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before something that matters."""


class AddPasskey(_Careful, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Every key added here is a passkey: it signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("Where it lives: “phone”, “laptop”, “key on the ring”.")


class Profile(Form):
    """What a person says of themselves, and how they want to read."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    handle = forms.CharField(
        label=_("Handle"),
        max_length=HANDLE_LENGTH + 1,
        help_text=_("How others mention you. Your old handle keeps leading to you."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    about = forms.CharField(
        label=_("What I do"),
        max_length=ABOUT_LENGTH,
        required=False,
        help_text=_("One or two sentences: your craft, what you can be asked about."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    public_profile = forms.BooleanField(
        label=_("Anyone may see this page"),
        required=False,
        help_text=_("Otherwise only people who are signed in. Your communities decide who sees what you write."),
    )
    timezone = forms.CharField(
        label=_("Time zone"),
        required=False,
        help_text=_("Begin to type a city. Empty: times are shown in UTC."),
        widget=forms.TextInput(attrs={"list": "timezones", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=[(Theme.AUTO, _("As the device")), (Theme.LIGHT, _("Light")), (Theme.DARK, _("Dark"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101 - for the type checker
        language.choices = [("", _("As the browser")), *settings.LANGUAGES]

    def clean_timezone(self) -> str:
        """A zone by its name, however its letters and spaces were typed."""
        typed = str(self.cleaned_data["timezone"]).strip().replace(" ", "_")
        by_folded = {zone.lower(): zone for zone in available_timezones()}
        return by_folded.get(typed.lower(), typed)


class Photo(Form):
    """A picture to be made a photo of."""

    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
