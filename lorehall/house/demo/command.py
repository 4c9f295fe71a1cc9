"""Load the demo community, and say how to sign in as each of its people."""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from lorehall.house import prepare
from lorehall.house.complaint import Complaint
from lorehall.house.demo import read
from lorehall.house.demo.build import Report, build, stands
from lorehall.house.demo.story import Figure, Story, Unclear
from lorehall.kernel import clock
from lorehall.kernel.db.lock import file_lock
from lorehall.kernel.errors import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """The password of everybody in it."""
    parser.add_argument("--password", default="", help="for everybody in the demo; without it one is made up")


def run(given: argparse.Namespace) -> int:
    """Migrate, build the demo where it is not there yet, and print its people with their password."""
    prepare.migrate()
    try:
        with file_lock(settings.DATA / "demo-lock"):  # of two at once the second finds it there
            password = _password(read.story(), settings.DATA / "demo-password", given.password)
            report = build(clock.now(), password)
    except Unclear as error:
        raise Complaint(f"A text of the demo can't be read: {error}") from error
    except Refused as error:
        raise Complaint(f"The demo was not loaded, and nothing was changed: {error.message}") from error
    for line in _lines(report, password):
        print(line)  # noqa: T201 - this is a command
    return 0


def _password(story: Story, kept: Path, given: str) -> str:
    """The password that everybody has; empty where the demo stands and nobody kept it.

    It is written down before the demo is built, for the eyes of the data folder's owner, so that a later run can say
    it again.
    """
    found = kept.read_text("utf-8").strip() if kept.exists() else ""
    if stands(story):
        return found
    password: str = given or found or secrets.token_hex(5)
    descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password + "\n")
    return password


def _lines(report: Report, password: str) -> list[str]:
    """What the host reads."""
    if report.made:
        first = (
            f"The demo is loaded: {report.people} people, {report.questions} questions, "
            f"{report.conversations} conversations, {report.practices} practices, {report.posts} posts, "
            f"in {report.seconds:.1f} s."
        )
    else:
        first = "The demo is there already; nothing was changed."
    known = f"with the password {password}" if password else "with the password that it was loaded with"
    people = report.story.figures.values()
    width = max(len(figure.email) for figure in people)
    rows = [f"  {figure.email:{width}}  {figure.name}, {part(figure, report.story)}" for figure in people]
    return [first, f"Sign in at {settings.URL}{reverse('account_login')} {known}, as", *rows]


def part(figure: Figure, story: Story) -> str:
    """What somebody is in the demo, in a few words."""
    said = ["host"] if figure.host else []
    for key, belonging in figure.belongs.items():
        role = "suspended" if belonging.suspended else belonging.then or belonging.role
        said.append(f"{role} of {story.places[key].name}" if not belonging.suspended else role)
    return ", ".join(said) or "in no community yet"
