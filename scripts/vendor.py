"""Fetch the front end's vendored files anew, or check that they are still what was fetched.

    python scripts/vendor.py            fetch (needs npm), write files, manifest, font faces and icon sprite
    python scripts/vendor.py --check    compare the files on disk with the manifest; exit 1 when they differ

Packages are pinned here and taken unchanged. What is in use is listed in
lorehall/kernel/ui/static/vendor/manifest.json with version, licence and the sha384 of every file.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "lorehall" / "kernel" / "ui" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "manifest.json"


@dataclass(frozen=True)
class Package:
    """One npm package: its folder here, and which of its files are taken."""

    folder: str
    npm: str
    version: str
    licence: str
    files: str  # a pattern over paths inside the package


PACKAGES = (
    Package("htmx", "htmx.org", "2.0.11", "0BSD", r"(dist/htmx\.min\.js|LICENSE)"),
    Package(
        "inter", "@fontsource-variable/inter", "5.3.0", "OFL-1.1",
        r"(files/inter-.*-wght-normal\.woff2|LICENSE)",
    ),
    Package(
        "source-serif-4", "@fontsource-variable/source-serif-4", "5.3.1", "OFL-1.1",
        r"(files/source-serif-4-.*-wght-normal\.woff2|LICENSE)",
    ),
    # Emphasis comes in one weight: 20 kB on a first visit, where the variable face weighs 52.
    Package(
        "source-serif-4-italic", "@fontsource/source-serif-4", "5.3.1", "OFL-1.1",
        r"(files/source-serif-4-.*-400-italic\.woff2|LICENSE)",
    ),
    # Fetched when somebody opens the emoji or types the second letter after a colon.
    Package("emoji", "emoji-picker-element-data", "1.8.0", "Apache-2.0", r"(en/github/data\.json|LICENSE)"),
    Package("lucide", "lucide-static", "1.62.0", "ISC", r"LICENSE"),
)  # fmt: skip
FACES = {
    "inter": ("Inter", ("wght.css",)),
    "source-serif-4": ("Source Serif 4", ("wght.css",)),
    "source-serif-4-italic": ("Source Serif 4", ("400-italic.css",)),
}

# Every icon in use, and those that the next pages will want. A test looks for names that are missing here.
ICONS = (
    "house",
    "circle-question-mark",
    "message-square",
    "book-open",
    "calendar",
    "users",
    "briefcase",
    "chart-no-axes-column",
    "search",
    "plus",
    "check",
    "x",
    "lock",
    "eye",
    "eye-off",
    "globe",
    "settings",
    "log-out",
    "log-in",
    "user",
    "user-plus",
    "mail",
    "key-round",
    "fingerprint",
    "shield",
    "smartphone",
    "bell",
    "tag",
    "tags",
    "link",
    "copy",
    "pencil",
    "trash-2",
    "history",
    "flag",
    "arrow-left",
    "arrow-right",
    "chevron-down",
    "chevron-right",
    "ellipsis",
    "menu",
    "sun",
    "moon",
    "monitor",
    "hash",
    "door-open",
    "scroll-text",
    "list-checks",
    "inbox",
    "upload",
    "download",
    "camera",
    "info",
    "triangle-alert",
    "clock",
    "star",
    "bookmark",
    "reply",
    "quote",
    "image",
    "compass",
    "handshake",
    "sprout",
    "languages",
    "rocket",
    "user-check",
    "circle-check",
    "circle-alert",
    "shield-check",
    "heart",
    "map",
    "graduation-cap",
    "file-text",
    "folder",
    "external-link",
    "refresh-cw",
    "send",
    "archive",
    "merge",
    "split",
    "crown",
    "ban",
    "pin",
    "bold",
    "italic",
    "heading",
    "code",
    "list",
    "list-ordered",
    "list-todo",
    "table",
    "smile",
    "paperclip",
    "chart-bar-big",
)

FALLBACKS = """\
/* Stand-ins with the measures of the real faces, so that nothing moves when those arrive. */
@font-face {
  font-family: "Inter Fallback";
  src: local("Arial"), local("Liberation Sans"), local("Helvetica Neue");
  size-adjust: 107.12%;
  ascent-override: 90.44%;
  descent-override: 22.52%;
  line-gap-override: 0%;
}

