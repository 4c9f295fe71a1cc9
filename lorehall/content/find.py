"""Reaching items and posts only through what the viewer may see."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lorehall.communities.models import Community, Room
from lorehall.communities.policy import readable
from lorehall.content.models import Item, Post
from lorehall.content.policy import visible
from lorehall.kernel import policy
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer


def find_item(item_id: int, viewer: Viewer, *, kind: str | None = None) -> Item:
    """The item with its room and community; `Hidden` alike for what is not there and what may not be seen."""
    items = visible(viewer, deleted=True).select_related("room", "community")
    if kind is not None:
        items = items.filter(kind=kind)
    item = items.filter(pk=item_id).first()
    if item is None:
        raise Hidden
    return item


def find_post(post_id: int, viewer: Viewer) -> Post:
    """The post with its item, room and community; raises `Hidden`. Deleted posts are found: policy asks about them."""
    posts = Post.objects.select_related("item__room", "item__community")
    post = posts.filter(pk=post_id, item__in=visible(viewer, deleted=True)).first()
    if post is None:
        raise Hidden
    return post


def find_room_to_post(community_id: int, room_id: int | None, by: Viewer) -> tuple[Community, Room]:
    """Where something new goes: the room, or the community's first one. Raises `Hidden`, `Forbidden`, or `Refused`
    where the writer may not read the room.
    """
    community = Community.objects.filter(pk=community_id).first()
    if community is None:
        raise Hidden
    policy.require(Permission.POST, by, community)
    rooms = readable(by).filter(community=community)
    room = (rooms.filter(is_first=True) if room_id is None else rooms.filter(pk=room_id)).first()
    if room is None:
        raise Refused("no_room", _("There is no such room in this community."), "room")
    return community, room
