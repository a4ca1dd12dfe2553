"""What moving people in a plan would do to its rules, its cost and the home units, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from grassrota.errors import Refused
from grassrota.rota.check import objective
from grassrota.rota.leadership import LeadershipMatch, leadership_match
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan, left_out
from grassrota.rota.problem import RotaProblem
from grassrota.rota.tally import Judgement, Move, Tally
from grassrota.rota.verdicts import Violation


@dataclass(frozen=True, slots=True)
class HomeChange:
    """How many of a home unit are away in a batch, of all its staff, before and after."""

    unit: str
    batch: int
    before: Part
    after: Part


@dataclass(frozen=True, slots=True)
class Effect:
    """What moves do to a plan.

    Attributes:
        plan: The plan after them. Its certificate counts what is broken, and keeps the bound, which is the problem's.
        broken: Rules that they newly break, place by place.
        mended: Rules broken before and no more.
        standing: Rules broken before and still, in the words of after: they may have become worse.
        cost_change: By how much the cost grows.
        home: Absences from home that change.
        leading: People whom the moves bring to a leading post, with the host whose consent that needs.
    """

    plan: Plan
    broken: tuple[Violation, ...]
    mended: tuple[Violation, ...]
    standing: tuple[Violation, ...]
    cost_change: int
    home: tuple[HomeChange, ...]
    leading: tuple[LeadershipMatch, ...]


def swap(plan: Plan, first: str, second: str) -> tuple[Move, Move]:
    """The moves by which two people change places; one of them may stay home.

    Raises:
        Refused: ``nothing_to_swap``, if both stay home.
    """
    here, there = plan.by_person.get(first), plan.by_person.get(second)
    if here is None and there is None:
        message = f"{first} and {second} both stay home: there is nothing to swap."
        raise Refused("nothing_to_swap", message, people=(first, second))
    return Move.to(first, there), Move.to(second, here)


def effect(problem: RotaProblem, plan: Plan, moves: Sequence[Move], tally: Tally | None = None) -> Effect:
    """What the moves do, as the verdicts of the independent check and the costs say; nothing is solved.

    Args:
        problem: The problem.
        plan: The plan.
        moves: Who goes where instead; each person once.
        tally: The counts of the plan, if somebody has counted already.

    Raises:
        Refused: ``not_eligible`` or ``no_such_slot``, for a move that means nothing whatever the rules say.
        BadInput: If somebody is moved twice.
    """
    counts = tally or Tally.of(problem, plan)
    found, was = counts.judge(moves), counts.broken()
    kept = {key: violation for key, violation in was.items() if key not in found.was}
    standing = {**kept, **{key: violation for key, violation in found.now.items() if key in found.was}}
    left = len(standing) + len(found.broken)
    return Effect(
        _after(problem, plan, moves, objective(problem, plan) + found.cost_change, left),
        found.broken,
        found.mended,
        tuple(standing.values()),
        found.cost_change,
        tuple(_home(problem, found)),
        _leading(problem, plan, moves),
    )


def _home(problem: RotaProblem, found: Judgement) -> Iterator[HomeChange]:
    """Absences that change, in the order of the roster and of the batches."""
    order = {unit: place for place, unit in enumerate(problem.staff_count)}
    for (unit, batch), (before, after) in sorted(found.away.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        staff = problem.staff_count[unit]
        if before != after:
            yield HomeChange(unit, batch, Part(before, staff), Part(after, staff))


def _leading(problem: RotaProblem, plan: Plan, moves: Iterable[Move]) -> tuple[LeadershipMatch, ...]:
    """Matches that the hosts have not yet seen: those at another opening than before."""
    found = []
    for move in moves:
        before = plan.by_person.get(move.person)
        if move.opening is not None and (before is None or before.opening != move.opening):
            found.append(leadership_match(problem, move.person, move.opening))
    return tuple(match for match in found if match is not None)


def _after(problem: RotaProblem, plan: Plan, moves: Sequence[Move], cost: int, broken: int) -> Plan:
    """The plan with the moves made, and what it says of itself brought up to date."""
    moved = {move.person: move.entry for move in moves}
    kept = [moved.pop(entry.person, None) if entry.person in moved else entry for entry in plan.assignments]
    assignments = tuple(entry for entry in (*kept, *moved.values()) if entry is not None)
    old, out = plan.certificate, left_out(problem, frozenset(entry.person for entry in assignments))
    return Plan(assignments, out, replace(old, objective=cost, violations=broken))
