"""Make a virtual environment with whatever this machine has. Runs on a bare Python: standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def main(folder: Path) -> int:
    """Make the environment in `folder`; 1 and a sentence when that can't be done here."""
    if sys.version_info < (3, 11):
        print(f"Lorehall needs Python 3.11 or later; this one is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    if (folder / "bin" / "pip").exists():
        return 0
    if made(folder) or (install_venv_package() and made(folder)):
        return 0
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    print(
        f"This Python has no working `venv`. On Debian or Ubuntu: apt-get install python{version}-venv",
        file=sys.stderr,
    )
    return 1


def made(folder: Path) -> bool:
    """Whether an environment with pip came of it."""
    result = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False)
    return result.returncode == 0 and (folder / "bin" / "pip").exists()


def install_venv_package() -> bool:
    """Debian keeps venv in a package of its own: install that where we may."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", f"python{version}-venv"]):
        if subprocess.run(["apt-get", *command], check=False, env=environ).returncode:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".venv")))
