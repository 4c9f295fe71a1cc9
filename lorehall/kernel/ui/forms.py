"""Forms: how they are drawn, and how a rule's refusal finds its field."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import BaseRenderer
from django.template.backends.jinja2 import Jinja2

from lorehall.kernel.errors import Refused

FORM_TOKEN = "form_token"  # noqa: S105 - the hidden field that tells a double post from a second thought
TOKEN_LENGTH = 40
"""As long as `Post.submission` keeps; whoever sends a longer one made it up."""
HERE = Path(__file__).parent / "templates"
DJANGO = Path(django.forms.__file__).parent / "jinja2"


class Renderer(BaseRenderer):
    """Draws widgets with Jinja2 alone; whole forms with our own macros."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"

    @cached_property
    def engine(self) -> Jinja2:
        return Jinja2(
            {
                "NAME": "forms",
                "DIRS": [HERE, DJANGO],
                "APP_DIRS": False,
                "OPTIONS": {"environment": "lorehall.kernel.ui.jinja.environment"},
            }
        )

    def get_template(self, template_name: str) -> Any:
        return self.engine.get_template(template_name)


class MarkdownArea(forms.Textarea):
    """A textarea for Markdown: `field` draws it as a composer."""


class Form(forms.Form):
    """The base of every form here."""

    def refused(self, refusal: Refused) -> None:
        """Put a rule's refusal where the person looks: at its field, or on top of the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, refusal.message)

    @property
    def token(self) -> str:
        """The posted form's own name, for the rule that guards against double posts."""
        return str(self.data.get(FORM_TOKEN, "")).replace("\0", "")[:TOKEN_LENGTH]
