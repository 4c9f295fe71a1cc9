"""`make bench`: builds the installation of numbers.md, measures it, prints a table, writes `bench/latest.json`.

SCALE=10 makes it ten times as large, compares with the last usual run, and writes `bench/latest-x10.json`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import measure, report
from bench.browser import first_visit
from bench.processes import Server, environment, memory_mb, resident_mb, served
from bench.reply import replies

HERE = Path(__file__).parent
ROOT = HERE.parent
CACHE = HERE / ".cache"


def installation(scale: int) -> Path:
    """The data folder, built once for each schema, each way to build it and each rendering of texts."""
    key = hashlib.sha256(str(scale).encode())
    sources = [
        *(HERE / f"{name}.py" for name in ("build", "practices", "rows", "words")),
        *ROOT.glob("lorehall/*/migrations/0*.py"),
    ]
    for path in sorted([*sources, *ROOT.glob("lorehall/kernel/text/*.py")]):
        key.update(path.read_bytes())
    folder = CACHE / f"x{scale}-{key.hexdigest()[:12]}"
    if folder.exists():
        return folder
    print(f"Building {scale * 10_000:,} topics and {scale * 100_000:,} posts …", flush=True)
    for old in CACHE.glob(f"x{scale}-*"):
        shutil.rmtree(old)
    draft = CACHE / f"draft-{os.getpid()}"
    _python(draft, "bench.build", str(scale))
    draft.rename(folder)
    return folder


def _python(data: Path, module: str, *words: str) -> str:
    """Run one of our programs on a data folder; returns what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=environment(data),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def run(data: Path) -> dict[str, Any]:
    """Measure a copy of the installation, for replies change it."""
    # The first start gathers static files, as an upgrade does; the one that is timed finds them there.
    plan = json.loads(_python(data, "bench.plan"))
    product = ["-m", "lorehall.house.command", "serve", "--port", "PORT"]
    with served(product, data, plan["start"]):
        pass
    database = str(data / "lorehall.sqlite3")
    floor = ["-m", "bench.floor.app", "PORT", database]
    with served(product, data, plan["start"]) as web, served(floor, data, plan["pages"]["home"][0]) as least:
        print("Measuring pages …", flush=True)
        found: dict[str, Any] = {"pages": measure.pages(plan, web, least)}
        print("Measuring replies …", flush=True)
        found["reply"] = replies(plan, web)
        found |= _memory(web)
        found["start_s"] = round(web.start_s, 2)
        found["first_visit"] = first_visit(f"http://localhost:{web.port}{plan['pages']['question'][0]}")
    return found


def _memory(web: Server) -> dict[str, Any]:
    supervisor, *children = web.family
    worker = tuple(pid for pid in children if pid != web.pid)
    return {
        "memory_mb": round(memory_mb((web.pid, *worker)), 1),
        "memory": {
            "web_rss_mb": round(resident_mb((web.pid,)), 1),
            "worker_rss_mb": round(resident_mb(worker), 1),
            "all_pss_mb": round(memory_mb((supervisor, *children)), 1),
        },
    }


def main() -> None:
    scale = int(os.environ.get("SCALE", "1"))
    CACHE.mkdir(exist_ok=True)
    built = installation(scale)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        data = Path(folder) / "data"
        shutil.copytree(built, data)
        found = run(data)
    found["at"] = datetime.now(UTC).isoformat(timespec="seconds")
    latest = HERE / "latest.json"
    (latest if scale == 1 else HERE / f"latest-x{scale}.json").write_text(json.dumps(found, indent=2) + "\n")
    print(report.table(found))
    if scale != 1 and latest.exists():
        print(report.growth(found, json.loads(latest.read_text()), scale))


if __name__ == "__main__":
    main()
