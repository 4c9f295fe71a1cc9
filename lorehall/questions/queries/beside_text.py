"""What a question knows beside its posts, for its copy as Markdown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lorehall.content.queries.markdown import Beside
from lorehall.kernel.db.prepared import prepare
from lorehall.questions.models import Confirmation, Question

_asides = prepare(lambda p: Question.objects.filter(pk=p("item")).values_list("tried_html", "deciding_html")[:1])


def beside_html(item_id: int) -> str:
    """What was tried and what must be decided, for the index of words. One statement."""
    return "\n".join(_asides.first(item=item_id) or ())


def beside_text(item_id: int) -> Beside:
    """What was tried, what must be decided, and which answer is confirmed. For who may see the item; nothing for one
    that is no question. Two statements.
    """
    found = Question.objects.filter(pk=item_id).values_list("tried_source", "deciding_source").first()
    if found is None:
        return Beside()
    confirmed = Confirmation.objects.filter(question_id=item_id, ended_at=None).values_list("post_id", flat=True)
    return Beside(
        [(_("What I tried"), found[0]), (_("What I must decide"), found[1])],
        dict.fromkeys(confirmed, _("Confirmed")),
    )
