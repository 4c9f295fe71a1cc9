"""The shape of what is typed about items and posts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.content.writing import TITLE_LENGTH
from lorehall.kernel.ui.forms import Form, MarkdownArea


class EditForm(Form):
    """A post's text; for the opening of a conversation its title and tags too."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 12}))
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Words, parted by commas"))
    reason = forms.CharField(label=_("Why, in a few words"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def without_title(self) -> None:
        """For posts that are no opening."""
        del self.fields["title"], self.fields["tags"]


class TagsForm(Form):
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Words, parted by commas; six at most"))


class MoveForm(Form):
    room = forms.TypedChoiceField(label=_("Room"), coerce=int, widget=forms.RadioSelect)


class DescribeForm(Form):
    about = forms.CharField(label=_("What it is about"), required=False, widget=MarkdownArea(attrs={"rows": 4}))


class RenameForm(Form):
    name = forms.CharField(label=_("New name"), max_length=40)


class MergeForm(Form):
    into = forms.CharField(label=_("Merge into"), max_length=40, help_text=_("The name of the tag that stays"))
