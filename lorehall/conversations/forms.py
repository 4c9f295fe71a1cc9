from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.communities.places import Place
from lorehall.content.writing import TITLE_LENGTH
from lorehall.kernel.ui.forms import Form


class StartForm(Form):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 10}))
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Words, parted by commas; six at most"))
    room = forms.TypedChoiceField(label=_("Room"), coerce=int)

    def offer(self, place: Place) -> None:
        """The rooms that the writer may read; with one room there is nothing to choose."""
        self.fields["room"].choices = [(room.id, room.name) for room in place.rooms]  # type: ignore[attr-defined]
        if len(place.rooms) == 1:
            self.fields["room"].widget = forms.HiddenInput()
            self.initial["room"] = place.rooms[0].id


class ReplyForm(Form):
    text = forms.CharField(label=_("Reply"), widget=forms.Textarea(attrs={"rows": 5}))
