"""Where an opinion goes first: rules by topic, place and organ, of which the most specific one decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from grassrota.errors import BadInput, Fault, Faults
from grassrota.opinions.chain import OUTSIDE, Chain
from grassrota.opinions.topics import TopicTree
from grassrota.org import UnitTree

Scope = tuple[str, str, str]
"""Ids of a topic, a place and an organ; empty for any."""
Lines = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""For each of them what it is, what is above it, and any."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Opinions under a topic, about a place and addressed to an organ, or below these, go to a unit.

    Attributes:
        to: Id of the unit that receives.
        topic: Id of a topic; empty for any.
        place: Id of a place; empty for any.
        organ: Id of an organ; empty for any.
    """

    to: str
    topic: str = ""
    place: str = ""
    organ: str = ""

    @property
    def scope(self) -> Scope:
        """Topic, place and organ."""
        return self.topic, self.place, self.organ


@dataclass(frozen=True)
class RoutingTable:
    """All rules, checked against the trees: no two can both be the most specific one of an opinion.

    Two rules tie if some opinion falls under both and neither is at least as specific in every respect. A third rule
    for exactly what they share settles it. A rule for a retired topic holds for the topic that took over.

    Raises:
        BadInput: With every rule that names nothing known and every tie; ``row`` is the (later) rule's position, the
            first being 2 as under a header.
    """

    rules: tuple[Rule, ...]
    topics: TopicTree
    tree: UnitTree

    def __post_init__(self) -> None:
        faults = [fault for row, rule in enumerate(self.rules, start=2) for fault in self._unknown(rule, row)]
        if faults or (faults := self._ties()):
            raise BadInput(faults)

    @cached_property
    def _by_scope(self) -> Mapping[Scope, Rule]:
        return {self._scope(rule): rule for rule in self.rules}

    @cached_property
    def _named(self) -> tuple[frozenset[str], ...]:
        """What rules name in each respect, "any" with it if one does."""
        return tuple(frozenset(scope[respect] for scope in self._by_scope) for respect in range(3))

    def find(self, topic: str, place: str, organ: str) -> Rule | None:
        """The most specific rule that an opinion falls under; None if there is none."""
        found: Rule | None = None
        deepest = -1
        lines = zip(self._lines(topic, place, organ), self._named, strict=True)
        # of what lies above, few things are named by any rule
        topics, places, organs = ([one for one in line if one in named] for line, named in lines)
        for scope in product(topics, places, organs):
            rule = self._by_scope.get(scope)
            if rule is not None and self._depth(scope) > deepest:
                found, deepest = rule, self._depth(scope)
        return found

    def receiver(self, topic: str, place: str, organ: str, chain: Chain) -> str:
        """The unit that receives first: by rule, else the organ addressed, and never one of the chain.

        What is for the outside reviewer is for nobody else, whatever the rules say.
        """
        if chain.receiver == OUTSIDE:
            return OUTSIDE
        rule = self.find(topic, place, organ)
        to = rule.to if rule is not None else organ
        return to if chain.frees(to) else chain.receiver

    def _scope(self, rule: Rule) -> Scope:
        return (self.topics.in_use(rule.topic).id if rule.topic else ""), rule.place, rule.organ

    def _lines(self, topic: str, place: str, organ: str) -> Lines:
        """For each respect what it is, what is above it, and "any"."""
        above = self.topics.line(self.topics.in_use(topic).id) if topic else ()
        return (*(one.id for one in above), ""), self._line(place), self._line(organ)

    def _line(self, unit: str) -> tuple[str, ...]:
        return (unit, *(above.id for above in self.tree.ancestors(unit)), "") if unit else ("",)

    def _depth(self, scope: Scope) -> int:
        # of rules that hold for one opinion the most specific is at least as deep in each respect
        return sum(len(line) for line in self._lines(*scope))

    def _unknown(self, rule: Rule, row: int) -> list[Fault]:
        faults = Faults()
        faults.unless(rule.to in self.tree, "to", "the id of a unit", rule.to or "nothing")
        faults.unless(not rule.topic or rule.topic in self.topics.by_id, "topic", "the id of a topic", rule.topic)
        for column, unit in (("place", rule.place), ("organ", rule.organ)):
            faults.unless(not unit or unit in self.tree, column, "the id of a unit", unit)
        return [fault.at("", row) for fault in faults.found]

    def _ties(self) -> list[Fault]:
        placed = [(self._scope(rule), row) for row, rule in enumerate(self.rules, start=2)]
        lines = {scope: self._lines(*scope) for scope, _ in placed}
        at_topic: dict[str, list[tuple[Scope, int]]] = {}
        found = []
        for scope, row in placed:
            at_topic.setdefault(scope[0], []).append((scope, row))
        # each pair is met from the rule with the lower topic, of one topic from the later rule
        for scope, row in placed:
            for other, place in (pair for topic in lines[scope][0] for pair in at_topic.get(topic, ())):
                if other[0] != scope[0] or place < row:
                    shared = _shared(scope, other, lines)
                    if shared is not None and (scope == other or shared not in lines):
                        found.append(_tie(shared, (row, scope), (place, other)))
        return sorted(found, key=lambda fault: fault.row)


def _tie(shared: Scope, *rules: tuple[int, Scope]) -> Fault:
    (first, one), (row, other) = sorted(rules)
    expected = "one rule" if one == other else f"a rule for {_spoken(shared)}, which both hold for"
    return Fault("", expected, f"{_spoken(other)} and {_spoken(one)} (row {first})", row=row)


def _shared(lower: Scope, other: Scope, lines: Mapping[Scope, Lines]) -> Scope | None:
    """What two scopes share, given that the topic of the first is at or below that of the other; None if nothing."""
    found = [lower[0]]
    for respect in (1, 2):
        mine, theirs = lower[respect], other[respect]
        if theirs in lines[lower][respect]:
            found.append(mine)
        elif mine in lines[other][respect]:
            found.append(theirs)
        else:
            return None
    return found[0], found[1], found[2]


def _spoken(scope: Scope) -> str:
    return " / ".join(part or "any" for part in scope)
