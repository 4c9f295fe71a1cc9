"""Reaching topics and collections only through what the viewer may read."""

from __future__ import annotations

from lorehall.communities.models import Community
from lorehall.communities.policy import reading
from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind
from lorehall.kernel import policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.library.models import Collection, Topic
from lorehall.people.viewer import Viewer


def find_library(community_id: int, by: Viewer) -> Community:
    """The community whose library the viewer keeps; raises `Hidden` or `Forbidden`."""
    community = Community.objects.filter(pk=community_id).first()
    if community is None:
        raise Hidden
    policy.require(Permission.KEEP_LIBRARY, by, community)
    return community


def find_topic(topic_id: int, by: Viewer) -> Topic:
    """A topic of a library that the viewer keeps; raises `Hidden` or `Forbidden`."""
    topic = Topic.objects.filter(pk=topic_id).first()
    if topic is None:
        raise Hidden
    find_library(topic.community_id, by)
    return topic


def find_collection(collection_id: int, by: Viewer) -> Collection:
    """A collection that the viewer may read; raises `Hidden`."""
    collection = Collection.objects.filter(reading(by, "room"), pk=collection_id).first()
    if collection is None:
        raise Hidden
    return collection


def find_practice_to_keep(item_id: int, by: Viewer) -> Item:
    """A practice of a library that the viewer keeps; raises `Hidden` or `Forbidden`."""
    item: Item = find_item(item_id, by, kind=ItemKind.PRACTICE)
    policy.require(Permission.KEEP_LIBRARY, by, item.community)
    return item
