"""Text: Markdown to safe HTML, plain text, folding, slugs, differences. Nothing here reads the database."""

from __future__ import annotations

from lorehall.kernel.text.attached import Attached
from lorehall.kernel.text.fold import fold, slug, tidy_line, tidy_source
from lorehall.kernel.text.imported import clean_html
from lorehall.kernel.text.limits import MAX_HTML, MAX_SOURCE, check_source
from lorehall.kernel.text.plain import excerpt, plain
from lorehall.kernel.text.render import Document, References, Rendered, Section, note_prefix, parse, references, render
from lorehall.kernel.text.to_markdown import html_to_markdown

__all__ = [
    "MAX_HTML",
    "MAX_SOURCE",
    "Attached",
    "Document",
    "References",
    "Rendered",
    "Section",
    "check_source",
    "clean_html",
    "excerpt",
    "fold",
    "html_to_markdown",
    "note_prefix",
    "parse",
    "plain",
    "references",
    "render",
    "slug",
    "tidy_line",
    "tidy_source",
]
