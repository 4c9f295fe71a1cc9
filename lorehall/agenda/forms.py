"""The shape of what is said on the agenda."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.agenda.models import LEARNED_LENGTH
from lorehall.agenda.rules.close import Closing
from lorehall.kernel.ui.forms import Form


class AttachForm(Form):
    item = forms.CharField(
        label=_("What belongs to it"),
        max_length=300,
        help_text=_("A question, conversation or practice: its number, its address or its title."),
    )


class ChooseForm(Form):
    """On an item: the questions of the agenda that it belongs to."""

    questions = forms.TypedMultipleChoiceField(
        label=_("It belongs to"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, questions: list[tuple[int, str, bool]]) -> None:
        self.fields["questions"].choices = [(pk, text) for pk, text, _mine in questions]  # type: ignore[attr-defined]


class CloseForm(Form):
    learned = forms.CharField(
        label=_("What was learned"),
        max_length=LEARNED_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two. Everybody who reads the charter reads this."),
    )
    practice = forms.CharField(
        label=_("The practice that says it"),
        max_length=300,
        required=False,
        help_text=_("Its number, address or title. Leave it empty while there is none yet."),
    )

    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def closing(self) -> Closing:
        before = self.cleaned_data["before"] if "before" in self.data else None
        return Closing(self.cleaned_data["learned"], self.cleaned_data["practice"], before)
