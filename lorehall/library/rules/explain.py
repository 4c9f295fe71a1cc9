"""Keep what a glossary entry explains, as its text has it."""

from __future__ import annotations

from django.db import transaction

from lorehall.content.models import Post
from lorehall.library.glossary import read_entry
from lorehall.library.models import Term
from lorehall.practice.models import Practice, Shape


def explain(item_id: int) -> None:
    """Read names and meaning out of the text; of what is no glossary entry, or no more, nothing is kept. Safe to run
    twice.
    """
    with transaction.atomic():
        shape = Practice.objects.filter(pk=item_id).values_list("shape", flat=True).first()
        text = Post.objects.filter(item_id=item_id, number=1).values_list("item__title", "html").first()
        if shape != Shape.GLOSSARY or text is None:
            Term.objects.filter(item_id=item_id).delete()
            return
        names, means = read_entry(*text)
        Term.objects.update_or_create(item_id=item_id, defaults={"names": names, "means": means})
