"""What is served stands: vendored files are as they came, icons exist, styles and scripts keep their rules."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lorehall.kernel.ui import statics

UI = Path(__file__).parent.parent
STATIC = UI / "static"
PACKAGE = UI.parent.parent
VENDOR = STATIC / "vendor"
ICON = re.compile(r"""\bicon(?:\(|=)["']([a-z0-9-]+)["']""")
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE)


def templates() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("templates/**/*.html") if "/email/" not in str(path))


def named_in_calls(text: str) -> Iterator[str]:
    """Icons given by position to the frame's entries and actions."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Entry", "entry", "Action"}:
            for given in node.args[2:4]:
                value = getattr(given, "value", None)
                if isinstance(value, str) and re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", value):
                    yield value


def sources() -> Iterator[tuple[Path, str]]:
    for path in [*templates(), *PACKAGE.rglob("*.py")]:
        if "tests" not in path.parts:
            yield path, path.read_text(encoding="utf-8")


def test_vendored_files_are_exactly_what_the_manifest_says() -> None:
    for package in json.loads((VENDOR / "manifest.json").read_text())["packages"]:
        folder = VENDOR / package["folder"]
        assert package["version"]
        assert package["licence"] in {"0BSD", "OFL-1.1", "ISC", "MIT", "Apache-2.0"}
        assert {path.name for path in folder.iterdir()} == set(package["files"])
        for name, digest in package["files"].items():
            found = base64.b64encode(hashlib.sha384((folder / name).read_bytes()).digest()).decode()
            assert digest == f"sha384-{found}", name


def test_every_vendored_folder_is_in_the_manifest() -> None:
    listed = {package["folder"] for package in json.loads((VENDOR / "manifest.json").read_text())["packages"]}
    assert {path.name for path in VENDOR.iterdir() if path.is_dir()} == listed


def test_the_sprite_has_every_icon_in_use() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    used = {(name, path.name) for path, text in sources() for name in ICON.findall(text)}
    used |= {(n, path.name) for path, text in sources() if path.suffix == ".py" for n in named_in_calls(text)}
    assert not {(name, where) for name, where in used if name not in drawn}


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_template_has_inline_styles_scripts_or_handlers(path: Path) -> None:
    assert not INLINE.findall(path.read_text(encoding="utf-8"))


def test_styles_are_layered_and_only_the_ui_points_at_files() -> None:
    for path in PACKAGE.rglob("static/css/*.css"):
        text = path.read_text()
        assert "@layer" in text or path.name == "fonts.css", path
        assert "url(" not in text or path.name == "fonts.css", path
        assert "@import" not in text, path


def test_scripts_stand_alone_so_that_they_can_be_joined() -> None:
    for path in [*PACKAGE.rglob("static/js/*.js"), *PACKAGE.rglob("static/write/*.js")]:
        assert not re.search(r"^\s*(import|export)\b", path.read_text(), re.MULTILINE), path


def test_own_javascript_stays_small() -> None:
    assert sum(len(path.read_text().splitlines()) for path in PACKAGE.rglob("static/[jw]*/*.js")) < 4000


def test_the_layers_come_first_and_capabilities_last() -> None:
    names = [
        "questions/css/question.css",
        "ui/css/base.css",
        "ui/css/layers.css",
        "ui/vendor/x/y.css",
        "ui/css/all.css",
    ]
    assert statics.parts(names, "css") == ["ui/css/layers.css", "ui/css/base.css", "questions/css/question.css"]


def test_joined_scripts_share_no_names() -> None:
    text = statics.joined([("a.js", "const x = 1;"), ("b.js", "const x = 2;")], "js")
    assert text.count("{\nconst x") == 2


def test_the_first_visit_is_light() -> None:
    fonts = ("source-serif-4/source-serif-4-latin-wght-normal.woff2", "inter/inter-latin-wght-normal.woff2")
    assert sum((VENDOR / name).stat().st_size for name in fonts) < 105_000


def test_remarks_are_not_sent_and_nothing_else_is_lost() -> None:
    sheet = statics.joined([("a.css", "/* why\n so */\na {\n  /* b */ color: red; }\n")], "css")
    assert sheet == "/* a.css */\na {\ncolor: red; }\n"
    script = statics.joined([("a.js", "// why\nfetch('https://a'); // here\n  // so\n")], "js")
    assert script == "/* a.js */\n{\nfetch('https://a'); // here\n\n}"


def test_no_sheet_says_something_that_joining_would_take_for_a_remark() -> None:
    for path in PACKAGE.rglob("static/css/*.css"):
        assert not re.search(r"""["'][^"'\n]*/\*""", path.read_text()), path