@font-face {
  font-family: "Source Serif 4 Fallback";
  src: local("Times New Roman"), local("Liberation Serif"), local("Times");
  size-adjust: 117.32%;
  ascent-override: 88.3%;
  descent-override: 28.55%;
  line-gap-override: 0%;
}
"""


def sha384(path: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def fetch(package: Package, into: Path) -> Path:
    """Unpack the package below `into` and return its folder."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{package.npm}@{package.version}"],
        cwd=into, check=True, capture_output=True, text=True,
    )  # fmt: skip
    folder = into / package.folder
    with tarfile.open(into / done.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def take(package: Package, source: Path) -> dict[str, object]:
    """Copy the files in use, unchanged; return the package's entry of the manifest."""
    target = VENDOR / package.folder
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    names = sorted(p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file())
    files = {}
    for name in names:
        if re.fullmatch(package.files, name):
            copy = target / Path(name).name
            shutil.copyfile(source / name, copy)
            files[copy.name] = sha384(copy)
    return {
        "name": package.npm,
        "version": package.version,
        "licence": package.licence,
        "folder": package.folder,
        "files": files,
    }


def face_rules(package: Package, source: Path) -> str:
    """The package's own font faces, pointed at our copies, under the short family name."""
    family, sheets = FACES[package.folder]
    rules = []
    for sheet in sheets:
        text = re.sub(r"/\*.*?\*/", "", (source / sheet).read_text(), flags=re.DOTALL)
        for block in re.findall(r"@font-face\s*{([^}]*)}", text):
            lines = [line.strip() for line in block.strip().splitlines()]
            kept = [line for line in lines if not line.startswith(("font-family", "src", "font-display"))]
            name = re.search(r"files/([\w.-]+\.woff2)", block)
            assert name, block
            src = f'src: url("../vendor/{package.folder}/{name[1]}") format("woff2");'
            body = "\n  ".join(
                [f'font-family: "{family}";', *kept[:1], "font-display: swap;", *kept[1:2], src, *kept[2:]]
            )
            rules.append(f"@font-face {{\n  {body}\n}}\n")
    return "\n".join(rules)


def sprite(source: Path) -> str:
    """One SVG with a symbol for each icon, and our own mark first."""
    mark = re.search(r"<svg[^>]*>(.*)</svg>", (STATIC / "mark.svg").read_text(), re.DOTALL)
    assert mark
    symbols = [f'<symbol id="mark" viewBox="0 0 24 24">{mark[1].strip()}</symbol>']
    for name in sorted(ICONS):
        inner = re.search(r"<svg[^>]*>(.*)</svg>", (source / "icons" / f"{name}.svg").read_text(), re.DOTALL)
        assert inner, name
        shapes = " ".join(inner[1].split()).replace("> <", "><").replace(" />", "/>")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def renew() -> int:
    """Fetch everything and write it."""
    entries, faces = [], [FALLBACKS]
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            source = fetch(package, Path(scratch))
            entries.append(take(package, source))
            if package.folder in FACES:
                faces.append(face_rules(package, source))
            if package.folder == "lucide":
                (STATIC / "icons.svg").write_text(sprite(source))
    head = "/* Written by scripts/vendor.py from the packages' own faces. */\n"
    (STATIC / "css" / "fonts.css").write_text(head + "\n".join(faces))
    MANIFEST.write_text(json.dumps({"packages": entries}, indent=2) + "\n")
    return check()


def check() -> int:
    """Say which files differ from the manifest; 0 when none does."""
    wrong = []
    for entry in json.loads(MANIFEST.read_text())["packages"]:
        folder = VENDOR / entry["folder"]
        for name, digest in entry["files"].items():
            path = folder / name
            if not path.is_file() or sha384(path) != digest:
                wrong.append(str(path.relative_to(STATIC)))
        extra = {path.name for path in folder.iterdir()} - set(entry["files"])
        wrong += [f"{entry['folder']}/{name} is not in the manifest" for name in sorted(extra)]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare the files on disk with the manifest")
    sys.exit(check() if parser.parse_args().check else renew())
