"""Change a community's settings: what it is called, who reads, how people join, where it stands in its life."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings as django_settings
from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.facts import CommunityChanged, StageChanged, VisibilityChanged
from lorehall.communities.find import find_community, person_of
from lorehall.communities.models import Access, Community, Joining, Room, Stage, Visibility
from lorehall.communities.rules.hold import hold
from lorehall.kernel import facts, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them. `hue` is in tens of degrees, `welcome` is Markdown."""

    name: str
    summary: str
    hue: int
    visibility: str
    joining: str
    stage: str
    language: str
    welcome: str


def change_settings(community_id: int, typed: Settings, *, by: Viewer) -> Community:
    """Change what differs. Rooms become as public as their community in the same moment.

    Raises Refused on the field that can't be.
    """
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    _check(typed)
    welcome = writing.source(typed.welcome, field="welcome")
    new: dict[str, str | int] = {
        "name": writing.name(typed.name),
        "summary": writing.line(typed.summary, field="summary", limit=writing.SUMMARY_LENGTH),
        "hue": typed.hue,
        "visibility": typed.visibility,
        "joining": typed.joining,
        "stage": typed.stage,
        "language": typed.language,
        "welcome_source": welcome,
    }
    rendered = writing.html(welcome)
    with transaction.atomic():
        before = hold(community_id)
        changed = {name: value for name, value in new.items() if getattr(before, name) != value}
        if not changed:
            return before
        extra = {"welcome_html": rendered} if "welcome_source" in changed else {}
        Community.objects.filter(pk=community_id).update(**changed, **extra)
        if "visibility" in changed:
            is_public = typed.visibility == Visibility.PUBLIC
            Room.objects.filter(community_id=community_id, access=Access.WHOLE).update(public=is_public)
        _tell(before, changed, person_of(by))
    return Community.objects.get(pk=community_id)


def _check(typed: Settings) -> None:
    languages = dict(django_settings.LANGUAGES)
    offered: tuple[tuple[str, bool], ...] = (
        ("visibility", typed.visibility in Visibility.values),
        ("joining", typed.joining in Joining.values),
        ("stage", typed.stage in Stage.values),
        ("hue", 0 <= typed.hue <= 35),
        ("language", typed.language in languages),
    )
    for field, fits in offered:
        if not fits:
            raise Refused("unknown_choice", _("Choose one of those offered."), field)
    if typed.visibility == Visibility.SECRET and typed.joining != Joining.BY_INVITATION:
        raise Refused(
            "secret_by_invitation",
            _("Nobody can find a secret community, so people come by invitation."),
            "joining",
        )


def _tell(before: Community, changed: dict[str, str | int], by_id: int) -> None:
    what = ",".join(sorted(name.removesuffix("_source") for name in changed))
    facts.record(CommunityChanged(community_id=before.pk, by_id=by_id, what=what))
    if "visibility" in changed:
        facts.record(
            VisibilityChanged(
                community_id=before.pk,
                by_id=by_id,
                before=before.visibility,
                after=str(changed["visibility"]),
            )
        )
    if "stage" in changed:
        facts.record(
            StageChanged(community_id=before.pk, by_id=by_id, before=before.stage, after=str(changed["stage"]))
        )


def settings_of(community: Community) -> Settings:
    """What a community's settings are now."""
    return Settings(
        name=community.name,
        summary=community.summary,
        hue=community.hue,
        visibility=community.visibility,
        joining=community.joining,
        stage=community.stage,
        language=community.language,
        welcome=community.welcome_source,
    )
