"""Embedded Ruby in pages of Middleman and the like. Nothing of it is run: what is only a value is put in, a warning
becomes a quotation, blocks and what stands alone on a line are dropped, the rest is shown as code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lorehall.exchange.markdown.front import words
from lorehall.exchange.markdown.prose import Note, fenced

_TAG = re.compile(r"<%(?!%)([=#-]?)([^%]{0,2000}(?:%(?!>)[^%]{0,300}){0,20}?)%>")
_DATA = re.compile(r"(?:current_page\.data|data)\.(\w{1,40})")
_WARNING = re.compile(r"warning_text\s*\(?\s*(['\"])(.*)\1\s*\)?", re.DOTALL)
_OPENS = re.compile(r"^(?:if|unless|case|for|while|begin)\b|\bdo\b\s*(?:\|[^|]*\|)?$")


def without_erb(source: str, said: Mapping[str, Any], first: int) -> tuple[str, list[Note]]:
    """The text without Ruby, and what became of it; `first` is the number of its first line in the file. Lines stay
    where they are.
    """
    notes: list[Note] = []
    code = fenced(source.split("\n"))
    out: list[str] = []
    done = deep = began = 0
    for tag in _TAG.finditer(source):
        line = source.count("\n", 0, tag.start())
        ruby = tag[2].strip(" \n\t-=")
        if code[line] or (tag.start() < done and not deep):
            continue
        if deep:
            deep += _step(tag[1], ruby)
            if not deep:
                out.append("\n" * source.count("\n", began, tag.end()))
                notes.append(Note(first + source.count("\n", 0, began), "a block of ERB: dropped"))
                done = tag.end()
        elif _step(tag[1], ruby) > 0 and _is_closed(source, tag.end(), code):
            out.append(source[done : tag.start()])
            deep, began = 1, tag.start()
        else:
            value, why = _put(source, tag, ruby, said)
            out += [source[done : tag.start()], value]
            notes += [Note(first + line, why)] if why else []
            done = tag.end()
    return "".join([*out, source[done:]]).replace("<%%", "<%"), notes


def _step(kind: str, ruby: str) -> int:
    if kind == "#":
        return 0
    return -1 if ruby == "end" else int(bool(_OPENS.search(ruby)))


def _is_closed(source: str, at: int, code: list[bool]) -> bool:
    """Does the block that opens before `at` come to its end?"""
    deep = 1
    for tag in _TAG.finditer(source, at):
        if not code[source.count("\n", 0, tag.start())]:
            deep += _step(tag[1], tag[2].strip(" \n\t-="))
            if not deep:
                return True
    return False


def _put(source: str, tag: re.Match[str], ruby: str, said: Mapping[str, Any]) -> tuple[str, str]:
    """What stands in the place of one tag, and what there is to say of it."""
    before = source[source.rfind("\n", 0, tag.start()) + 1 : tag.start()]
    end = source.find("\n", tag.end())
    alone = not before.strip() and not source[tag.end() : end if end >= 0 else None].strip()
    value = _DATA.fullmatch(ruby)
    lines = "\n" * tag[0].count("\n")
    if tag[1] == "=" and value and words(said, value[1]):
        return words(said, value[1]) + lines, ""
    warning = _WARNING.fullmatch(ruby)
    if tag[1] == "=" and warning and alone:
        return f"> **Warning** {' '.join(warning[2].split())}{lines}", "ERB: a warning came as a quotation"
    if tag[1] != "=" or alone:
        return lines, f"ERB: dropped {_shown(tag[0])}"
    shown = tag[0] if before.count("`") % 2 or "\n" in tag[0] else f"`{tag[0]}`"
    return shown, f"ERB: shown as code {_shown(tag[0])}"


def _shown(ruby: str) -> str:
    said = " ".join(ruby.split())
    return said if len(said) <= 80 else f"{said[:79]}…"
