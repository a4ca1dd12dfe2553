"""The trees that cases are routed by: all units, those around a few of them, and topics."""

from __future__ import annotations

from collections.abc import Iterable

from grassrota.opinions.routing import RoutingTable, Rule
from grassrota.opinions.topics import Topic as TopicValue
from grassrota.opinions.topics import TopicTree
from grassrota.org import UnitTree
from grassrota_web.opinions.models import RoutingRule, Topic
from grassrota_web.orgs import convert
from grassrota_web.orgs.models import Unit


def all_units() -> UnitTree:
    """All units with their heads."""
    return convert.unit_tree(Unit.objects.all())


def around(units: Iterable[Unit]) -> UnitTree:
    """These units and all above them: as much of the tree as the way of one case needs."""
    keys = {int(key) for unit in units for key in unit.path.strip("/").split("/")}
    return convert.unit_tree(Unit.objects.filter(pk__in=keys))


def all_topics() -> TopicTree:
    """The topics ever used."""
    return TopicTree(tuple(topic(row) for row in Topic.objects.select_related("parent", "goes_on_as")))


def topic(row: Topic) -> TopicValue:
    """A topic; ``parent`` and ``goes_on_as`` to be selected."""
    return TopicValue(
        row.code,
        row.name,
        row.parent.code if row.parent else "",
        tuple(row.former_names),
        row.retired_on,
        row.goes_on_as.code if row.goes_on_as else "",
    )


def rule(row: RoutingRule) -> Rule:
    """A rule; all that it names to be selected."""
    topic, place, organ = (part.code if part else "" for part in (row.topic, row.place, row.organ))
    return Rule(row.to.code, topic, place, organ)


def table(
    rules: Iterable[Rule] | None = None, tree: UnitTree | None = None, topics: TopicTree | None = None
) -> RoutingTable:
    """All rules, or those given, with all topics and units, or those given."""
    kept = RoutingRule.objects.select_related("to", "topic", "place", "organ").order_by("pk")
    known = tuple(rule(row) for row in kept) if rules is None else tuple(rules)
    return RoutingTable(known, topics or all_topics(), tree or all_units())
