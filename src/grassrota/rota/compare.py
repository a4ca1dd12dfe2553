"""Two plans for one problem side by side: who would move, and both in counts."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota.rota.plan import Assignment, Plan
from grassrota.rota.portrait import Portrait, portrait
from grassrota.rota.problem import RotaProblem


@dataclass(frozen=True, slots=True)
class Moved:
    """One person whom the two plans treat differently; None where the person stays home."""

    person: str
    first: Assignment | None
    second: Assignment | None


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side; ``moved`` is in the order of the roster."""

    moved: tuple[Moved, ...]
    first: Portrait
    second: Portrait


def compare(problem: RotaProblem, first: Plan, second: Plan) -> Comparison:
    """Compares two plans of one problem; neither is called the better one."""
    moved = tuple(
        Moved(person.id, here, there)
        for person in problem.people
        if (here := first.by_person.get(person.id)) != (there := second.by_person.get(person.id))
    )
    return Comparison(moved, portrait(problem, first), portrait(problem, second))
