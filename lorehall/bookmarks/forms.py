"""The shape of what goes with a bookmark."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.bookmarks.models import NOTE_LENGTH
from lorehall.bookmarks.rules import Wish
from lorehall.kernel.ui.forms import Form


class BookmarkForm(Form):
    note = forms.CharField(
        label=_("Note"), required=False, max_length=NOTE_LENGTH, help_text=_("For yourself. Nobody else sees it.")
    )
    remind_on = forms.DateField(
        label=_("Remind me on"),
        required=False,
        help_text=_("By mail in the morning, and on the community’s home."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def wish(self) -> Wish:
        """What was typed."""
        return Wish(self.cleaned_data["note"], self.cleaned_data["remind_on"])
