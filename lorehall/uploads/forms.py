"""The shape of what is brought."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.kernel.ui.forms import Form
from lorehall.uploads.rules import ALT_LENGTH


class BringForm(Form):
    """One file, and for a picture the words that stand for it."""

    file = forms.FileField(
        label=_("Picture or file"),
        allow_empty_file=True,  # the rule says it in our words
        max_length=1000,
        widget=forms.FileInput,
    )
    alt = forms.CharField(
        label=_("What a picture shows"),
        help_text=_("In a sentence, for those who can’t see it."),
        max_length=ALT_LENGTH,
        required=False,
    )
