"""The shape of what is typed. What makes sense is for the rules to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lorehall.communities import writing
from lorehall.communities.models import Access, Joining, Kind, Role, Stage, Visibility
from lorehall.communities.rules.charter import CharterText
from lorehall.kernel.errors import Refused
from lorehall.kernel.ui.forms import Form, MarkdownArea

VISIBILITIES = (
    (Visibility.PUBLIC, _("Public: anyone reads, and search engines find it. Members write.")),
    (Visibility.LISTED, _("Listed: anyone sees that it exists and what it is about. Members read.")),
    (Visibility.SECRET, _("Secret: nobody outside learns that it exists. One comes by invitation only.")),
)
JOININGS = (
    (Joining.OPEN, _("Open: whoever likes to joins at once.")),
    (Joining.BY_REQUEST, _("By request: people write a line, and a coordinator answers.")),
    (Joining.BY_INVITATION, _("By invitation: coordinators invite people, by mail or by a link.")),
)
STAGES = (
    (Stage.POTENTIAL, _("Potential: a few people are finding each other")),
    (Stage.COALESCING, _("Coalescing: it has begun, and shows what it is good for")),
    (Stage.MATURING, _("Maturing: it grows, and settles what it is about")),
    (Stage.STEWARDSHIP, _("Stewardship: it keeps what it knows true and its members awake")),
    (Stage.TRANSFORMATION, _("Transformation: it becomes something else, or lets go")),
    (Stage.CLOSED, _("Closed: it can be read, and nothing new can be added")),
)
ROLES = (
    (Role.MEMBER, _("Member: asks, answers, takes part")),
    (Role.STEWARD, _("Steward: also keeps practices and tags")),
    (Role.COORDINATOR, _("Coordinator: runs the community")),
    (Role.SPONSOR, _("Sponsor: reads, and follows how it goes")),
)
ACCESSES = (
    (Access.WHOLE, _("The whole community, and whoever may read it")),
    (Access.INVITED, _("Only members who are let in")),
)
DAYS = ((1, _("a day")), (7, _("a week")), (14, _("two weeks")), (30, _("a month")), (90, _("three months")))


def _prose(
    label: Any, help_text: Any = "", *, rows: int = 5, required: bool = False, markdown: bool = True
) -> forms.CharField:
    area = (MarkdownArea if markdown else forms.Textarea)(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=area, max_length=20_000)


class AboutStep(Form):
    """Step 1."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What its people would call it."))
    about = _prose(
        _("What it is about"),
        _("A starting text stands here. Keep what fits, and name your own work."),
        rows=8,
        required=True,
    )
    not_about = _prose(_("What it is not about"), _("What you will point elsewhere, so that it stays itself."))

    def clean_name(self) -> str:
        """What the rule would refuse at the last step is said here."""
        try:
            return writing.name(self.cleaned_data["name"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None


class PeopleStep(Form):
    """Step 2."""

    for_whom = _prose(_("Who it is for"), required=True)
    summary = forms.CharField(
        label=_("In one sentence"),
        required=False,
        max_length=240,
        help_text=_("Stands below the name wherever the community is listed."),
    )


class AgendaStep(Form):
    """Step 3."""

    agenda = _prose(
        _("First questions to learn about"),
        _("One a line. What would you be glad to know a year from now? Three are plenty."),
        rows=6,
        markdown=False,
    )


class AccessStep(Form):
    """Step 4."""

    visibility = forms.ChoiceField(label=_("Who can read"), choices=VISIBILITIES, widget=forms.RadioSelect)
    joining = forms.ChoiceField(label=_("How people join"), choices=JOININGS, widget=forms.RadioSelect)


class InviteStep(Form):
    """Step 5."""

    invite = forms.CharField(
        label=_("E-mail addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        max_length=5_000,
        help_text=_("One a line. Three people who would help to begin are worth more than thirty who watch."),
    )
    note = forms.CharField(
        label=_("A line from you"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the letter that they get."),
    )


STEP_FORMS: tuple[type[Form], ...] = (AboutStep, PeopleStep, AgendaStep, AccessStep, InviteStep)


class CharterForm(Form):
    """The whole charter, written from version `based_on`."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    about = _prose(_("What it is about"), rows=7, required=True)
    not_about = _prose(_("What it is not about"))
    for_whom = _prose(_("Who it is for"), rows=4)
    agenda = _prose(_("What we want to learn this year"), _("One question a line."), markdown=False)
    norms = _prose(_("How we treat each other"), rows=6)
    rhythm = _prose(_("Rhythm"), _("What happens when, so that people can count on it."), rows=3)
    measures = _prose(_("How we know that it works"))
    review_on = forms.DateField(
        label=_("To be looked at again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Why you change it"), required=False, max_length=200, help_text=_("Stands beside the version.")
    )

    def text(self) -> CharterText:
        """What was typed, for the rule."""
        typed = self.cleaned_data
        prose = {name: typed[name] for name in ("about", "not_about", "for_whom", "norms", "rhythm", "measures")}
        return CharterText(**prose, agenda=lines(typed["agenda"]), review_on=typed["review_on"])


class JoinForm(Form):
    message = forms.CharField(
        label=_("A line about you"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you do, and what you hope for. The coordinators read it, nobody else does."),
    )


class ReasonForm(Form):
    """Why: for declining, removing, suspending."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class LettersForm(Form):
    invite = forms.CharField(
        label=_("E-mail addresses"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("One a line, or with commas between. Each gets a link of their own."),
    )
    note = forms.CharField(
        label=_("A line from you"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class LinkForm(Form):
    most_uses = forms.IntegerField(label=_("For how many people"), min_value=1, max_value=500, initial=10)
    days = forms.TypedChoiceField(label=_("Works for"), choices=DAYS, coerce=int, initial=14)


class RoomForm(Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    about = forms.CharField(label=_("What it is for"), required=False, max_length=240, help_text=_("One sentence."))
    access = forms.ChoiceField(
        label=_("Who reads it"), choices=ACCESSES, widget=forms.RadioSelect, initial=Access.WHOLE
    )


class LetInForm(Form):
    person = forms.CharField(label=_("Let somebody in"), max_length=40, help_text=_("Their handle, such as @ada."))


class RoleForm(Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)


class GatheringForm(Form):
    note = forms.CharField(
        label=_("When and what"),
        max_length=240,
        help_text=_("Such as: 12 May, an hour on three open cases, by video."),
    )


class SettingsForm(Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    summary = forms.CharField(label=_("In one sentence"), required=False, max_length=240)
    hue = forms.TypedChoiceField(
        label=_("Colour"),
        choices=[(hue, f"{hue * 10}°") for hue in range(36)],
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Links, buttons and marks are drawn in it."),
    )
    visibility = forms.ChoiceField(label=_("Who can read"), choices=VISIBILITIES, widget=forms.RadioSelect)
    joining = forms.ChoiceField(label=_("How people join"), choices=JOININGS, widget=forms.RadioSelect)
    stage = forms.ChoiceField(label=_("Where it stands in its life"), choices=STAGES)
    language = forms.ChoiceField(label=_("Language"))
    welcome = _prose(_("Welcome text"), _("The first that newcomers read. Markdown works here."), rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


def lines(typed: str) -> tuple[str, ...]:
    """One entry a line, empty ones left out."""
    return tuple(line.strip().lstrip("-*•").strip() for line in typed.splitlines() if line.strip(" \t-*•"))


def words(typed: str) -> list[str]:
    """Entries apart by lines, spaces, commas or semicolons."""
    return typed.replace(",", " ").replace(";", " ").split()
