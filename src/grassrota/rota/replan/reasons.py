"""Why each moved person is moved: what would be broken if they alone were left where they were, and who began it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from grassrota.rota.plan import Assignment, Plan
from grassrota.rota.tally import Judgement, Move, Spot, Tally
from grassrota.rota.verdicts import Violation

_TELL_OF_ONE = ("couples", "pins")
"""Rules that speak of one other person alone."""

_TOO_MANY, _TOO_FEW = ("absence", "couples"), ("leader", "experience", "cover", "coverage")
"""Rules that those break who come, and those who leave."""

_Need: TypeAlias = tuple[Spot, bool]
"""Where somebody is needed, and whether because others came there; else because others left."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one person is moved.

    Attributes:
        person: Id of the person.
        was: What the plan said of them; None if they stayed.
        now: What it says now.
        broken: Rules that would be broken if they alone were left where they were.
        chain: Ids of those through whom it came to that, from somebody who withdrew to the one before this person;
            empty if no one chain leads here.
    """

    person: str
    was: Assignment | None
    now: Assignment | None
    broken: tuple[Violation, ...]
    chain: tuple[str, ...]

    def for_the_person(self) -> OwnReason:
        """What of it the person may know: nothing of who withdrew, and nobody's name."""
        rules = tuple(dict.fromkeys(one.rule for one in self.broken if one.rule not in _TELL_OF_ONE))
        return OwnReason(self.person, self.was, self.now, rules, max(0, len(self.chain) - 1))


@dataclass(frozen=True, slots=True)
class OwnReason:
    """What a person is told of why they are moved.

    Attributes:
        person: Id of the person.
        was: What the plan said of them; None if they stayed.
        now: What it says now.
        rules: Names of the rules that would be broken if they alone were left where they were.
        between: How many others are moved between somebody's withdrawal and them.
    """

    person: str
    was: Assignment | None
    now: Assignment | None
    rules: tuple[str, ...]
    between: int


def needless(tally: Tally, was: Plan, people: Iterable[str]) -> tuple[str, ...]:
    """Those who may as well be left where they were, one after the other; the counts are then those without them."""
    found = []
    for who in people:
        back = Move.to(who, was.by_person.get(who))
        if not tally.judge([back]).now:
            tally.take([back])
            found.append(who)
    return tuple(found)


def reasons(tally: Tally, was: Plan, people: Collection[str], withdrew: Collection[str]) -> tuple[Reason, ...]:
    """Why people are moved, in the order given.

    Args:
        tally: The counts of the new plan, which keeps every rule.
        was: The plan that people knew.
        people: Those who are moved.
        withdrew: Those who withdrew.
    """
    before, now = was.by_person, tally.entries
    undone = {who: tally.judge([Move.to(who, before.get(who))]) for who in people}
    needed = defaultdict[_Need, list[str]](list)
    for who, one in undone.items():
        for need in _needs(one, before.get(who)):
            needed[need].append(who)
    offered = {who: tuple(_withdrawn(tally, who, before.get(who))) for who in withdrew}
    offered |= {who: tuple(_moved(tally, before.get(who), now.get(who))) for who in people}
    chains = _chains(withdrew, offered, needed)
    return tuple(
        Reason(who, before.get(who), now.get(who), tuple(one.now.values()), chains.get(who, ()))
        for who, one in undone.items()
    )


def _needs(undone: Judgement, was: Assignment | None) -> Iterator[_Need]:
    """Where the rules are that would be broken, and whether by too many, too few, or either."""
    for key, violation in undone.now.items():
        spot = undone.where[key]
        full = violation.rule == "headcount" and was is not None and spot == ("slot", was.opening, was.batch)
        few = violation.rule in _TOO_FEW or (violation.rule == "headcount" and not full)
        if not few:
            yield spot, True
        if not full and violation.rule not in _TOO_MANY:
            yield spot, False


def _moved(tally: Tally, was: Assignment | None, now: Assignment | None) -> Iterator[_Need]:
    """What somebody's being moved brings others to: where they count no more, and where they do now."""
    before, after = ({} if one is None else dict.fromkeys(tally.spots(one)) for one in (was, now))
    yield from ((spot, False) for spot in before if spot not in after)
    yield from ((spot, True) for spot in after if spot not in before)


def _withdrawn(tally: Tally, who: str, was: Assignment | None) -> Iterator[_Need]:
    """They count no more where they went, nor among those of their unit of whom a fair share goes."""
    unit = tally.problem.person[who].unit
    for batch in (None, *range(1, len(tally.policy.batches) + 1)):
        yield ("bands", unit, batch), False
    if was is not None:
        yield from ((spot, False) for spot in tally.spots(was))


def _chains(
    withdrew: Iterable[str], offered: Mapping[str, Iterable[_Need]], needed: dict[_Need, list[str]]
) -> Mapping[str, tuple[str, ...]]:
    """Through whom it came to each person: a shortest chain from somebody who withdrew."""
    found: dict[str, tuple[str, ...]] = {}
    waiting: deque[tuple[str, tuple[str, ...]]] = deque((who, ()) for who in withdrew)
    while waiting:
        who, before = waiting.popleft()
        for need in offered[who]:
            for other in needed.pop(need, ()):
                if other not in found:
                    found[other] = (*before, who)
                    waiting.append((other, found[other]))
    return found
