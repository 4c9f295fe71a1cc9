"""The shape of what is typed about questions."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.communities.places import Place
from lorehall.content.writing import TITLE_LENGTH
from lorehall.kernel.ui.forms import Form, MarkdownArea

LONGEST = 200_000
"""Far above what rules take, so that their own words are the ones that are read."""


def _text(label: Any, rows: int, *, required: bool = True, help_text: Any = "", hint: Any = "") -> forms.CharField:
    widget = MarkdownArea(attrs={"rows": rows, "placeholder": hint} if hint else {"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, help_text=help_text, widget=widget, strip=False
    )


class QuestionForm(Form):
    """What a question consists of."""

    title = forms.CharField(
        label=_("Your question in one sentence"),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-similar": ""}),
    )
    text = _text(_("What is it about?"), 9, hint=_("What happens, where, and what did you expect?"))
    tried = _text(_("What I tried"), 4, required=False, help_text=_("So that nobody suggests it again."))
    deciding = _text(
        _("What I must decide"), 3, required=False, help_text=_("An answer is better when it knows what hangs on it.")
    )
    by_when = forms.DateField(
        label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Up to six words, parted by commas or spaces."))


class AskForm(QuestionForm):
    room = forms.TypedChoiceField(label=_("Room"), coerce=int, required=False, empty_value=None)

    def offer(self, place: Place) -> None:
        """Offer the rooms; where there is only one, nobody is asked."""
        if len(place.rooms) < 2:
            del self.fields["room"]
            return
        choices = [(room.id, room.name) for room in place.rooms]
        self.fields["room"].choices = choices  # type: ignore[attr-defined]


class EditForm(QuestionForm):
    """`version` is the one that the writer started from."""

    reason = forms.CharField(label=_("Why you change it"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(Form):
    text = _text(_("Your answer"), 8)


class ReplyForm(Form):
    text = _text(_("Your reply"), 5)


class DetailForm(Form):
    text = _text(_("What is missing"), 5)


class LogForm(Form):
    """An answer that was given elsewhere."""

    given_by = forms.CharField(label=_("Who gave it"), max_length=120)
    where = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=200,
        help_text=_("A call, a chat, a corridor: as you would tell it."),
    )
    text = _text(_("The answer"), 8)


class ConfirmForm(Form):
    reason = forms.CharField(
        label=_("Why you confirm it in the asker’s place"),
        max_length=280,
        help_text=_("It is shown beside the answer. For example: used it on two services since."),
    )


class DuplicateForm(Form):
    """Which question this one repeats: its number, its address, or words of its title."""

    of = forms.CharField(
        label=_("The question that was asked before"),
        max_length=300,
        help_text=_("Its address, its number, or words of its title."),
    )

    def number(self) -> int | None:
        """The number that was typed, alone or in an address; None for words."""
        typed = str(self.cleaned_data["of"]).strip()
        found = re.fullmatch(r"#?(\d{1,18})", typed) or re.search(r"/(?:q|i)/(\d{1,18})(?:[/?#]|$)", typed)
        return int(found[1]) if found else None
