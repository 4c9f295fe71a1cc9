"""How a new page of each shape begins: Markdown with prompts as comments, which are never shown to readers.

A community's own template takes the place of the built-in one, which stands beside this file.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lorehall.practice.models import Shape, Template

_HERE = Path(__file__).parent


@lru_cache(maxsize=len(Shape))
def built_in(shape: str) -> str:
    """The template that comes with the product."""
    return (_HERE / f"{Shape(shape).value}.md").read_text(encoding="utf-8")


def beginning(community_id: int, shape: str) -> str:
    """The community's own template, or the built-in one. One statement."""
    own = Template.objects.filter(community_id=community_id, shape=shape).values_list("source", flat=True).first()
    return own or built_in(shape)


def own_shapes(community_id: int) -> frozenset[str]:
    """The shapes for which the community has a template of its own."""
    return frozenset(Template.objects.filter(community_id=community_id).values_list("shape", flat=True))
