"""What may not lie in the repository, and that its locks and its vendored files are what they say."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.house import tree

pytestmark = pytest.mark.once

# Put together here, so that this file does not contain them itself.
REGISTRIES = ("pypi" + ".org", "files.python" + "hosted", "registry." + "npmjs", "registry." + "yarnpkg")
INDEX_OPTIONS = ("--" + "index-url", "--" + "extra-index", "--" + "find-links", "--" + "trusted-host")
MACHINE = re.compile(r"(?<![\w.:/])/(?:work|root|mnt|opt/pypi|tmp/brief)/\w")
TEXT = (
    ".py",
    ".md",
    ".toml",
    ".in",
    ".lock",
    ".html",
    ".txt",
    ".css",
    ".js",
    ".cfg",
    ".ini",
    ".yml",
    ".sh",
    "",
)
LOCKED = re.compile(r"^[A-Za-z0-9][\w.\-]*(?:\[[\w,\-]+\])?==\S+")
MANIFEST = tree.PACKAGE / "kernel" / "ui" / "static" / "vendor" / "manifest.json"
LICENCES = {"MIT", "0BSD", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "OFL-1.1", "CC0-1.0", "Zlib"}


def addresses(text: str) -> Iterator[str]:
    """Registry addresses, options that would carry one, and paths of somebody's machine."""
    yield from (word for word in (*REGISTRIES, *INDEX_OPTIONS) if word in text)
    yield from MACHINE.findall(text)


def unhashed(lock: str) -> Iterator[str]:
    """Requirements of a lock file that could be anything."""
    entries = re.sub(r"\\\n", " ", lock).splitlines()
    for entry in entries:
        if not entry.strip() or entry.lstrip().startswith("#"):
            continue
        if not LOCKED.match(entry) or "--hash=sha256:" not in entry:
            yield entry[:80]


def test_no_file_names_a_registry_or_somebodys_machine() -> None:
    found = [
        f"{tree.short(path)}: {finding}"
        for path in tree.ours(*TEXT)
        for finding in addresses(path.read_text("utf-8", errors="ignore"))
    ]
    assert not found, tree.told(found)


@pytest.mark.parametrize("name", ["build", "runtime", "dev"])
def test_every_locked_requirement_has_its_hashes(name: str) -> None:
    lock = (tree.ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    assert "==" in lock
    assert not list(unhashed(lock))


def test_development_runs_on_the_very_versions_of_the_product() -> None:
    runtime, dev = (
        set(re.findall(r"^([\w.\-]+(?:\[[\w,\-]+\])?==[^\s;\\]+)", text, re.MULTILINE))
        for text in ((tree.ROOT / "requirements" / f"{name}.lock").read_text("utf-8") for name in ("runtime", "dev"))
    )
    assert runtime <= dev


def vendored() -> list[dict[str, Any]]:
    """The entries of the manifest."""
    return list(json.loads(MANIFEST.read_text("utf-8"))["packages"])


def test_the_vendored_manifest_names_a_free_licence_for_each() -> None:
    for entry in vendored():
        assert entry["licence"] in LICENCES, entry["name"]
        assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"]), f"{entry['name']} is not pinned exactly"


def test_every_vendored_file_is_the_one_in_the_manifest() -> None:
    listed = {f"{entry['folder']}/{name}": digest for entry in vendored() for name, digest in entry["files"].items()}
    lying = {
        path.relative_to(MANIFEST.parent).as_posix(): path
        for path in MANIFEST.parent.rglob("*")
        if path.is_file() and path != MANIFEST
    }
    assert set(lying) == set(listed)
    for name, path in lying.items():
        digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        assert listed[name] == f"sha384-{digest}", name


def test_the_address_check_finds_what_may_not_lie_here() -> None:
    for bad in (f"see https://{REGISTRIES[0]}/x", f"pip install {INDEX_OPTIONS[0]} y", "cd /" + "work/main"):
        assert list(addresses(bad))
    assert not list(addresses("https://example.org/work/main and /uploads/x and ../shared/data"))


def test_the_lock_check_finds_what_could_be_anything() -> None:
    assert list(unhashed("django==5.2\n"))
    assert list(unhashed("django @ https://example.org/x.whl\n"))
    assert not list(unhashed("django==5.2 \\\n    --hash=sha256:00\n    # via x\n"))
