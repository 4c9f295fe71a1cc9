"""Arrange the topic map: add, rename, move, take out.

Every change holds the community first, so two who arrange at once do so one after the other: what the second one sees
is what the first one left, and neither a circle nor a double can come of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.rules.hold import hold
from lorehall.communities.rules.open import slugs
from lorehall.kernel import facts
from lorehall.kernel.errors import Conflict, Refused
from lorehall.library.facts import MapArranged
from lorehall.library.find import find_library, find_topic
from lorehall.library.models import ABOUT_LENGTH, NAME_LENGTH, Placement, Topic
from lorehall.library.tree import MOST_DEPTH, MOST_TOPICS, Tree
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a topic goes: below `parent_id` (None: at the top), before a sibling, or last."""

    parent_id: int | None = None
    before_id: int | None = None


def add(community_id: int, name: str, *, by: Viewer, parent_id: int | None = None, about: str = "") -> Topic:
    """A new topic, the last below its parent. Raises `Hidden`, `Forbidden` or `Refused`."""
    find_library(community_id, by)
    name, about = _name(name), _about(about)
    with transaction.atomic():
        tree = _held(community_id)
        if len(tree.topics) >= MOST_TOPICS:
            raise Refused("too_many", _("A map has at most %(most)d topics.") % {"most": MOST_TOPICS})
        if parent_id is not None:
            _deep_enough(tree.depth(_standing(tree, parent_id)) + 1)
        _unlike_siblings(tree, name, parent_id)
        topic = Topic(community_id=community_id, parent_id=parent_id, name=name, about=about)
        topic.slug = _free_slug(tree, name)
        topic.position = len(tree.below(parent_id)) + 1
        topic.save(force_insert=True)
        tree.put(topic, parent_id, None)
        _keep(tree, by)
    return topic


def rename(topic_id: int, name: str, *, by: Viewer, about: str = "") -> Topic:
    """Another name, another line about it; its address stays."""
    topic = find_topic(topic_id, by)
    name, about = _name(name), _about(about)
    with transaction.atomic():
        tree = _held(topic.community_id)
        topic = tree.topics[_standing(tree, topic_id)]
        _unlike_siblings(tree, name, topic.parent_id, but=topic_id)
        topic.name, topic.about = name, about
        Topic.objects.filter(pk=topic_id).update(name=name, about=about)
        _keep(tree, by)
    return topic


def move(topic_id: int, spot: Spot, *, by: Viewer) -> None:
    """Put a topic with all below it somewhere else. Raises `Refused` below itself, and `Conflict` where what it was
    to stand beside is gone.
    """
    topic = find_topic(topic_id, by)
    with transaction.atomic():
        tree = _held(topic.community_id)
        _move(tree, _standing(tree, topic_id), spot)
        _keep(tree, by)


def step(topic_id: int, way: str, *, by: Viewer) -> None:
    """Up or down among its siblings; in: below the one above it; out: behind its parent. At an end nothing happens."""
    topic = find_topic(topic_id, by)
    with transaction.atomic():
        tree = _held(topic.community_id)
        spot = tree.beside(_standing(tree, topic_id), way)
        if spot is not None:
            _move(tree, topic_id, Spot(*spot))
            _keep(tree, by)


def remove(topic_id: int, *, by: Viewer) -> None:
    """Take a topic out: what is below it moves up into its place, and its practices stand nowhere for now."""
    topic = find_topic(topic_id, by)
    with transaction.atomic():
        tree = _held(topic.community_id)
        topic = tree.topics[_standing(tree, topic_id)]
        parent = topic.parent_id
        for child in tree.below(topic_id):
            tree.put(tree.topics[child], parent, topic_id)
        Topic.objects.filter(parent_id=topic_id).update(parent_id=parent)
        Placement.objects.filter(topic_id=topic_id).delete()
        tree.drop(topic_id)
        Topic.objects.filter(pk=topic_id).delete()
        _keep(tree, by)


def _held(community_id: int) -> Tree:
    """The map as it stands, and nobody else changes it until the commit."""
    hold(community_id)
    return Tree(Topic.objects.filter(community_id=community_id).order_by("position", "pk"), community_id)


def _move(tree: Tree, topic_id: int, spot: Spot) -> None:
    parent = None if spot.parent_id is None else _standing(tree, spot.parent_id)
    if spot.before_id == topic_id:
        return
    if spot.before_id is not None and spot.before_id not in tree.below(parent):
        raise _gone()
    if parent in tree.within(topic_id):
        raise Refused("circle", _("A topic can’t stand below itself."))
    _deep_enough((tree.depth(parent) + 1 if parent else 0) + tree.height(topic_id))
    if tree.topics[topic_id].parent_id != parent:
        _unlike_siblings(tree, tree.topics[topic_id].name, parent, but=topic_id)
    tree.put(tree.topics[topic_id], parent, spot.before_id)


def _keep(tree: Tree, by: Viewer) -> None:
    """Write what is different now: parents, positions, ways."""
    changed = tree.settle()
    if changed:
        Topic.objects.bulk_update(changed, ["parent", "position", "trail"], batch_size=100)
    facts.record(MapArranged(community_id=tree.community_id, by_id=by.id))


def _standing(tree: Tree, topic_id: int) -> int:
    if topic_id not in tree.topics:
        raise _gone()
    return topic_id


def _gone() -> Conflict:
    return Conflict("changed_meanwhile", _("Somebody changed the map meanwhile. Look at it once more."))


def _deep_enough(depth: int) -> None:
    if depth >= MOST_DEPTH:
        raise Refused("too_deep", _("A map is at most %(most)d levels deep.") % {"most": MOST_DEPTH})


def _unlike_siblings(tree: Tree, name: str, parent_id: int | None, *, but: int = 0) -> None:
    if any(tree.topics[one].name.casefold() == name.casefold() for one in tree.below(parent_id) if one != but):
        raise Refused("name_taken", _("There is a topic of this name here already."), "name")


def _free_slug(tree: Tree, name: str) -> str:
    taken = {topic.slug for topic in tree.topics.values()}
    return next(slug for slug in slugs(name) if slug not in taken)


def _name(typed: str) -> str:
    return writing.name(typed, limit=NAME_LENGTH)


def _about(typed: str) -> str:
    return writing.line(typed, field="about", limit=ABOUT_LENGTH)
