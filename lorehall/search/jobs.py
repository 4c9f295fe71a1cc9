"""Work for later: what is close to what, and how often words stand."""

from __future__ import annotations

from django_tasks import task

from lorehall.content.index import ITEMS, POSTS
from lorehall.content.models import Item
from lorehall.kernel import jobs
from lorehall.search.rules import miss
from lorehall.search.rules.near import settle_close

AT_ONCE = 200
NEIGHBOURS = 5


@task(priority=-20)
def close_again(item_id: int) -> None:
    """An item is new or reads otherwise: work out what it is close to, and the same for those that it is closest to."""
    for near in settle_close(item_id)[:NEIGHBOURS]:
        settle_close(near)


def close_in(community_id: int) -> None:
    """Everything of a community, part by part."""
    jobs.once(close_on, f"close in {community_id}", community_id, 0)


@task(priority=-50)
def close_on(community_id: int, after: int) -> None:
    """The next items, and then the rest by another job."""
    items = Item.objects.filter(community_id=community_id, deleted_at=None, pk__gt=after).order_by("pk")
    ids = list(items.values_list("pk", flat=True)[:AT_ONCE])
    for item_id in ids:
        settle_close(item_id)
    if len(ids) == AT_ONCE:
        close_on.enqueue(community_id, ids[-1])


@task(priority=-50)
def take_stock() -> None:
    """Count how often words stand, where the engine does not know by itself."""
    for table in (POSTS, ITEMS):
        table.take_stock()


@task()
def forget_missed() -> int:
    """Drop what nobody looked for in a year."""
    return miss.forget()
