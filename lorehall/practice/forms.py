"""The shape of what is typed about practices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.kernel.ui.forms import Form

LONGEST = 200_000
"""Far above what rules take, so that their own words are the ones that are read."""


class DiscussForm(Form):
    text = forms.CharField(label=_("What you say"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
