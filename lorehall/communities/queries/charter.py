"""A community's charter and its versions. Budget: 1 statement each; 2 for a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lorehall.communities.models import CharterVersion, Visibility
from lorehall.communities.places import Place
from lorehall.communities.queries.keys import PAGE, cut
from lorehall.communities.rules.charter import PROSE, CharterText, text_of
from lorehall.kernel import clock
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.kernel.text.diff import Hunk, diff


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a charter under its heading. `html` is stored, safe HTML."""

    key: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class CharterPage:
    """A version ready to print. Outsiders of a community that members alone read get what it is about and for whom."""

    number: int
    purpose: list[Part]
    ways: list[Part]
    agenda: list[str]
    review_on: date | None
    review_due: bool
    by_name: str
    by_handle: str
    at: datetime
    reason: str
    whole: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    at: datetime
    by_name: str
    by_handle: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one part from the version before."""

    title: str
    hunks: list[Hunk]


@dataclass(frozen=True, slots=True)
class Comparison:
    row: VersionRow
    changes: list[Change]
    previous: int | None
    following: int | None


def titles() -> dict[str, str]:
    """The headings of a charter's parts, in their order."""
    return {
        "about": _("What it is about"),
        "not_about": _("What it is not about"),
        "for_whom": _("Who it is for"),
        "agenda": _("What we want to learn this year"),
        "norms": _("How we treat each other"),
        "rhythm": _("Rhythm"),
        "measures": _("How we know that it works"),
        "review_on": _("To be looked at again"),
    }


def reads_whole(place: Place) -> bool:
    """Whether the viewer of the place reads all of the charter."""
    return place.is_member or place.visibility == Visibility.PUBLIC


def require_whole(place: Place) -> None:
    """Versions tell everything: raises `Forbidden` where the viewer reads a part only."""
    if not reads_whole(place):
        raise Forbidden("members_only", _("Members of this community read this."))


def charter(place: Place) -> CharterPage:
    """The version that stands."""
    version = _versions(place).get(number=place.charter_number)
    whole = reads_whole(place)
    names = titles()

    def parts(shown: tuple[str, ...]) -> list[Part]:
        return [Part(one, names[one], version.html[one]) for one in shown if version.html.get(one)]

    return CharterPage(
        number=version.number,
        purpose=parts(("about", "not_about", "for_whom") if whole else ("about", "for_whom")),
        ways=parts(("norms", "rhythm", "measures")) if whole else [],
        agenda=list(version.agenda) if whole else [],
        review_on=version.review_on if whole else None,
        review_due=whole and version.review_on is not None and version.review_on <= clock.now().date(),
        by_name=version.by.name,
        by_handle=version.by.handle,
        at=version.at,
        reason=version.reason,
        whole=whole,
    )


def standing_text(place: Place) -> tuple[int, CharterText]:
    """The number and the text of the version that stands, to be edited."""
    version = _versions(place).get(number=place.charter_number)
    return version.number, text_of(version)


def versions(place: Place, *, before: int | None = None) -> tuple[list[VersionRow], int | None]:
    """One page of versions, newest first, and the number with which the next page begins."""
    require_whole(place)
    found = _versions(place).order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    rows, more = cut([_row(version) for version in found[: PAGE + 1]])
    return rows, rows[-1].number if more else None


def comparison(place: Place, number: int) -> Comparison:
    """What version `number` changed; everything is new in the first. Raises `Hidden` where there is none."""
    require_whole(place)
    found = {one.number: one for one in _versions(place).filter(number__in=(number - 1, number))}
    if number not in found:
        raise Hidden
    old, new = (_flat(found.get(one)) for one in (number - 1, number))
    changes = [Change(title, diff(old[one], new[one])) for one, title in titles().items()]
    return Comparison(
        row=_row(found[number]),
        changes=[change for change in changes if change.hunks],
        previous=number - 1 if number - 1 in found else None,
        following=number + 1 if number < place.charter_number else None,
    )


def _versions(place: Place) -> Any:
    return CharterVersion.objects.filter(community_id=place.id).select_related("by")


def _row(version: CharterVersion) -> VersionRow:
    return VersionRow(version.number, version.at, version.by.name, version.by.handle, version.reason)


def _flat(version: CharterVersion | None) -> dict[str, str]:
    """Every part as plain text, to be compared."""
    if version is None:
        return dict.fromkeys(titles(), "")
    flat = {one: str(getattr(version, one)) for one in PROSE}
    flat["agenda"] = "\n".join(version.agenda)
    flat["review_on"] = version.review_on.isoformat() if version.review_on else ""
    return flat
