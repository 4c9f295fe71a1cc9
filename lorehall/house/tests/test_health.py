"""What `lorehall check`, /healthz and /readyz say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from lorehall.house import command, health
from lorehall.kernel import clock as kernel_clock
from lorehall.kernel.models import Delivery, Job, RecordedFact, Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture
def worker() -> Worker:
    now = kernel_clock.now()
    return Worker.objects.create(name="w", host="here", pid=1, started_at=now, seen_at=now)


def test_a_sound_installation_has_nothing_wrong(worker: Worker) -> None:
    assert health.examine().wrong == []


def test_an_open_key_and_an_unknown_setting_are_wrong(folder: Path, monkeypatch) -> None:
    key = folder / "secret-key"
    key.write_text("x")
    key.chmod(0o644)
    monkeypatch.setenv("LOREHALL_WORKRES", "2")
    wrong = " ".join(health.examine().wrong)
    assert f"chmod 600 {key}" in wrong
    assert "Did you mean LOREHALL_WORKERS?" in wrong


def test_a_public_address_without_https_or_mail_is_wrong(settings) -> None:
    settings.URL, settings.SECURE, settings.DEBUG = "http://lore.example.org", False, True
    wrong = " ".join(health.examine().wrong)
    assert "without https" in wrong
    assert "LOREHALL_MAIL_URL" in wrong
    assert "LOREHALL_DEBUG" in wrong


def test_parked_facts_and_failed_jobs_are_wrong() -> None:
    now = kernel_clock.now()
    with transaction.atomic():
        fact = RecordedFact.objects.create(name="a.b", subject="x:1", data={}, recorded_at=now)
        Delivery.objects.create(fact=fact, reaction="r", subject="x:1", due_at=now, parked_at=now)
        Job.objects.create(task="t", attempts_allowed=1, due_at=now, enqueued_at=now, finished_at=now, failed_at=now)
    wrong = " ".join(health.examine().wrong)
    assert "lorehall facts parked" in wrong
    assert "lorehall jobs failed" in wrong


def test_a_mail_server_that_is_away_is_wrong_when_asked_for(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert any("mail server" in sentence for sentence in health.examine(mail=True).wrong)


def test_alive_asks_no_database_and_ready_names_what_is_missing(client, queries) -> None:
    with queries.exactly(0):
        assert client.get("/healthz").content == b"alive\n"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"No worker" in response.content


def test_ready_when_a_worker_lives_and_no_longer_when_it_falls_silent(client, worker: Worker, clock) -> None:
    assert client.get("/readyz").content == b"ready\n"
    clock.stop_at(kernel_clock.now() + timedelta(minutes=1))
    assert client.get("/readyz").status_code == 503


def test_a_command_that_is_none_ends_with_two(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["brew"])
    assert ended.value.code == 2
    assert command.main([]) == 2


def test_version_names_what_a_report_needs(capsys) -> None:
    assert command.main(["version"]) == 0
    assert "SQLite" in capsys.readouterr().out


def test_facts_and_jobs_can_be_seen_and_tried_again(capsys) -> None:
    now = kernel_clock.now()
    fact = RecordedFact.objects.create(name="a.b", subject="x:1", data={}, recorded_at=now)
    Delivery.objects.create(fact=fact, reaction="r", subject="x:1", due_at=now, parked_at=now, error="Oh\nno")
    assert command.main(["facts", "parked"]) == 0
    assert command.main(["facts", "retry"]) == 0
    assert command.main(["jobs", "failed"]) == 0
    said = capsys.readouterr().out
    assert "a.b of x:1 for r" in said
    assert "1 will be tried again" in said
