"""The shape of what is typed about practices."""

from __future__ import annotations

import operator
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from lorehall.communities.places import Place
from lorehall.content.writing import TITLE_LENGTH
from lorehall.kernel.ui.forms import Form
from lorehall.practice.models import REASON_LENGTH, Reviewers, Shape

LONGEST = 200_000
"""Far above what rules take, so that their own words are the ones that are read."""


class DiscussForm(Form):
    text = forms.CharField(label=_("What you say"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))


class StillRightForm(Form):
    note = forms.CharField(
        label=_("A note"),
        required=False,
        max_length=500,
        help_text=_("What you looked at, for who reads it. For example: used it twice since spring."),
    )
    next_on = forms.DateField(
        label=_("Look again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty for after the months that the community chose"),
    )
    asked_for = forms.DateField(required=False, widget=forms.HiddenInput)


class HandOverForm(Form):
    to = forms.CharField(
        label=_("To whom"),
        required=False,
        max_length=40,
        help_text=_("Their handle, such as @ines. Leave it empty to offer it to whoever takes it."),
    )
    note = forms.CharField(label=_("A note to them"), required=False, max_length=500)


class MoveForm(Form):
    """A state that needs a line of why; which practice stands in its place, where one does."""

    successor = forms.CharField(
        label=_("What stands in its place"),
        required=False,
        max_length=400,
        help_text=_("The title, number or address of the practice"),
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=200, help_text=_("A line; readers see it"))

    def about(self, *, supersedes: bool, needs_reason: bool) -> None:
        """What this move asks for."""
        self.fields["reason"].required = needs_reason
        if not supersedes:
            del self.fields["successor"]
        else:
            self.fields["successor"].required = True


_LANGUAGES = sorted(
    ((code, str(info["name_local"])) for code, info in LANG_INFO.items() if "name_local" in info),
    key=operator.itemgetter(1),
)


class TextForm(Form):
    """What a practice consists of. `version` is the one that the writer started from."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = forms.CharField(label=_("Text"), max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 24}))
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Up to six words, parted by commas or spaces."))
    shape = forms.ChoiceField(label=_("What it is"), choices=Shape.choices)
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class DraftForm(TextForm):
    """A draft may lack anything until it is published."""

    room = forms.TypedChoiceField(label=_("Room"), coerce=int, required=False, empty_value=None)

    def offer(self, place: Place) -> None:
        """Offer the rooms; where there is only one, nobody is asked."""
        self.fields["title"].required = self.fields["text"].required = False
        if len(place.rooms) < 2:
            del self.fields["room"]
            return
        self.fields["room"].choices = [(room.id, room.name) for room in place.rooms]  # type: ignore[attr-defined]


class ReviseForm(TextForm):
    reason = forms.CharField(
        label=_("Why you change it, in a line"),
        max_length=REASON_LENGTH,
        help_text=_("Readers see it beside the version."),
    )


class JudgeForm(Form):
    """A reviewer's word on the draft as it stands at `version`."""

    note = forms.CharField(
        label=_("Your note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where something should change first."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class CustomsForm(Form):
    reviewers = forms.ChoiceField(
        label=_("Who looks at a draft before it is published, and at a change before it stands"),
        choices=Reviewers.choices,
        widget=forms.RadioSelect,
    )
    review_months = forms.IntegerField(
        label=_("Months until somebody looks whether a practice still holds"), min_value=1, max_value=60
    )


class TemplateForm(Form):
    source = forms.CharField(
        label=_("How it begins"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Markdown. A prompt for the writer stands in <!-- … -->: readers never see it."),
    )


class SuggestForm(Form):
    """`version` is the one that the writer started from, as the page says it."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    text = forms.CharField(label=_("Text"), max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 20}))
    reason = forms.CharField(label=_("Why, in a line"), max_length=REASON_LENGTH)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class DecideForm(Form):
    """`version` is that of the text which the decider looked at."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    text = forms.CharField(label=_("Text"), max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 16}))
    why = forms.CharField(label=_("A word to who suggested it"), required=False, max_length=1000)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class DeclineForm(Form):
    declined = forms.CharField(
        label=_("Why it is declined"), max_length=1000, help_text=_("Who suggested it reads that, and so do others.")
    )


class DissentForm(Form):
    section = forms.ChoiceField(label=_("Beside what"), required=False)
    text = forms.CharField(label=_("How you see it"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))

    def offer(self, toc: list[list[Any]]) -> None:
        """The sections that it can stand beside."""
        sections = [(str(id_), str(title)) for id_, title, _depth in toc]
        self.fields["section"].choices = [("", _("The whole page")), *sections]  # type: ignore[attr-defined]
