"""Verbs of the tree of topics and of the rules by which opinions are sent: what was used once is never deleted."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota.opinions import topics as core
from grassrota.opinions.routing import Rule
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.opinions import trees
from grassrota_web.opinions.models import RoutingRule, Topic
from grassrota_web.orgs.convert import unplaced
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.reach import unit_within

Edit = Callable[[core.TopicTree], core.TopicTree]


@verb("opinions.add_topic", Right.ROUTE_CASES)
def add_topic(act: Act, name: str, parent: str = "") -> Topic:
    """Adds a topic, at the top or below another one."""
    code = f"t-{uuid4().hex[:8]}"
    return _edited(act, code, lambda tree: core.TopicTree((*tree.topics, core.Topic(code, name.strip(), parent))))


@verb("opinions.rename_topic", Right.ROUTE_CASES)
def rename_topic(act: Act, code: str, name: str) -> Topic:
    """Gives a topic another name; the former one stays known."""
    return _edited(act, code, lambda tree: core.rename(tree, code, name.strip()))


@verb("opinions.move_topic", Right.ROUTE_CASES)
def move_topic(act: Act, code: str, parent: str = "") -> Topic:
    """Hangs a topic, with all below it, under another one or at the top."""
    return _edited(act, code, lambda tree: core.move(tree, code, parent))


@verb("opinions.retire_topic", Right.ROUTE_CASES)
def retire_topic(act: Act, code: str, goes_on_as: str) -> Topic:
    """Takes a topic out of use in favour of another one; old cases keep it."""
    return _edited(act, code, lambda tree: core.retire(tree, code, goes_on_as, timezone.localdate()))


@verb("opinions.merge_topics", Right.ROUTE_CASES)
def merge_topics(act: Act, code: str, into: str) -> Topic:
    """Retires a topic in favour of another one, which takes over the topics below it."""
    return _edited(act, code, lambda tree: core.merge_topics(tree, code, into, timezone.localdate()))


@verb("opinions.add_rule", Right.ROUTE_CASES)
def add_rule(act: Act, to: str, topic: str = "", place: str = "", organ: str = "") -> RoutingRule:
    """Says where opinions under a topic, about a place and to an organ go; what is left empty holds for any."""
    units = {name: unit_within(act.actor, code, name) for name, code in (("place", place), ("organ", organ)) if code}
    target = unit_within(act.actor, to, "to")
    for path in [unit.path for unit in units.values()] or [EVERYWHERE]:
        act.at(path)
    about = Topic.objects.filter(code=topic).first() if topic else None
    if topic and about is None:
        raise BadInput([Fault("topic", "the id of a topic", topic)])
    # rules are few: all of them wait for each other, so that no two can come to tie
    kept = RoutingRule.objects.select_for_update(of=("self",)).select_related("to", "topic", "place", "organ")
    rules = [trees.rule(row) for row in kept.order_by("pk")]
    try:
        trees.table([*rules, Rule(to, topic, place, organ)])
    except BadInput as error:
        raise unplaced(error) from None
    row = RoutingRule.objects.create(to=target, topic=about, **units)
    act.note("rule", row.pk, place=target.path, after=_said(row))
    return row


@verb("opinions.drop_rule", Right.ROUTE_CASES)
def drop_rule(act: Act, key: int) -> None:
    """Takes a rule away; what it sent stays where it is."""
    row = act.lock(RoutingRule, pk=key)
    for path in [unit.path for unit in (row.place, row.organ) if unit] or [EVERYWHERE]:
        act.at(path)
    act.note("rule", key, place=row.to.path, before=_said(row))
    row.delete()


def _edited(act: Act, code: str, edit: Edit) -> Topic:
    """The topic after an edit of the whole tree, of which the rows that changed are written."""
    act.at(EVERYWHERE)
    list(Topic.objects.select_for_update().order_by("pk").values_list("pk"))
    before = trees.all_topics()
    try:
        after = edit(before)
        trees.table(tree=trees.all_units(), topics=after)
    except BadInput as error:
        raise unplaced(error) from None
    for topic in after.topics:
        if before.by_id.get(topic.id) != topic:
            _put(topic)
    row = Topic.objects.select_related("parent", "goes_on_as").get(code=code)
    old = before.by_id.get(code)
    act.note("topic", code, before=_of(old) if old else None, after=_of(trees.topic(row)))
    return row


def _put(topic: core.Topic) -> None:
    known = {row.code: row for row in Topic.objects.filter(code__in=(topic.parent, topic.goes_on_as))}
    said = {
        "name": topic.name,
        "parent": known.get(topic.parent),
        "former_names": list(topic.former_names),
        "retired_on": topic.retired_on,
        "goes_on_as": known.get(topic.goes_on_as),
    }
    Topic.objects.update_or_create(code=topic.id, defaults=said)


def _of(topic: core.Topic) -> dict[str, str]:
    retired = topic.retired_on.isoformat() if topic.retired_on else ""
    return {"name": topic.name, "parent": topic.parent, "retired_on": retired, "goes_on_as": topic.goes_on_as}


def _said(row: RoutingRule) -> dict[str, str]:
    parts: dict[str, Topic | Unit | None] = {"to": row.to, "topic": row.topic, "place": row.place, "organ": row.organ}
    return {name: part.code if part else "" for name, part in parts.items()}
