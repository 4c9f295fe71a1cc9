"""The shape of what is typed at the harvest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.harvest.models import NOTE_LENGTH
from lorehall.kernel.ui.forms import Form
from lorehall.practice.models import Shape

LONGEST = 400_000
"""Far above what rules take, so that their own words are the ones that are read."""


class DraftForm(Form):
    title = forms.CharField(label=_("Title"), max_length=1000, required=False)
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18})
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=1000, required=False, help_text=_("Words, parted by commas; six at most")
    )
    shape = forms.ChoiceField(label=_("What it is"), choices=Shape.choices, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, max_value=2**31 - 1)


class VerdictForm(Form):
    """`practice` is its number or its address, as it is copied from the browser."""

    practice = forms.CharField(label=_("Which practice is it in?"), max_length=300, required=False)
    note = forms.CharField(label=_("Why"), max_length=NOTE_LENGTH, required=False)
