"""What a choice costs, as whole numbers: for one person and slot, or for staying. The solver's arrays must agree."""

from __future__ import annotations

from datetime import date

from grassrota.posting.opening import Opening
from grassrota.rota.problem import RotaProblem
from grassrota.staff import Person

MAX_WAITING_YEARS = 10


def going_cost(problem: RotaProblem, person: Person, opening: Opening) -> int:
    """The cost of sending a person to an opening; it does not depend on the batch."""
    costs = problem.policy.costs
    wish = problem.wishes.get(person.id, {}).get(opening.place, costs.unlisted + 1)
    return (
        costs.direction * problem.policy.direction_rank(opening.sector)
        + costs.missing_skill * len(opening.prefers - person.skills)
        + costs.preference * (wish - 1)
        + costs.distance * (distance_km(problem, person, opening) // 10)
        + costs.hardship * opening.hardship * person.turns_served
    )


def staying_cost(problem: RotaProblem, person: Person) -> int:
    """The cost of leaving out a person who could go: those who have waited longest weigh most."""
    costs = problem.policy.costs
    return costs.staying + costs.waiting * waiting_years(person, problem.policy.batches[0].depart_from)


def waiting_years(person: Person, on: date) -> int:
    """Whole years since the last return, or years in the home unit if there was none; 0..10."""
    years, last = person.tenure_years, person.last_returned
    if last is not None:
        years = on.year - last.year - ((on.month, on.day) < (last.month, last.day))
    return min(MAX_WAITING_YEARS, max(0, years))


def distance_km(problem: RotaProblem, person: Person, opening: Opening) -> int:
    """Kilometres, rounded down, between family and place; 0 where neither they nor units above have a position."""
    here, there = problem.position(person.site or person.unit), problem.position(opening.place)
    if here is None or there is None:
        return 0
    return int(((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2) ** 0.5)
