"""Where imported things stand here."""

from __future__ import annotations

from collections.abc import Sequence

from lorehall.communities.policy import readable
from lorehall.content import addresses
from lorehall.content.models import Origin, TagCount
from lorehall.content.policy import visible
from lorehall.exchange.stackexchange.revisions import tag_of
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer


def address_of(viewer: Viewer, keys: Sequence[str], site: str | None) -> str:
    """The address of the first of the keys that stands here and that the viewer may see; raises `Hidden`. Several
    sites have the same numbers: the address may name one (`?site=`), else what came first is meant.
    """
    origins = Origin.objects.filter(key__in=keys, post__item__in=visible(viewer))
    if site:
        origins = origins.filter(source=site)
    found = origins.order_by("post_id").values_list(
        "key", "post__item__kind", "post__item_id", "post__item__slug", "post_id", "post__number"
    )
    rows = {row[0]: row[1:] for row in reversed(found[: 2 * len(keys)])}
    for key in keys:
        if key in rows:
            return addresses.of_post(*rows[key])
    raise Hidden


def address_of_tag(viewer: Viewer, name: str) -> str:
    """The tag's page in the first community where the viewer may read an item that carries it; raises `Hidden`."""
    counted = TagCount.objects.filter(tag__slug=tag_of(name), total__gt=0, room__in=readable(viewer))
    row = counted.order_by("tag_id").values_list("tag__community__slug", "tag__slug").first()
    if row is None:
        raise Hidden
    return f"/c/{row[0]}/tags/{row[1]}"
