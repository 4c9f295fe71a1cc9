"""Mail: written from templates, sent after the commit by a job that tries again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core import mail as outbox
from django.db import transaction

from lorehall.kernel import jobs, mail, mail_server
from lorehall.kernel.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(settings, tmp_path: Path) -> str:
    (tmp_path / "hello.txt").write_text("Hello {{ name }}\n\nGood day, {{ name }}.\n")
    (tmp_path / "hello.html").write_text("<style>p { color: green }</style><p>Good day, {{ name }}.</p>")
    engine = dict(settings.TEMPLATES[0])
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]
    return "hello"


def test_a_mail_has_a_subject_a_text_and_html_with_its_styles_inside(letter: str) -> None:
    written = mail.write(letter, {"name": "Ada <b>"})
    assert written.subject == "Hello Ada <b>"
    assert written.text == "Good day, Ada <b>.\n"
    assert '<p style="color: green;">Good day, Ada &lt;b&gt;.</p>' in written.html


def test_a_mail_goes_by_a_job_with_headers_that_machines_understand(letter: str) -> None:
    mail.send(letter, "ada@example.org", {"name": "Ada"}, reply_to="in@example.org", unsubscribe="https://x.example/u")
    assert not outbox.outbox
    jobs.run_all(strict=True)
    (sent,) = outbox.outbox
    assert (sent.to, sent.reply_to, sent.subject) == (["ada@example.org"], ["in@example.org"], "Hello Ada")
    assert sent.alternatives[0].mimetype == "text/html"
    headers = sent.extra_headers
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe"] == "<https://x.example/u>"
    assert headers["Message-ID"].endswith("@localhost>")


def test_a_line_break_in_a_subject_begins_no_header() -> None:
    mail.send_written(mail.Written("Hello\nBcc: all@example.org", "text", ""), "ada@example.org")
    jobs.run_all(strict=True)
    assert outbox.outbox[0].subject == "Hello Bcc: all@example.org"
    assert not outbox.outbox[0].alternatives


@pytest.mark.django_db(transaction=True)
def test_a_mail_falls_with_the_transaction_that_wanted_it() -> None:
    with pytest.raises(ValueError, match="never mind"), transaction.atomic():  # noqa: PT012
        mail.send_written(mail.Written("Hello", "text", ""), "ada@example.org")
        raise ValueError("never mind")
    assert not Job.objects.exists()


def test_a_server_that_is_away_is_tried_again(settings) -> None:
    settings.EMAIL_BACKEND = "lorehall.kernel.tests.nowhere.Away"
    mail.send_written(mail.Written("Hello", "text", ""), "ada@example.org")
    jobs.run_all()
    row = Job.objects.get()
    assert (row.attempts, row.finished_at) == (1, None)
    assert "nobody answers" in row.errors[0][1]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://me:p%40ss@mail.example", ("mail.example", 587, "me", "p@ss", True, False)),
        ("smtps://mail.example", ("mail.example", 465, "", "", False, True)),
        ("smtp://localhost:25", ("localhost", 25, "", "", False, False)),
    ],
)
def test_a_mail_address_of_a_server_is_understood(url: str, expected: tuple) -> None:
    found = mail_server.server(url)
    assert (found.host, found.port, found.user, found.password, found.starttls, found.tls) == expected


def test_mail_can_go_to_a_folder_or_the_terminal() -> None:
    assert mail_server.server("file:/tmp/mail%20here").folder == "/tmp/mail here"
    assert "console" in mail_server.server("console:").backend
