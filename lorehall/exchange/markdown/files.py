"""Pictures and files that pages of a folder hold: brought once, and again when their bytes change."""

from __future__ import annotations

import posixpath
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from lorehall.exchange.markdown.walk import read
from lorehall.exchange.models import File
from lorehall.exchange.report import Report
from lorehall.kernel.errors import Refused
from lorehall.people.viewer import Viewer
from lorehall.uploads import queries, rules


def key_of(path: str) -> str:
    """What names a page or a file of a source in 40 characters."""
    return blake2b(path.encode(), digest_size=20).hexdigest()


class Files:
    """Those of one source. `where` gives the address of one here, or None where it can't be had."""

    def __init__(self, root: Path, source: str, community_id: int, report: Report, by: Viewer) -> None:
        self.root, self.source, self.community_id = root, source, community_id
        self.report, self.by = report, by
        self._there: dict[str, str | None] = {}

    def where(self, path: str) -> str | None:
        if path not in self._there:
            try:
                self._there[path] = self._bring(path)
                self.report.came["files"] += 1
            except Refused as error:
                self.report.skip(path, 0, error.message)
                self._there[path] = None
        return self._there[path]

    def _bring(self, path: str) -> str:
        data = read(self.root, path, settings.UPLOAD_MOST)
        key, digest = key_of(path), blake2b(data, digest_size=20).hexdigest()
        before = File.objects.filter(source=self.source, key=key).select_related("upload").first()
        if before is not None and before.digest == digest:
            return queries.known(before.upload).url
        made = rules.bring(self.community_id, rules.Brought(data, posixpath.basename(path)), by=self.by)
        File.objects.update_or_create(source=self.source, key=key, defaults={"digest": digest, "upload": made})
        self.report.new["files"] += 1
        return queries.known(made).url
