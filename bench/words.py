"""Names, titles and texts of the measured installation: made up, and the same every time."""
# ruff: noqa: SIM905 - words read best as words

from __future__ import annotations

from random import Random

FIRST = (
    "Ada Bela Carl Dana Edda Finn Gila Hans Ines Jona Kira Lars Mona Nils Olga Paul Rosa Sven Tara Udo "
    "Vera Wim Xenia Yara Zeno Alma Bodo Cleo Dirk Elsa Falk Gerd"
).split()
LAST = (
    "Amsel Birke Dorn Eiche Falke Ginster Hafer Iltis Jung Kranich Linde Marder Nelke Otter Pappel Quell "
    "Reiher Salbei Tanne Ulme Veilchen Weide Zander Ahorn Buche Distel Erle Fuchs Gans Hase Igel Kiebitz"
).split()
TAGS = (
    "backup restore latency index cache queue deploy rollback alert on-call review schema migration lock timeout "
    "retry log metric trace quota token password rotation dns proxy tls load disk memory kernel container image "
    "registry pipeline test flake branch release freeze runbook handover drill capacity cost region failover replica "
    "vacuum partition archive retention audit access incident postmortem severity status budget forecast vendor"
).split()
NOUNS = (
    "replica queue index cache backup pipeline runbook alert certificate proxy schema migration container image "
    "scheduler gateway worker bucket volume snapshot token rota review dashboard threshold budget release"
).split()
TEAMS = "Payments Ledger Tracking Clusters Data Search Mail Tickets Capacity Hospital".split()
VERBS = (
    "fails drifts stalls grows restarts waits repeats leaks shrinks lags blocks returns expires overlaps recovers "
    "flaps doubles vanishes"
).split()
PLACES = (
    "on Mondays|after a restart|under load|in the second region|during the nightly run|behind the proxy|since the "
    "upgrade|with two writers|on the smallest machine|when the disk is slow|after a failover|for new members only"
).split("|")
SENTENCES = (
    "We saw the {noun} first when the {other} {verb} {place}.",
    "What helped us was to watch the {noun} for a week before touching it.",
    "I would not begin with the {noun}; the {other} is the cheaper thing to look at.",
    "Set the limit of the {noun} well below what the {other} can take, and say why in the runbook.",
    "It {verb} {place}, and nobody notices until the {noun} is asked for.",
    "The numbers that matter are the age of the oldest {noun} and how long the {other} waits.",
    "Ours did the same until we gave the {noun} its own {other}.",
    "Try it with `{noun} --dry-run` and keep the output beside the **{other}**.",
    "There is a drawing of it in our notes: the {noun} stands between the {other} and everything else.",
    "When it {verb}, we stop the {noun}, write down the time, and start the {other} again.",
    "Whoever is on call decides; the {noun} can wait until morning *unless* the {other} {verb}.",
)


def _filled(pattern: str, dice: Random) -> str:
    words = {"noun": dice.choice(NOUNS), "other": dice.choice(NOUNS), "verb": dice.choice(VERBS)}
    return pattern.format(**words, place=dice.choice(PLACES))


def title(dice: Random, *, question: bool) -> str:
    """The title of a topic."""
    if question:
        return _filled("Why does our {noun} keep the {other} when it {verb} {place}?", dice)
    return _filled("What we learned from a {noun} that {verb} {place}", dice)


def text(dice: Random) -> str:
    """A post of about 600 characters in Markdown: two or three paragraphs, in one of six a list."""
    said: list[str] = []
    length = dice.randint(480, 720)
    while sum(map(len, said)) < length:
        said.append(_filled(dice.choice(SENTENCES), dice))
    if dice.random() < 1 / 6:
        return " ".join(said[:2]) + "\n\n" + "\n".join(f"- {line}" for line in said[2:])
    middle = len(said) // 2
    return " ".join(said[:middle]) + "\n\n" + " ".join(said[middle:])


STARS = "Aldebaran Bellatrix Capella Deneb Electra Fomalhaut Hadar Izar Mizar Procyon".split()


def call(number: int) -> str:
    """Twelve of 2,000 texts name the same star, so that it stands in about 600 of 100,000 posts."""
    return f" Ours is called {STARS[number % 167]}." if number % 167 < len(STARS) else ""


def name(number: int) -> str:
    """The name of a person; no two are alike among the first thousand."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
