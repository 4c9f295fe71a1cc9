"""Names of files and folders that every system takes."""

from __future__ import annotations

from lorehall.kernel.text import slug

_LENGTH = 60
_TAKEN = frozenset(
    ["con", "prn", "aux", "nul", "files", "private", "library", "index", "readme"]
    + [f"{name}{number}" for name in ("com", "lpt") for number in range(10)]
)


def safe(words: str, ending: str = "") -> str:
    """`[a-z0-9-]`, short, and none of those that mean something to Windows or to an export."""
    name = slug(words, limit=_LENGTH)
    return f"{name}-page{ending}" if name in _TAKEN else f"{name}{ending}"


class Names:
    """Each name once in its folder."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, folder: str, words: str, ending: str = "") -> str:
        """A path in the folder ("" is the top) that nothing has yet."""
        below = f"{folder}/" if folder else ""
        path = f"{below}{safe(words, ending)}"
        number = 2
        while path in self._taken:
            path = f"{below}{safe(words)}-{number}{ending}"
            number += 1
        self._taken.add(path)
        return path
