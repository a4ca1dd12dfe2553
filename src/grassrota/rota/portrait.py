"""A plan in counts: what it costs, whom it sends, which places get somebody, and what it takes from home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from grassrota.rota.burden import Side, going_by
from grassrota.rota.certificate import gap_between
from grassrota.rota.check import Violation, check, objective
from grassrota.rota.cost import distance_km
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that costs something in a plan.

    Attributes:
        rule: Its name.
        places: At how many places it has a price.
        highest: The highest: about what the plan would save if the rule asked for one person less there.
    """

    rule: str
    places: int
    highest: float


@dataclass(frozen=True)
class Portrait:
    """What two plans are compared by.

    Attributes:
        cost: Sum of the costs.
        bound: No plan of the problem costs less; 0 if nothing is proven.
        gap: How far the cost may lie above the best possible, as a fraction of the bound.
        violations: Rules broken.
        going: People who go, of all staff.
        batches: People who start in each batch.
        places: Places with somebody in at least one batch, of those with openings.
        absence: People away of each home unit in each batch, of its staff, by unit and batch.
        burden: People who go of those who could, by home unit, grade and band.
        kilometres: Between families and places, summed over who goes.
        wishes: People who go to a place that they wished for, of those who go and had wishes.
        turns: People by turns served once the plan is carried out: the spread of the burden.
        top_grades: People of the highest rank on the roster who go, of all of them.
        binding: Rules that cost something, by the prices of the proof, those with the highest first; none without them.
    """

    cost: int
    bound: float
    gap: float
    violations: tuple[Violation, ...]
    going: Part
    batches: Mapping[int, int]
    places: Part
    absence: Mapping[tuple[str, int], Part]
    burden: Mapping[Side, Mapping[str, Part]]
    kilometres: int
    wishes: Part
    turns: Mapping[int, int]
    top_grades: Part
    binding: tuple[Binding, ...]


def portrait(problem: RotaProblem, plan: Plan) -> Portrait:
    """The counts of a plan, worked out from its assignments; only bound and prices are what it says of itself."""
    cost, bound = objective(problem, plan), plan.certificate.bound
    starting = Counter(entry.batch for entry in plan.assignments)
    going = [(problem.person[entry.person], problem.opening[entry.opening]) for entry in plan.assignments]
    wished = [(person, opening) for person, opening in going if person.id in problem.wishes]
    turns = Counter(person.turns_served + (person.id in plan.by_person) for person in problem.people)
    return Portrait(
        cost,
        bound,
        gap_between(cost, bound),
        check(problem, plan),
        Part(len(going), len(problem.people)),
        {batch.number: starting[batch.number] for batch in problem.policy.batches},
        Part(len({opening.place for _, opening in going}), len({opening.place for opening in problem.openings})),
        absence(problem, plan),
        going_by(problem, plan),
        sum(distance_km(problem, person, opening) for person, opening in going),
        Part(sum(opening.place in problem.wishes[person.id] for person, opening in wished), len(wished)),
        {served: turns[served] for served in sorted(turns)},
        top_grades(problem, plan),
        binding(plan),
    )


def binding(plan: Plan) -> tuple[Binding, ...]:
    """The rules with a price, by the highest price."""
    found: dict[str, list[float]] = {}
    for price in plan.certificate.prices:
        if price.amount:
            found.setdefault(price.rule, []).append(abs(price.amount))
    named = (Binding(rule, len(amounts), max(amounts)) for rule, amounts in found.items())
    return tuple(sorted(named, key=lambda one: (-one.highest, one.rule)))


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
