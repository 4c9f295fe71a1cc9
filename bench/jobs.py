"""How many jobs and deliveries one worker process gets done in a second: `python -m bench.jobs [count]`.

Runs on SQLite in a folder of its own, or on LOREHALL_DATABASE_URL (an empty database).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time

if __name__ == "__main__":
    FOLDER = tempfile.TemporaryDirectory()
    os.environ.setdefault("LOREHALL_DATA", FOLDER.name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lorehall.kernel.tests.worker_settings")

    import django

    django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from lorehall.kernel import facts
from lorehall.kernel.models import OPEN, WAITING, Delivery, Job
from lorehall.kernel.tests.answers import Rang, listen, ring
from lorehall.kernel.worker import Worker


def put(count: int) -> float:
    """Put down jobs and facts, ten to a transaction; returns seconds."""
    began = time.perf_counter()
    for start in range(0, count, 10):
        with transaction.atomic():
            for number in range(start, start + 10):
                ring.enqueue("deep")
                facts.record(Rang(bell=number % 500))
    return time.perf_counter() - began


def done_within(worker: Worker, left: str) -> float:
    """Let a worker run until nothing of `left` is left; returns seconds."""
    waiting = Job.objects.filter(OPEN) if left == "jobs" else Delivery.objects.filter(WAITING)
    began = time.perf_counter()
    thread = threading.Thread(target=worker.work)
    thread.start()
    while waiting.exists():
        time.sleep(0.02)
    spent = time.perf_counter() - began
    worker.stop()
    thread.join()
    return spent


def wake_ms() -> float:
    """From a commit to the end of its job, worker idle, the middle of 20."""
    worker = Worker()
    thread = threading.Thread(target=worker.work)
    thread.start()
    time.sleep(1)
    times = []
    for _ in range(20):
        began = time.perf_counter()
        ring.enqueue("deep")
        while Job.objects.filter(OPEN).exists():
            time.sleep(0.002)
        times.append(time.perf_counter() - began)
        time.sleep(0.1)
    worker.stop()
    thread.join()
    return sorted(times)[10] * 1000


def main(count: int) -> None:
    """Measure and print as JSON."""
    call_command("migrate", verbosity=0)
    facts.connect({Rang: (listen,)})
    spent = put(count)
    found: dict[str, object] = {"engine": connection.vendor, "put_per_s": round(2 * count / spent)}
    both = done_within(Worker(), "jobs")
    found["jobs_per_s_while_delivering"] = round(count / both)
    done_within(Worker(), "facts")
    with transaction.atomic():
        for _ in range(count):
            ring.enqueue("deep")
    found["jobs_per_s"] = round(count / done_within(Worker(), "jobs"))
    with transaction.atomic():
        facts.record_all(Rang(bell=number % 500) for number in range(count))
    found["deliveries_per_s"] = round(count / done_within(Worker(), "facts"))
    found["wake_ms"] = round(wake_ms(), 1)
    print(json.dumps(found))


def cli(count: int = 2000) -> dict[str, object]:
    """Run in a process of its own; for `make bench`."""
    command = [sys.executable, "-m", "bench.jobs", str(count)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
