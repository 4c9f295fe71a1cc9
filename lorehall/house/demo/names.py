"""What a text names: people by `@handle`, threads by `[[key]]`, a post it quotes by `[[quote handle]]`, a post it
cites by `[[cite key handle: words]]`, what it holds by `[[file name: words]]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_HANDLE = re.compile(r"(?<![\w@/.])@([a-z][a-z0-9_-]+)", re.ASCII)
_LINK = re.compile(r"\[\[([qck]-[a-z0-9-]+)\]\]", re.ASCII)
_CITE = re.compile(r" ?\[\[cite ([qck]-[a-z0-9-]+) ([a-z0-9_-]+)(?:: ([^\]\n]+))?\]\]", re.ASCII)
_QUOTE = re.compile(r"^\[\[quote ([a-z0-9_-]+)\]\]\n((?:^>.*\n?)+)", re.MULTILINE | re.ASCII)
_FILE = re.compile(r"\[\[file ([a-z0-9-]+\.[a-z]+): ([^\]\n]+)\]\]", re.ASCII)
_ODD = re.compile(
    r"^.*\[\[(?!quote [a-z0-9_-]+\]\]$|[qck]-[a-z0-9-]+\]\]|cite [qck]-[a-z0-9-]+ [a-z0-9_-]+(?:: [^\]\n]+)?\]\]"
    r"|file [a-z0-9-]+\.[a-z]+: [^\]\n]+\]\]).*$",
    re.MULTILINE,
)


def _prose(text: str) -> str:
    return _CODE.sub("", text)


def handles(text: str) -> Iterator[str]:
    """The handles that it mentions, outside code."""
    yield from _HANDLE.findall(_prose(text))


def links(text: str) -> Iterator[str]:
    """The keys of threads that it links to."""
    yield from _LINK.findall(_prose(text))


def cites(text: str) -> Iterator[tuple[str, str, str]]:
    """What it cites: the key of a thread, the handle of a post's author, words of that post or ""."""
    yield from _CITE.findall(_prose(text))


def quotes(text: str) -> Iterator[tuple[str, str]]:
    """Whom it quotes, and the words."""
    for handle, lines in _QUOTE.findall(text):
        yield handle, "\n".join(line.removeprefix(">").strip() for line in lines.splitlines())


def files(text: str) -> Iterator[str]:
    """The names of the files that it holds; they lie in the folder `files` beside it."""
    for name, _words in _FILE.findall(_prose(text)):
        yield name


def odd(text: str) -> Iterator[str]:
    """Lines with double brackets that are neither a link nor a quote, a citation or a file."""
    yield from _ODD.findall(_prose(text))


def replaced(
    text: str,
    *,
    link: Callable[[str], str],
    quote: Callable[[str, str], str],
    file: Callable[[str, str], str],
    cite: Callable[[str, str, str], str],
) -> str:
    """The text with each link as `link(key)`, each line `[[quote …]]` as `quote(handle, words)`, each file as
    `file(name, words)` and each citation as `cite(key, handle, words)`.
    """

    def quoted(found: re.Match[str]) -> str:
        words = "\n".join(line.removeprefix(">").strip() for line in found[2].splitlines())
        return f"{quote(found[1], words)}\n{found[2]}"

    held = _FILE.sub(lambda found: file(found[1], found[2]), text)
    held = _CITE.sub(lambda found: cite(found[1], found[2], found[3] or ""), held)
    return _LINK.sub(lambda found: link(found[1]), _QUOTE.sub(quoted, held))
