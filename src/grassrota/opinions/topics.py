"""The tree of topics and its edits: nothing is deleted, so that old cases can be read for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from grassrota.errors import BadInput, Fault, Faults, Refused


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic.

    Attributes:
        id: Stable; cases keep it whatever happens to the tree.
        name: What people call it now.
        parent: Id of the topic above; empty at the top.
        former_names: What it was called before, the oldest first.
        retired_on: From this day nothing new is filed under it; None while it is in use.
        goes_on_as: Id of the topic that took over, exactly for a retired one.
    """

    id: str
    name: str
    parent: str = ""
    former_names: tuple[str, ...] = ()
    retired_on: date | None = None
    goes_on_as: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(bool(self.name.strip()), "name", "what people call it", "nothing")
        whole = bool(self.goes_on_as) == (self.retired_on is not None)
        faults.unless(whole, "goes_on_as", "the topic that took over, for a retired one", self.goes_on_as or "nothing")
        faults.raise_if_any()


@dataclass(frozen=True)
class TopicTree:
    """All topics ever used, checked once: each can be followed upwards and, if retired, to one in use.

    Raises:
        BadInput: With every fault; ``row`` is the topic's position, the first being 2 as under a header.
    """

    topics: tuple[Topic, ...]

    def __post_init__(self) -> None:
        faults = [fault for row, topic in enumerate(self.topics, start=2) for fault in self._faults(topic, row)]
        if len(self.by_id) < len(self.topics):
            faults.append(Fault("id", "an id used once", "the same twice"))
        if faults:
            raise BadInput(faults)

    @cached_property
    def by_id(self) -> Mapping[str, Topic]:
        """The topics by id."""
        return {topic.id: topic for topic in self.topics}

    def __getitem__(self, topic_id: str) -> Topic:
        try:
            return self.by_id[topic_id]
        except KeyError:
            raise Refused("unknown_topic", f"There is no topic {topic_id!r}.", topic=topic_id) from None

    def in_use(self, topic_id: str) -> Topic:
        """The topic itself or, if it was retired, the one in use that it goes on as."""
        topic = self[topic_id]
        while topic.retired_on is not None:
            topic = self[topic.goes_on_as]
        return topic

    def line(self, topic_id: str) -> tuple[Topic, ...]:
        """The topic and all above it, nearest first; a retired topic keeps the place that it had."""
        found = [self[topic_id]]
        while found[-1].parent:
            found.append(self[found[-1].parent])
        return tuple(found)

    def children(self, topic_id: str) -> tuple[Topic, ...]:
        """The topics in use directly below one, or at the top for an empty id, in the order given."""
        return tuple(topic for topic in self.topics if topic.parent == topic_id and topic.retired_on is None)

    def _faults(self, topic: Topic, row: int) -> list[Fault]:
        found = []
        if not self._ends(topic, "parent"):
            found.append(Fault("parent", "topics above it in this tree, without a cycle", topic.parent, row=row))
        if not self._ends(topic, "goes_on_as"):
            found.append(Fault("goes_on_as", "topics that lead to one in use", topic.goes_on_as, row=row))
        parent = self.by_id.get(topic.parent)
        if topic.retired_on is None and parent is not None and parent.retired_on is not None:
            found.append(Fault("parent", "a topic in use", f"{parent.id}, retired on {parent.retired_on}", row=row))
        first = next(one for one in self.topics if (one.parent, one.name) == (topic.parent, topic.name))
        if topic.retired_on is None and first.retired_on is None and first.id != topic.id:
            found.append(Fault("name", f"another name than {first.id} beside it", topic.name, row=row))
        return found

    def _ends(self, topic: Topic, way: str) -> bool:
        seen = set()
        following: str = topic.id
        while following in self.by_id and following not in seen:
            seen.add(following)
            following = getattr(self.by_id[following], way)
        return following == ""


def rename(tree: TopicTree, topic_id: str, name: str) -> TopicTree:
    """Gives a topic another name; the former one is kept."""
    topic = _used(tree, topic_id)
    return _with(tree, replace(topic, name=name, former_names=(*topic.former_names, topic.name)))


def move(tree: TopicTree, topic_id: str, parent: str) -> TopicTree:
    """Hangs a topic, with all below it, under another or, with an empty id, at the top."""
    return _with(tree, replace(_used(tree, topic_id), parent=parent))


def retire(tree: TopicTree, topic_id: str, goes_on_as: str, on: date) -> TopicTree:
    """Takes a topic without topics below it out of use; its cases are read as before and filed under another.

    Raises:
        Refused: ``topic_has_children`` if topics in use are below it: merge it instead, or move them first.
    """
    topic = _used(tree, topic_id)
    below = tuple(child.id for child in tree.children(topic_id))
    if below:
        message = f"{topic.name} has topics below it: {', '.join(below)}. Move them, or merge it with another."
        raise Refused("topic_has_children", message, topic=topic_id, children=below)
    return _with(tree, replace(topic, retired_on=on, goes_on_as=_used(tree, goes_on_as).id))


def merge_topics(tree: TopicTree, topic_id: str, into: str, on: date) -> TopicTree:
    """Retires a topic in favour of another, which takes over the topics below it.

    Raises:
        Refused: ``topic_below`` if the other is the topic itself or below it.
    """
    if topic_id in {above.id for above in tree.line(into)}:
        raise Refused("topic_below", f"{into} is {topic_id} or below it: move it first.", topic=topic_id, into=into)
    for child in tree.children(topic_id):
        tree = move(tree, child.id, into)
    return retire(tree, topic_id, into, on)


def _used(tree: TopicTree, topic_id: str) -> Topic:
    topic = tree[topic_id]
    if topic.retired_on is not None:
        raise Refused("topic_retired", f"{topic.name} was retired on {topic.retired_on}.", topic=topic_id)
    return topic


def _with(tree: TopicTree, changed: Topic) -> TopicTree:
    return TopicTree(tuple(changed if topic.id == changed.id else topic for topic in tree.topics))
