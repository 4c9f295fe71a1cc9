"""What uploads are, ready to print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lorehall.kernel.errors import Hidden
from lorehall.kernel.text import attached
from lorehall.people.viewer import Viewer
from lorehall.uploads import names, sizes
from lorehall.uploads.models import Upload, UploadKind


class Known(NamedTuple):
    """An upload as texts and pages need it."""

    id: int
    key: str
    community_id: int
    person_id: int
    kind: str
    name: str
    size: int
    width: int
    height: int
    alt: str

    @property
    def is_picture(self) -> bool:
        return self.kind == UploadKind.IMAGE

    @property
    def url(self) -> str:
        """Its address, with its name at the end."""
        return f"/files/{self.key}/{names.in_address(self.name, picture=self.is_picture)}"

    @property
    def size_in_words(self) -> str:
        return attached.in_words(self.size)

    @property
    def widths(self) -> tuple[int, ...]:
        """How wide its forms are; none where it is no picture."""
        return sizes.widths(self.width) if self.is_picture else ()

    @property
    def markdown(self) -> str:
        """What a text says to hold it."""
        words = _in_brackets(self.alt if self.is_picture else self.name)
        return f"{'!' if self.is_picture else ''}[{words}]({self.url})"


def _in_brackets(words: str) -> str:
    for mark in "\\[]":
        words = words.replace(mark, f"\\{mark}")
    return words


def known(upload: Upload) -> Known:
    return Known(*(getattr(upload, name) for name in Known._fields))


def named(keys: Iterable[str]) -> list[Known]:
    """The uploads of these keys, whoever may see them: the caller decides. 1 statement."""
    return [Known(*row) for row in Upload.objects.filter(key__in=list(keys)).values_list(*Known._fields)]


def mine(viewer: Viewer, key: str) -> Known:
    """An upload that the viewer brought; raises `Hidden`. 1 statement."""
    row = Upload.objects.filter(person_id=viewer.id, key=key).values_list(*Known._fields).first()
    if row is None:
        raise Hidden
    return Known(*row)
