"""A plan in counts: what it costs, whom it sends, which places get somebody, and what it takes from home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from grassrota.rota.certificate import gap_between
from grassrota.rota.check import Violation, check, objective
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem


@dataclass(frozen=True)
class Portrait:
    """What two plans of one problem are compared by.

    Attributes:
        cost: Sum of the costs.
        gap: How far that may lie above the best possible, as a fraction of the bound.
        violations: Rules broken.
        going: People who go, of all staff.
        places: Places with somebody in at least one batch, of those with openings.
        absence: People away of each home unit in each batch, of its staff, by unit and batch.
        turns: People by turns served once the plan is carried out: the spread of the burden.
        top_grades: People of the highest rank on the roster who go, of all of them.
    """

    cost: int
    gap: float
    violations: tuple[Violation, ...]
    going: Part
    places: Part
    absence: Mapping[tuple[str, int], Part]
    turns: Mapping[int, int]
    top_grades: Part


def portrait(problem: RotaProblem, plan: Plan) -> Portrait:
    """The counts of a plan, worked out from its assignments and not from what it says of itself."""
    cost = objective(problem, plan)
    reached = {problem.opening[entry.opening].place for entry in plan.assignments}
    turns = Counter(person.turns_served + (person.id in plan.by_person) for person in problem.people)
    return Portrait(
        cost,
        gap_between(cost, plan.certificate.bound),
        check(problem, plan),
        Part(len(plan.assignments), len(problem.people)),
        Part(len(reached), len({opening.place for opening in problem.openings})),
        absence(problem, plan),
        {served: turns[served] for served in sorted(turns)},
        top_grades(problem, plan),
    )


def absence(problem: RotaProblem, plan: Plan) -> Mapping[tuple[str, int], Part]:
    """How many of each home unit are away in each batch, of its staff, by unit (as on the roster) and batch."""
    away = Counter(
        (problem.person[entry.person].unit, batch)
        for entry in plan.assignments
        for batch in range(entry.batch, entry.batch + problem.opening[entry.opening].length)
    )
    return {
        (unit, batch.number): Part(away[unit, batch.number], staff)
        for unit, staff in problem.staff_count.items()
        for batch in problem.policy.batches
    }


def top_grades(problem: RotaProblem, plan: Plan) -> Part:
    """People of the highest rank on the roster who go, of all of them (R000-02)."""
    highest = max((problem.rank(person) for person in problem.people), default=0)
    top = [person for person in problem.people if problem.rank(person) == highest]
    return Part(sum(person.id in plan.by_person for person in top), len(top))
