"""Where an opinion goes first: rules by topic, place and organ, of which the most specific one decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product

from grassrota.errors import BadInput, Fault, Faults
from grassrota.opinions.chain import OUTSIDE, Chain
from grassrota.opinions.topics import TopicTree
from grassrota.org import UnitTree


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
    def scope(self) -> tuple[str, str, str]:
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
    def _by_scope(self) -> Mapping[tuple[str, str, str], Rule]:
        return {self._scope(rule): rule for rule in self.rules}

    def find(self, topic: str, place: str, organ: str) -> Rule | None:
        """The most specific rule that an opinion falls under; None if there is none."""
        found: Rule | None = None
        deepest = -1
        topics, places, organs = self._lines(topic, place, organ)
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

    def _scope(self, rule: Rule) -> tuple[str, str, str]:
        return (self.topics.in_use(rule.topic).id if rule.topic else ""), rule.place, rule.organ

    def _lines(self, topic: str, place: str, organ: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """For each respect what it is, what is above it, and "any"."""
        above = self.topics.line(self.topics.in_use(topic).id) if topic else ()
        return (*(one.id for one in above), ""), self._line(place), self._line(organ)

    def _line(self, unit: str) -> tuple[str, ...]:
        return (unit, *(above.id for above in self.tree.ancestors(unit)), "") if unit else ("",)

    def _depth(self, scope: tuple[str, str, str]) -> int:
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
        placed = [(row, self._scope(rule)) for row, rule in enumerate(self.rules, start=2)]
        lines = {scope: self._lines(*scope) for _, scope in placed}
        found = []
        for (first, one), (row, other) in combinations(placed, 2):
            shared = tuple(
                mine if theirs in above else theirs if mine in beyond else None
                for mine, theirs, above, beyond in zip(one, other, lines[one], lines[other], strict=True)
            )
            if None in shared or (one != other and shared in lines):
                continue
            expected = "one rule" if one == other else f"a rule for {_spoken(shared)}, which both hold for"
            found.append(Fault("", expected, f"{_spoken(other)} and {_spoken(one)} (row {first})", row=row))
        return found


def _spoken(scope: Iterable[str | None]) -> str:
    return " / ".join(part or "any" for part in scope)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that something outside suggests for an opinion, and how sure it is, above 0 to 1."""

    topic: str
    confidence: Fraction

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.topic), "topic", "the id of a topic", "nothing")
        faults.unless(0 < self.confidence <= 1, "confidence", "a share above 0, up to 1", self.confidence)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that may receive, the suggested topics that lead to it, and their confidence together. People decide."""

    to: str
    topics: tuple[str, ...]
    confidence: Fraction


def proposals(
    table: RoutingTable, suggestions: Iterable[Suggestion], place: str, organ: str, chain: Chain
) -> tuple[Proposal, ...]:
    """Receivers by suggested topics, the surest first; none of them is of the chain.

    Raises:
        BadInput: If the suggestions together are surer than 1.
    """
    found: dict[str, list[Suggestion]] = {}
    for suggestion in suggestions:
        found.setdefault(table.receiver(suggestion.topic, place, organ, chain), []).append(suggestion)
    proposed = [
        Proposal(to, tuple(one.topic for one in those), sum((one.confidence for one in those), Fraction(0)))
        for to, those in found.items()
    ]
    total = sum(one.confidence for one in proposed)
    if total > 1:
        raise BadInput([Fault("confidence", "shares of 1 together", str(total))])
    return tuple(sorted(proposed, key=lambda one: (-one.confidence, one.to)))
