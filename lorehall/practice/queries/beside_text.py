"""What a practice knows beside its posts, for its copy as Markdown: the notes that its marks lead to."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from lorehall.content.queries.markdown import Beside, inline
from lorehall.content.queries.sources import Source, sources
from lorehall.people.viewer import Viewer


def beside_text(viewer: Viewer, item_id: int) -> Beside:
    """Its sources as notes, `[^p12]: ...`, as far as the viewer may know of them. For who may see the item. One
    statement.
    """
    return Beside(notes="\n".join(note(source) for source in sources(viewer, item_id)))


def note(source: Source) -> str:
    """One source as a note of Markdown, whose mark in the text is `[^p12]`."""
    title = inline(source.title)
    linked = f"[{title}]({settings.URL}/p/{source.post_id})" if source.url else title
    name = inline(source.name)
    said = [source.phrase % {"name": name, "title": linked}]
    if source.confirmed:
        said.append(_("confirmed"))
    if source.gone and source.cited_at:
        said.append(_("cited as it stood on %(day)s") % {"day": timezone.localtime(source.cited_at).date().isoformat()})
    elif source.written_at:
        said.append(timezone.localtime(source.written_at).date().isoformat())
    words = ", ".join(said)
    if source.cited_url:
        words += f" · [{_('as it was cited')}]({settings.URL}{source.cited_url})"
    if source.origin:
        url = source.origin.url
        words += f" · [{source.origin.source}]({url})" if url else f" · {source.origin.source}"
        words += f" · {source.origin.licence}" if source.origin.licence else ""
    return f"[^p{source.post_id}]: {words}"
