"""What the chores share: running a step and saying plainly how it went."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one step went: its name, exit code, seconds, and the last telling line that it said."""

    name: str
    code: int
    seconds: float
    last_line: str


def step(
    name: str, command: Sequence[str], environ: Mapping[str, str] | None = None, *, telling: str = r"\S"
) -> Outcome:
    """Run a command from the root of the repository, passing on what it says; `telling` matches a line to keep."""
    print(f"\n── {name} " + "─" * max(0, 100 - len(name)), flush=True)
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    last = ""
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line.strip() if re.search(telling, line) else last
    return Outcome(name, process.wait(), time.monotonic() - began, last)


def tool(name: str) -> str:
    """The path of a tool of the environment that runs this script."""
    return str(BIN / name)


def may_install() -> list[str] | None:
    """The beginning of a command that installs Debian packages, or None where that is not for us to do."""
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    if os.geteuid() == 0:
        return [apt]
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n", apt]
    return None


def install(package: str) -> bool:
    """Install a Debian package; False when it didn't come."""
    apt = may_install()
    if apt is None:
        return False
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", package]):
        if subprocess.run([*apt, *words], check=False, env=environ, stdout=subprocess.DEVNULL).returncode:
            return False
    return True
