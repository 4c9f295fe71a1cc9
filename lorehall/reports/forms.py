"""The shape of what is typed about the use of practices."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lorehall.kernel.ui.forms import Form, MarkdownArea
from lorehall.reports.contexts import LABEL_LENGTH, MOST_FIELDS, VALUE_LENGTH, Asked, Field
from lorehall.reports.evidence import Thresholds
from lorehall.reports.models import LINK_LENGTH, Outcome
from lorehall.reports.rules.decide import Deciding
from lorehall.reports.rules.report import Use

LONGEST = 200_000
"""Far above what rules take, so that their own words are the ones that are read."""
OUTCOMES = (
    (Outcome.USED, _("Used as written")),
    (Outcome.ADAPTED, _("Adapted: it worked, with changes")),
    (Outcome.DID_NOT_WORK, _("Did not work")),
    (Outcome.DECIDED_AGAINST, _("Decided against using it")),
)


class ReportForm(Form):
    """One form, one minute: only what came of it has to be said."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=OUTCOMES, widget=forms.RadioSelect)
    changed = forms.CharField(
        label=_("What did you change?"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    effect = forms.CharField(
        label=_("What was the effect?"), required=False, max_length=LONGEST, widget=MarkdownArea(attrs={"rows": 4})
    )
    link = forms.CharField(
        label=_("Where can it be seen?"),
        required=False,
        max_length=LINK_LENGTH,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    quotable = forms.BooleanField(
        label=_("May be quoted"),
        required=False,
        help_text=_("With your name, by those who tell what the community is worth."),
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def ask(self, fields: Sequence[Field]) -> None:
        """Ask for what the community wants to know of the context."""
        self.asked = tuple(fields)
        for field in self.asked:
            self.fields[f"in_{field.key}"] = forms.CharField(label=field.label, required=False, max_length=VALUE_LENGTH)

    def context_fields(self) -> list[forms.BoundField]:
        """The fields about the context, to be drawn beside each other."""
        return [self[f"in_{field.key}"] for field in self.asked]

    def use(self) -> Use:
        """What was typed."""
        typed = self.cleaned_data
        return Use(
            typed["outcome"],
            {field.key: typed[f"in_{field.key}"] for field in self.asked},
            changed=typed["changed"],
            effect=typed["effect"],
            link=typed["link"],
            quotable=typed["quotable"],
            submission=self.token or None,
        )


class AnswerForm(ReportForm):
    """The same from a letter, where nobody may be signed in: plain words."""

    effect = forms.CharField(
        label=_("What was the effect?"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class StandardForm(Form):
    names = forms.CharField(label=_("Who decided?"), max_length=300, help_text=_("Their names, or the body’s."))
    on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    text = forms.CharField(label=_("What was decided?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def deciding(self) -> Deciding:
        typed = self.cleaned_data
        return Deciding(typed["text"], typed["names"], typed["on"])


class EndForm(Form):
    reason = forms.CharField(label=_("Why does it end?"), max_length=280)


class RulesForm(Form):
    """How reports are weighed, and what is asked about the context: a line a field, those that tell apart first."""

    promising = forms.IntegerField(label=_("Promising: contexts that it worked in"), min_value=2, max_value=99)
    proven = forms.IntegerField(label=_("Proven: contexts that it worked in"), min_value=2, max_value=99)
    confirmed = forms.IntegerField(
        label=_("Proven: how many of them a second member confirmed"), min_value=0, max_value=99
    )
    days = forms.IntegerField(label=_("A report counts for so many days"), min_value=90, max_value=3650)
    apart = forms.CharField(
        label=_("What tells contexts apart"),
        help_text=_("One a line, such as Team. Another word in it is another context."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    beside = forms.CharField(
        label=_("What is asked beside that"),
        help_text=_("One a line, such as Size."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @staticmethod
    def showing(asked: Asked) -> dict[str, object]:
        """What stands, as the form begins."""
        weighed = {name: getattr(asked.thresholds, name) for name in ("promising", "proven", "confirmed", "days")}
        lines = {True: [], False: []}  # type: dict[bool, list[str]]
        for field in asked.fields:
            lines[field.apart].append(field.label)
        return {**weighed, "apart": "\n".join(lines[True]), "beside": "\n".join(lines[False])}

    def asked(self, standing: Asked) -> Asked:
        """What was typed. A field of a known name keeps its key, so that what was said in it stays."""
        typed = self.cleaned_data
        keys = {field.label.lower(): field.key for field in standing.fields}
        fields = [
            Field(keys.get(line.strip().lower(), ""), line.strip()[:LABEL_LENGTH], apart=name == "apart")
            for name in ("apart", "beside")
            for line in typed[name].splitlines()[: MOST_FIELDS + 1]
        ]
        thresholds = Thresholds(typed["promising"], typed["proven"], typed["confirmed"], typed["days"])
        return Asked(tuple(fields), thresholds)
