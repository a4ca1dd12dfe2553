"""What moving people in a plan would do to its rules, its cost and the home units, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grassrota.errors import BadInput, Fault, Refused
from grassrota.rota.certificate import Certificate
from grassrota.rota.check import Violation, check, objective
from grassrota.rota.leadership import LeadershipMatch, leadership_match
from grassrota.rota.part import Part
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.portrait import absence
from grassrota.rota.problem import RotaProblem


@dataclass(frozen=True, slots=True)
class Move:
    """One person to an opening and the batch in which they start; to neither if they stay home."""

    person: str
    opening: str | None = None
    batch: int | None = None

    def __post_init__(self) -> None:
        if (self.opening is None) != (self.batch is None):
            missing = "opening" if self.opening is None else "batch"
            raise BadInput([Fault(missing, "both an opening and a batch, or neither", "nothing")])


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
    return _to(first, there), _to(second, here)


def effect(problem: RotaProblem, plan: Plan, moves: Sequence[Move]) -> Effect:
    """What the moves do, as the independent check and the costs say; nothing is solved.

    Raises:
        Refused: ``not_eligible`` or ``no_such_slot``, for a move that means nothing whatever the rules say.
        BadInput: If somebody is moved twice.
    """
    after = _after(problem, plan, moves)
    was, now = _rules_broken(problem, plan), _rules_broken(problem, after)
    homes = absence(problem, plan), absence(problem, after)
    return Effect(
        after,
        tuple(violation for key, violation in now.items() if key not in was),
        tuple(violation for key, violation in was.items() if key not in now),
        tuple(violation for key, violation in now.items() if key in was),
        after.certificate.objective - objective(problem, plan),
        tuple(HomeChange(*key, homes[0][key], homes[1][key]) for key in homes[0] if homes[0][key] != homes[1][key]),
        _leading(problem, plan, moves),
    )


def _leading(problem: RotaProblem, plan: Plan, moves: Iterable[Move]) -> tuple[LeadershipMatch, ...]:
    """Matches that the hosts have not yet seen: those at another opening than before."""
    found = []
    for move in moves:
        before = plan.by_person.get(move.person)
        if move.opening is not None and (before is None or before.opening != move.opening):
            found.append(leadership_match(problem, move.person, move.opening))
    return tuple(match for match in found if match is not None)


def _to(person: str, entry: Assignment | None) -> Move:
    return Move(person) if entry is None else Move(person, entry.opening, entry.batch)


def _after(problem: RotaProblem, plan: Plan, moves: Iterable[Move]) -> Plan:
    able = {person.id for person in problem.eligible}
    slots = {(slot.opening, slot.start) for slot in problem.slots}
    moved: dict[str, Assignment | None] = {}
    for move in moves:
        if move.person in moved:
            raise BadInput([Fault("person", "each person once", move.person)])
        moved[move.person] = None
        if move.opening is not None and move.batch is not None:
            if move.person not in able:
                message = f"{move.person} is not on the roster or not available this round."
                raise Refused("not_eligible", message, person=move.person)
            if (move.opening, move.batch) not in slots:
                message = f"{move.opening} does not start anybody in batch {move.batch}."
                raise Refused("no_such_slot", message, opening=move.opening, batch=move.batch)
            moved[move.person] = Assignment(move.person, move.opening, move.batch)
    kept = [moved.pop(entry.person, None) if entry.person in moved else entry for entry in plan.assignments]
    return _told(problem, plan, tuple(entry for entry in (*kept, *moved.values()) if entry is not None))


def _told(problem: RotaProblem, plan: Plan, assignments: tuple[Assignment, ...]) -> Plan:
    """The plan with these assignments, and what it says of itself brought up to date."""
    old = plan.certificate
    out = left_out(problem, frozenset(entry.person for entry in assignments))
    cost = objective(problem, Plan(assignments, out, old))
    draft = Plan(assignments, out, Certificate(cost, old.bound, 0, old.seed, old.problem_sha256, old.seconds))
    count = len(_rules_broken(problem, draft))
    return Plan(assignments, out, Certificate(cost, old.bound, count, old.seed, old.problem_sha256, old.seconds))


def _rules_broken(problem: RotaProblem, plan: Plan) -> Mapping[tuple[str, str], Violation]:
    """Violations by rule and place; what a plan says of itself is no rule that moves could break."""
    found = check(problem, plan)
    return {(one.rule, one.about or one.words): one for one in found if one.rule not in ("certificate", "left_out")}
