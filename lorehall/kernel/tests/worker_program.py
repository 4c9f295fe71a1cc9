# ruff: noqa: E402 - Django is set up before what needs it is imported
"""A worker to be killed, and what surrounds it: `python -m lorehall.kernel.tests.worker_program prepare|put|work|tell`.

Its reactions and jobs write a row each into a table without constraints, so that a lost or doubled one shows.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lorehall.kernel.tests.worker_settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django_tasks import task

from lorehall.kernel import facts
from lorehall.kernel.facts import Fact
from lorehall.kernel.models import OPEN, WAITING, Delivery, Job
from lorehall.kernel.worker import Worker


@dataclass(frozen=True, slots=True)
class Happened(Fact):
    name = "tests.happened"
    thing: int
    number: int

    @property
    def subject(self) -> str:
        return f"thing:{self.thing}"


def _write(kind: str, thing: int, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects (kind, thing, number) VALUES (%s, %s, %s)", [kind, thing, number])


def quick(fact: Happened) -> None:
    _write("quick", fact.thing, fact.number)


def slow(fact: Happened) -> None:
    _write("slow", fact.thing, fact.number)
    time.sleep(0.004)


@task()
def job(number: int) -> None:
    _write("job", 0, number)
    time.sleep(0.002)


facts.connect({Happened: (quick, slow)})


def prepare() -> None:
    call_command("migrate", verbosity=0)
    serial = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE effects (id {serial} PRIMARY KEY, kind text, thing int, number int)")


def put(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            facts.record(Happened(thing=number % 7, number=number))
            job.enqueue(number)


def work(after: str, name: str) -> None:
    worker = Worker(name=name, after=after, length=timedelta(seconds=1))
    signal.signal(signal.SIGTERM, worker.stop)
    worker.work()


def tell() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, thing, number FROM effects ORDER BY id")
        effects = cursor.fetchall()
    waiting = Delivery.objects.filter(WAITING).count() + Job.objects.filter(OPEN).count()
    parked = Delivery.objects.filter(parked_at__isnull=False).count()
    json.dump({"effects": effects, "waiting": waiting, "parked": parked}, sys.stdout)


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "prepare":
        prepare()
    elif verb == "put":
        put(int(rest[0]))
    elif verb == "work":
        work(*rest)
    else:
        tell()
