"""The one form of the house."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from lorehall.kernel.ui.forms import Form


class SetUp(Form):
    """Who runs this installation."""

    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=_("A password"),
        help_text=_("Ten characters or more; a few words in a row are easy to keep in mind."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuse what is too easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
