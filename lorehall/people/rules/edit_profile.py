"""Say who one is, and how one wants to read."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.kernel import facts
from lorehall.kernel.errors import Refused
from lorehall.people import policy
from lorehall.people.facts import ProfileEdited
from lorehall.people.models import Person, Theme
from lorehall.people.names import clean_about, clean_name, refuse_address
from lorehall.people.rules.change_handle import change_handle
from lorehall.people.viewer import Viewer


@transaction.atomic
def edit_profile(
    person_id: int,
    *,
    by: Viewer,
    name: str,
    handle: str = "",
    about: str = "",
    timezone: str = "",
    language: str = "",
    theme: str = "auto",
    public_profile: bool = False,
) -> None:
    """Change a person's own page and preferences; all of it or nothing. An empty handle stays as it is,
    empty time zone and language mean the installation's.

    Raises Refused on the field that can't be: `name`, `handle`, `about`, `timezone`, `language`, `theme`.
    """
    policy.require_self(by, person_id)
    if timezone and timezone not in available_timezones():
        raise Refused("timezone_unknown", _("Choose a time zone from the list, such as Europe/Vienna."), "timezone")
    if language and language not in dict(settings.LANGUAGES):
        raise Refused("language_unknown", _("Choose a language from the list."), "language")
    if theme not in Theme.values:
        raise Refused("theme_unknown", _("Choose light, dark, or as the device."), "theme")
    Person.objects.filter(pk=person_id).update(
        name=refuse_address(clean_name(name)),
        about=clean_about(about),
        timezone=timezone,
        language=language,
        theme=theme,
        public_profile=public_profile,
    )
    if handle:
        change_handle(person_id, handle, by=by)
    facts.record(ProfileEdited(person_id=person_id))
