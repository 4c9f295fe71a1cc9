"""Starting texts and choices for each kind of community. Whoever opens one changes what does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Joining, Kind, Visibility

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Start:
    """What a kind begins with. `tells` says whom the kind suits; prose is Markdown; `agenda` has a question a line."""

    tells: Words
    example: Words
    about: Words
    not_about: Words
    for_whom: Words
    summary: Words
    agenda: Words
    norms: Words
    rhythm: Words
    measures: Words
    welcome: Words
    note: Words
    visibility: str
    joining: str


STARTS: dict[str, Start] = {
    Kind.PROFESSIONAL: Start(
        tells=_("People of one profession from many employers, who learn from each other’s cases."),
        example=_("Site reliability, palliative nursing, timber engineering"),
        about=_(
            "The work itself: how we do it from day to day, which methods hold up in practice, what went wrong, "
            "and what we changed because of it.\n\n"
            "- Questions from the work, with enough around them that a stranger can help\n"
            "- Cases: what happened, what we tried, what we would do again\n"
            "- Methods, tools and standards, judged by those who used them"
        ),
        not_about=_(
            "- Selling, and recruiting where nobody asked\n"
            "- What an employer or a client told us in confidence\n"
            "- Careers in general, unless they turn on this craft"
        ),
        for_whom=_(
            "People who do this work, whether for a month or for thirty years, and those who are learning it. "
            "Whoever leads or funds such work is welcome to read and to ask."
        ),
        summary=_("How we do our work well, told by those who do it."),
        agenda=_(
            "What do newcomers get wrong in their first year, and what helps?\n"
            "Which of our habits have no evidence behind them?\n"
            "What did we stop doing, and was it missed?"
        ),
        norms=_(
            "- Say what you saw before you say what it means.\n"
            "- Tell what failed, too: it saves somebody a month.\n"
            "- Nobody is named here who did not agree to it: no clients, no patients, no colleagues.\n"
            "- When an answer worked, confirm it."
        ),
        rhythm=_("A case to look at together every second week. A letter at the end of each month."),
        measures=_(
            "- Questions get a first answer within a day.\n"
            "- Half of all answers are confirmed, or corrected.\n"
            "- Each quarter one practice is written down that a second team has used."
        ),
        welcome=_(
            "Good to have you here. Read the charter, it is one page. Then ask the question you have carried "
            "around for a while: most of us began with one that we thought too small.\n\n"
            "You need not come every day. You hear from us when somebody answers you."
        ),
        note=_(
            "I am opening a place for people who do our work, to ask each other and keep what we learn. "
            "I would like you to be one of the first."
        ),
        visibility=Visibility.PUBLIC,
        joining=Joining.BY_REQUEST,
    ),
    Kind.ORGANISATIONAL: Start(
        tells=_("People inside one organisation who share a craft across its teams and sites."),
        example=_("Data analysts of a ministry, project leads of a hospital group"),
        about=_(
            "What teams here keep finding out separately: the questions that come back, the ways of working "
            "that hold up in our own circumstances, and the lessons that would be lost with a project.\n\n"
            "- Questions that somebody elsewhere in the house has answered before\n"
            "- How we do it here, and why\n"
            "- What a project taught us, while it is still fresh"
        ),
        not_about=_(
            "- Tickets and requests that a team is there for\n"
            "- Decisions about people\n"
            "- Announcements: they have their own channels"
        ),
        for_whom=_(
            "Everybody here who does this kind of work, in whatever team and on whatever contract. "
            "Managers take part as colleagues."
        ),
        summary=_("What our teams learn about this work, kept in one place."),
        agenda=_(
            "What do we solve again and again in different teams?\n"
            "Which of our own rules get in the way, and who could change them?\n"
            "What does somebody leaving take with them that we need?"
        ),
        norms=_(
            "- Any question is fair, also the one that everybody is supposed to know.\n"
            "- Help is given across teams without asking whose budget it is.\n"
            "- What is said here is not used in anybody’s review.\n"
            "- When an answer worked, confirm it."
        ),
        rhythm=_("An hour for open cases each month. The coordinators look at what is unanswered every Monday."),
        measures=_(
            "- A newcomer finds the current way to do a thing without asking twice.\n"
            "- Each quarter two teams report that they used what a third one wrote down.\n"
            "- The sponsor can read one confirmed story of value each quarter."
        ),
        welcome=_(
            "Welcome. Whatever you are working on, somebody in another team has probably met it. Ask here first; "
            "and when somebody asks what you happen to know, three sentences are enough.\n\n"
            "The charter says what this place is for. It is one page."
        ),
        note=_(
            "Several of our teams work on the same questions without knowing of each other. I am opening a place "
            "to change that, and would like you there from the start."
        ),
        visibility=Visibility.LISTED,
        joining=Joining.OPEN,
    ),
    Kind.INTEREST: Start(
        tells=_("People who care for the same thing in their own time, wherever they live."),
        example=_("Sourdough baking, restoring bicycles, moss and lichen"),
        about=_(
            "Doing the thing, and getting better at it: what we make, find and mend, how we go about it, "
            "and what we would tell ourselves at the beginning.\n\n"
            "- Questions of any size, from the first step on\n"
            "- What we made or found, with how it was done\n"
            "- Sources, tools and places worth knowing"
        ),
        not_about=_(
            "- Selling as a business\n"
            "- Settling which way is the only right one\n"
            "- Anything that would harm a person or a place"
        ),
        for_whom=_(
            "Anybody who is curious about it. Beginners are why many of us are here, "
            "and people with decades behind them are why we stay."
        ),
        summary=_("For everybody who likes to do it, and to do it better."),
        agenda=_(
            "What is the best first project for a beginner?\n"
            "Which received wisdom does not survive a trial?\n"
            "What is nearly forgotten, and who still knows it?"
        ),
        norms=_(
            "- Be kind to beginners: you were one.\n"
            "- Say how you know it: tried it, read it, or heard it.\n"
            "- Give credit for pictures, patterns and ideas.\n"
            "- When an answer worked, confirm it."
        ),
        rhythm=_("A theme each month, chosen together. Whoever likes to shows what they made on the last Sunday."),
        measures=_(
            "- Nobody’s first question stays without an answer.\n"
            "- Each season we write one guide that a beginner has followed to the end.\n"
            "- People come back because they want to."
        ),
        welcome=_(
            "Hello, and welcome. Look around, and tell us what brought you here when you feel like it. There is no "
            "question too simple, and nothing to keep up with: come when you have time."
        ),
        note=_(
            "I am gathering people who like this as much as we do, to ask, show and keep what we know. "
            "Will you be one of the first?"
        ),
        visibility=Visibility.PUBLIC,
        joining=Joining.OPEN,
    ),
}


def start(kind: str) -> Start:
    """The starting texts of a kind; those of the professional one for what is none."""
    return STARTS.get(kind, STARTS[Kind.PROFESSIONAL])


def suggested(kind: str) -> dict[str, str]:
    """The starting answers of the five steps."""
    texts = start(kind)
    names = ("about", "not_about", "for_whom", "summary", "agenda", "note", "visibility", "joining")
    return {name: str(getattr(texts, name)) for name in names}
