"""Code in colour: Pygments' lexers, twelve classes of our own, no inline style. A language is never guessed."""

from __future__ import annotations

import time
from functools import lru_cache
from html import escape
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

MAX_CODE = 12_000
MAX_CODE_OF_SLOW = 4_000
MAX_LINE = 400
"""Longer code, and code with a longer line, is shown without colour: lexers are not always linear."""
SECONDS = 0.2
"""Processor time for the colours of one post; the rest of its code is shown plain. Real code needs 1 % of it."""

_NAMES = """
    awk bash sh shell zsh console bat batch powershell ps1 posh fish c cpp c++ csharp c# cs clojure cmake css
    scss sass less d dart diff udiff patch docker dockerfile elixir ex erlang fsharp go golang graphql groovy
    haskell hs hcl terraform tf html http ini cfg conf properties java javascript js jsx typescript ts tsx json
    jsonc julia kotlin lisp common-lisp lua make makefile matlab nginx apacheconf nix objective-c ocaml octave perl
    pl php pascal plpgsql postgresql postgres prolog promql protobuf proto puppet python py python3 pycon pytb r
    ruby rb rust rs scala scheme sql sqlite3 mysql swift systemd tcl tex latex toml vb.net vbnet verilog vhdl vim
    xml yaml yml zig jinja django erb
"""
LANGUAGES: Final = frozenset(_NAMES.split())
"""The names that may follow a fence. Chosen, because each lexer is one more program fed by strangers."""

_SLOW = frozenset(
    ("apacheconf", "c", "c#", "c++", "cpp", "cs", "csharp", "groovy", "hcl", "java", "make", "makefile", "matlab")
) | {"objective-c", "pascal", "terraform", "tf"}
"""A single step of these may read all that follows."""

_ALIASES = {
    "conf": "ini",
    "jsonc": "json",
    "jsx": "javascript",
    "patch": "diff",
    "sh": "bash",
    "systemd": "ini",  # Pygments' own takes seconds for a page of spaces
    "tex": "latex",
    "tsx": "typescript",
}

_CLASSES: dict[_TokenType, str] = {
    Keyword: "k",
    Operator.Word: "k",
    Keyword.Type: "t",
    Keyword.Constant: "m",
    String: "s",
    Number: "m",
    Comment: "c",
    Comment.Preproc: "d",
    Comment.PreprocFile: "s",
    Name.Function: "f",
    Name.Class: "f",
    Name.Namespace: "f",
    Name.Tag: "k",
    Name.Attribute: "v",
    Name.Variable: "v",
    Name.Builtin: "t",
    Name.Exception: "t",
    Name.Decorator: "d",
    Generic.Inserted: "i",
    Generic.Deleted: "e",
    Generic.Heading: "h",
    Generic.Subheading: "h",
    Generic.Prompt: "d",
    Generic.Error: "e",
    Generic.Traceback: "e",
}
CLASSES: Final = frozenset(_CLASSES.values())


@lru_cache(maxsize=512)
def _class_of(kind: _TokenType) -> str:
    at: _TokenType | None = kind
    while at is not None:
        if at in _CLASSES:
            return _CLASSES[at]
        at = at.parent
    return ""


@lru_cache(maxsize=256)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(_ALIASES.get(language, language), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def known(language: str) -> str:
    """The language as it is written in a class, or "" when it is not one of ours."""
    name = language.lower()
    return name if name in LANGUAGES and _lexer(name) is not None else ""


class Palette:
    """Colours the code of one post, within its time."""

    __slots__ = ("left",)

    def __init__(self, seconds: float = SECONDS) -> None:
        self.left = seconds

    def highlight(self, code: str, language: str) -> str:
        """HTML of `code`: escaped, with spans when the language is known and the code is not too long."""
        name = known(language)
        lexer = _lexer(name) if name and self.left > 0 and _fits(code, name) else None
        if lexer is None:
            return escape(code, quote=False)
        start = time.thread_time()
        done = 0
        runs: list[tuple[str, list[str]]] = []
        for kind, text in lexer.get_tokens(code):
            style = _class_of(kind)
            if not code.startswith(text, done):
                return escape(code, quote=False)  # the lexer changed something; what was typed comes first
            done += len(text)
            if runs and (runs[-1][0] == style or text.isspace()):
                runs[-1][1].append(text)
                continue
            runs.append((style, [text]))
            if time.thread_time() - start > self.left:
                break
        self.left -= time.thread_time() - start
        runs.append(("", [code[done:]]))
        return "".join(_run(style, "".join(parts)) for style, parts in runs)


def _fits(code: str, name: str) -> bool:
    limit = MAX_CODE_OF_SLOW if name in _SLOW else MAX_CODE
    return len(code) <= limit and max(map(len, code.split("\n"))) <= MAX_LINE


def _run(style: str, text: str) -> str:
    if not style:
        return escape(text, quote=False)
    tail = text[len(text.rstrip()) :]
    body = escape(text[: len(text) - len(tail)], quote=False)
    return f'<span class="{style}">{body}</span>{tail}' if body else tail
