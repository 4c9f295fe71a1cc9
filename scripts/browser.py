"""See that there is a browser for the journeys and a validator for their HTML. Says what could not be had.

Chromium: named by LOREHALL_CHROMIUM, or on the path, or Debian's package. The Nu HTML checker: from npm, into
`.tools`; it needs Java. Nothing here fails the run: a journey without its browser is skipped, and says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from chores import ROOT, install

TOOLS = ROOT / ".tools"
VALIDATOR = TOOLS / "vnu.jar"
VALIDATOR_PACKAGE = "vnu-jar@26.9.27"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Where Chromium is, if anywhere."""
    named = os.environ.get("LOREHALL_CHROMIUM", "")
    if named:
        return named if Path(named).exists() else None
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def have_chromium() -> bool:
    return chromium() is not None or (install("chromium") and chromium() is not None)


def have_java() -> bool:
    return shutil.which("java") is not None or install("default-jre-headless")


def have_validator() -> bool:
    """The checker lies in `.tools`, or comes there now."""
    if VALIDATOR.exists():
        return True
    npm = shutil.which("npm") or (shutil.which("npm") if install("npm") else None)
    if npm is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [npm, "pack", "--silent", "--json", VALIDATOR_PACKAGE],
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if packed.returncode:
            return False
        archive = Path(folder) / json.loads(packed.stdout)[0]["filename"]
        with tarfile.open(archive) as tar:
            jar = next(member for member in tar.getmembers() if member.name.endswith("vnu.jar"))
            TOOLS.mkdir(exist_ok=True)
            source = tar.extractfile(jar)
            assert source is not None
            partial = VALIDATOR.with_suffix(".part")
            partial.write_bytes(source.read())
            partial.replace(VALIDATOR)
    return True


def main() -> int:
    """Try for everything; tell what is missing and what is not tested without it."""
    missing = []
    if not have_chromium():
        missing.append("Chromium could not be installed: the browser journeys will be skipped.")
    if not have_java():
        missing.append("Java could not be installed: HTML will not be validated.")
    elif not have_validator():
        missing.append("The HTML checker could not be fetched from npm: HTML will not be validated.")
    for sentence in missing:
        print(f"!! {sentence}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
