"""Taking turns: nobody goes once more while a colleague who has gone less often, and could go, stays.

Colleagues are the people of one grade of one home unit who could go this round. What each has counted for them is their
**standing**: the turns served, unless somebody keeps another count. A plan is in turn if, of two colleagues of unlike
standing, the one with more never goes without the other. Standings of colleagues that differ by at most one then still
do after it: docs/algorithms/fairness.md proves it.

The rule is kept without a rule of its own. Before solving, those whose turn it cannot be this round are pinned to stay.
Should a plan still pass somebody over, that person is pinned to the batch of a colleague who went instead, and it is
planned again; where that cannot be, to another batch, or those who went instead are pinned to stay. Whether a plan is
in turn is read from the plan alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from grassrota.errors import BadInput, Infeasible
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import fits
from grassrota.staff import Person

ATTEMPTS = 8
"""At most so often it is planned, each time with more pins."""

Planner = Callable[[RotaProblem], Plan]
"""Plans a problem, or raises ``Infeasible``."""

Colleagues = Mapping[tuple[str, str], tuple[Person, ...]]
"""People by home unit and grade."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Somebody who stays although colleagues of higher standing go.

    Attributes:
        person: Who stays.
        instead: Colleagues of higher standing who go, those of the highest first.
    """

    person: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class InTurn:
    """A plan made in turn.

    Attributes:
        plan: Of the problem with ``pins``, to which its certificate belongs.
        pins: What was pinned for the sake of turns, beside the organiser's own pins.
        passed_over: Whom it still passes over, because no plan was found that does not; empty if the rule is kept.
        attempts: How often it was planned.
    """

    plan: Plan
    pins: tuple[Pin, ...]
    passed_over: tuple[PassedOver, ...]
    attempts: int


def standing_of(problem: RotaProblem) -> Mapping[str, int]:
    """The turns that everybody has served, by person."""
    return {person.id: person.turns_served for person in problem.people}


def colleagues(problem: RotaProblem) -> Colleagues:
    """Those among whom turns are taken; whom a pin or the policy has settled, and whom no opening fits, are not."""
    settled = {*problem.pinned, *problem.policy.first}
    found: dict[tuple[str, str], list[Person]] = {}
    for person in problem.eligible:
        if person.id not in settled and any(fits(problem, person, opening) for opening in problem.openings):
            found.setdefault((person.unit, person.grade), []).append(person)
    return {key: tuple(people) for key, people in found.items()}


def passed_over(problem: RotaProblem, plan: Plan, standing: Mapping[str, int]) -> tuple[PassedOver, ...]:
    """Everybody who stays although a colleague of higher standing goes; nobody if the plan is in turn."""
    found = []
    for people in colleagues(problem).values():
        going = sorted((p for p in people if p.id in plan.by_person), key=lambda p: (-standing[p.id], p.id))
        for person in people:
            instead = tuple(one.id for one in going if standing[one.id] > standing[person.id])
            if instead and person.id not in plan.by_person:
                found.append(PassedOver(person.id, instead))
    return tuple(found)


def plan_in_turn(problem: RotaProblem, standing: Mapping[str, int], planner: Planner) -> InTurn:
    """Plans so that turns are taken in turn, as far as the rules of the problem leave a way.

    Args:
        problem: The problem; its own pins are kept.
        standing: The turns that count for each person of the roster.
        planner: Plans a problem.

    Raises:
        Infeasible: If the problem has no plan even without the rule.
    """
    pins = {pin.person: pin for pin in out_of_reach(problem, standing)}
    best: InTurn | None = None
    ways: dict[str, Iterator[Sequence[Pin]]] = {}
    waiting: Sequence[PassedOver] = ()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            plan = planner(replace(problem, pins=(*problem.pins, *pins.values())))
        except (Infeasible, BadInput):
            if best is None and not pins:
                raise
            # the rules need somebody whose turn it is not; or those called last cannot all go in those batches
            pins = {pin.person: pin for pin in best.pins} if best else {}
        else:
            waiting = passed_over(problem, plan, standing)
            for one in waiting:
                ways.setdefault(one.person, _ways(problem, plan, one))
            if best is None or len(waiting) < len(best.passed_over):
                best = InTurn(plan, tuple(pins.values()), tuple(waiting), attempt)
        if best and not best.passed_over:
            break
        called = [pin for one in waiting for pin in next(ways[one.person], ())]
        if best and not called:
            break
        for pin in called:
            pins.setdefault(pin.person, pin)
    if best is None:
        raise Infeasible("infeasible", "No plan was found.", rules=(), rows=(), people=(), proven=False)
    return replace(best, attempts=attempt)


def out_of_reach(problem: RotaProblem, standing: Mapping[str, int]) -> tuple[Pin, ...]:
    """Pins to stay for those whose turn the round will not reach.

    Of so many colleagues as many will be called as is their share of all seats, rounded up, and one more: who stands
    higher than the last of these has to wait. Where that leaves too few the rules say so, and it is planned without.
    """
    groups = colleagues(problem)
    seats = sum(problem.opening[slot.opening].high for slot in problem.slots)
    share = min(1.0, seats / max(1, len(problem.eligible)))
    found = []
    for people in groups.values():
        order = sorted(standing[person.id] for person in people)
        last = order[min(len(order) - 1, ceil(share * len(order)))]
        found += [Pin(person.id, stays=True) for person in people if standing[person.id] > last]
    return tuple(found)


def _ways(problem: RotaProblem, plan: Plan, one: PassedOver) -> Iterator[Sequence[Pin]]:
    """Ways not to pass somebody over: to go when a colleague went instead, to go at another time, or nobody instead."""
    hindered = problem.unavailable.get(one.person, frozenset())
    theirs = dict.fromkeys(plan.by_person[other].batch for other in one.instead)
    others = dict.fromkeys(slot.start for slot in problem.slots)
    for batch in dict.fromkeys((*theirs, *others)):
        if batch not in hindered:
            yield [Pin(one.person, batch=batch)]
    yield [Pin(other, stays=True) for other in one.instead]
