"""The shape of what is typed about topics and collections."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from lorehall.communities.places import Place
from lorehall.kernel.ui.forms import Form
from lorehall.library.models import ABOUT_LENGTH, NAME_LENGTH
from lorehall.library.queries.topics import Map
from lorehall.library.rules.collect import Wish


def indented(map_: Map) -> list[tuple[str, str]]:
    """The topics as choices, those below others set in."""
    return [(str(branch.id), "\u2003" * branch.depth + branch.name) for branch in map_.walk()]


class TopicForm(Form):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    about = forms.CharField(label=_("What belongs here"), max_length=ABOUT_LENGTH, required=False)


class AddForm(TopicForm):
    parent = forms.TypedChoiceField(label=_("Below"), required=False, coerce=int, empty_value=None)

    def offer(self, map_: Map) -> None:
        """The topics that it may stand below."""
        self.fields["parent"].choices = [("", _("At the top")), *indented(map_)]  # type: ignore[attr-defined]


class PlaceForm(Form):
    """Where a practice stands: one topic or none, and any collections."""

    topic = forms.TypedChoiceField(label=_("Topic"), required=False, coerce=int, empty_value=None)
    collections = forms.TypedMultipleChoiceField(
        label=_("Collections"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, map_: Map, collections: Iterable[tuple[int, str]]) -> None:
        """Topics and collections of the community."""
        self.fields["topic"].choices = [("", _("Nowhere in the map")), *indented(map_)]  # type: ignore[attr-defined]
        offered = list(collections)
        self.fields["collections"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["collections"]


class CollectionForm(Form):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, help_text=_("Such as: New to on-call"))
    about = forms.CharField(label=_("What it is for"), max_length=ABOUT_LENGTH, required=False)
    room = forms.TypedChoiceField(label=_("Room"), coerce=int)
    starter = forms.BooleanField(
        label=_("Show it to newcomers"),
        required=False,
        help_text=_("It stands on top of the library for a member’s first 30 days. There is one such set."),
    )

    def offer(self, place: Place) -> None:
        """The rooms that it may stand in; where there is one, nobody is asked."""
        rooms = [(room.id, room.name) for room in place.rooms]
        self.fields["room"].choices = rooms  # type: ignore[attr-defined]
        if len(rooms) == 1:
            self.fields["room"].widget = forms.HiddenInput()
            self.fields["room"].initial = rooms[0][0]

    def wish(self) -> Wish:
        """What was typed."""
        typed = self.cleaned_data
        return Wish(typed["name"], typed["about"], typed["starter"], typed["room"])
