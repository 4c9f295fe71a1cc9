"""Static files: one stylesheet and one script out of many small ones, with hashed names, compressed.

A capability's `static/css/*.css` and `static/js/*.js` join by being there. `static/write/*.js` join in a file of their
own, which a composer fetches when it is first touched. While developing, and where nothing was collected, each file is
linked by itself, so that there is never a build to wait for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET, SCRIPT, WRITING = "ui/css/all.css", "ui/js/all.js", "ui/write/all.js"
JOINED = {"css": SHEET, "js": SCRIPT, "write": WRITING}
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_REMARK_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)
FIRST = "ui/css/layers.css"  # says the order of the layers, so the order of the rest does not matter


def _is_part(name: str, folder: str) -> bool:
    pieces = name.split("/")
    return len(pieces) == 3 and pieces[1] == folder and pieces[2].endswith(".css" if folder == "css" else ".js")


def parts(names: Iterable[str], folder: str) -> list[str]:
    """Those of `names` that belong in the one file for `folder` ("css", "js" or "write"), in their order."""
    chosen = {name for name in names if _is_part(name, folder)} - set(JOINED.values())
    return sorted(chosen, key=lambda name: (name != FIRST, not name.startswith("ui/"), name))


def joined(sources: Iterable[tuple[str, str]], folder: str) -> str:
    """One text out of many, without its remarks, which are a tenth of a first visit's. Scripts stand in blocks of their
    own: they import nothing and share no names.
    """
    if folder == "css":
        return "\n".join(f"/* {name} */\n{_INDENT.sub('', _REMARK.sub('', text))}" for name, text in sources)
    return "\n".join(f"/* {name} */\n{{\n{_REMARK_LINE.sub('', text)}\n}}" for name, text in sources)


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    """Joins the parts when files are collected, hashes, compresses. Without a manifest, plain names."""

    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            for folder, target in JOINED.items():
                text = joined([(name, self._read(paths, name)) for name in parts(paths, folder)], folder)
                self.delete(target)
                self._save(target, ContentFile(text.encode()))
                paths[target] = (self, target)
        yield from super().post_process(paths, dry_run, **options)

    @staticmethod
    def _read(paths: dict[str, Any], name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            text: str = file.read().decode()
            return text

    def stored_name(self, name: str) -> str:
        if not self.hashed_files:
            return name
        return str(super().stored_name(name))


@lru_cache(maxsize=512)
def _cached(path: str) -> str:
    return str(staticfiles_storage.url(path))


def static(path: str) -> str:
    """The address of a static file; its hashed one where files were collected."""
    return str(staticfiles_storage.url(path)) if settings.DEBUG else _cached(path)


def collected() -> bool:
    """Whether files were collected, so that this is an installation in service."""
    return bool(not settings.DEBUG and getattr(staticfiles_storage, "hashed_files", None))


@lru_cache(maxsize=3)
def _found(folder: str) -> tuple[str, ...]:
    listed = (
        f"{prefix}/{path}" if (prefix := getattr(storage, "prefix", "")) else path
        for finder in finders.get_finders()
        for path, storage in finder.list([])
    )
    return tuple(parts(listed, folder))


def sheets() -> list[str]:
    """Addresses of the stylesheets that every page links: one where files were collected."""
    return [static(SHEET)] if collected() else [static(name) for name in _found("css")]


def scripts() -> list[str]:
    """Addresses of the modules that every page loads: one where files were collected."""
    return [static(SCRIPT)] if collected() else [static(name) for name in _found("js")]


def writing() -> list[str]:
    """Addresses of the modules that a composer fetches when it is first touched."""
    return [static(WRITING)] if collected() else [static(name) for name in _found("write")]
