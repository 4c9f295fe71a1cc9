"""The words of refusals, by status: what happened, what was kept, what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Problem:
    """One page's words. `sign_in` offers signing in to those who are not."""

    status: int
    title: str | Promise
    said: str | Promise
    do: str | Promise
    sign_in: bool = False


_NOTHING_HERE = Problem(
    404,
    _("There is nothing at this address"),
    _("It may have moved, or it may be somewhere that you can’t see."),
    _("Check the address, or start from the front page."),
    sign_in=True,
)
_USUAL = {
    one.status: one
    for one in (
        Problem(
            400,
            _("That could not be read"),
            _("The request was not one that this page understands."),
            _("Nothing was changed. Go back and try once more."),
        ),
        Problem(
            403,
            _("You can’t do this here"),
            _("Your place in this community does not allow it."),
            _("Nothing was changed. A coordinator can tell you who may."),
            sign_in=True,
        ),
        Problem(
            409,
            _("Somebody was quicker"),
            _("This changed while you were at it."),
            _("Their change stands and yours was not applied. Look at it as it is now, then try again."),
        ),
        Problem(
            410,
            _("This is no longer here"),
            _("It was taken away, or its link has run out."),
            _("Ask whoever sent you the link for a new one."),
        ),
        Problem(
            413,
            _("That is too large"),
            _("What you sent is larger than this installation takes."),
            _("Nothing was changed. Make it smaller and send it again."),
        ),
        Problem(
            422,
            _("That was not done"),
            _("Something about it does not fit."),
            _("Nothing was changed. Go back, put it right and try again."),
        ),
        Problem(
            429,
            _("A moment, please"),
            _("This was tried very often in a short time."),
            _("Nothing was changed. Wait some minutes, then try again."),
        ),
        Problem(
            500,
            _("Something broke on our side"),
            _("It was noted for the people who run this place."),
            _("Nothing of what you sent was half-done. Try again in a moment."),
        ),
    )
}


def problem(status: int, *, title: str = "", said: str = "") -> Problem:
    """The usual words for `status`, with a title or a sentence of one's own in their stead."""
    usual = _USUAL.get(status, _NOTHING_HERE)
    return replace(usual, status=status, title=title or usual.title, said=said or usual.said)
