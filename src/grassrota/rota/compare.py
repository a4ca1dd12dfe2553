"""Two plans side by side, of one problem or of nearly the same people: who would move, and both in counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from grassrota.rota.check import objective
from grassrota.rota.plan import Assignment, Plan
from grassrota.rota.portrait import Portrait, portrait
from grassrota.rota.problem import RotaProblem


class Difference(StrEnum):
    """How two plans treat somebody differently."""

    GOES_NOW = "goes_now"
    STAYS_NOW = "stays_now"
    ELSEWHERE = "elsewhere"
    ANOTHER_BATCH = "another_batch"
    ONLY_IN_FIRST = "only_in_first"
    ONLY_IN_SECOND = "only_in_second"


@dataclass(frozen=True, slots=True)
class Moved:
    """One person whom the two plans treat differently; None where the person stays home."""

    person: str
    first: Assignment | None
    second: Assignment | None


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side.

    Attributes:
        moved: People of both rosters who are treated differently, in the order of the first.
        first, second: The plans in counts, each by its own rules and weights.
        strangers: People who are on one roster only.
        by_first: Cost of the second plan by the weights of the first problem; None if it sends people whom, or to
            openings that, the first does not have.
    """

    moved: tuple[Moved, ...]
    first: Portrait
    second: Portrait
    strangers: Mapping[Difference, int]
    by_first: int | None

    @cached_property
    def differences(self) -> Mapping[Difference, int]:
        """How many people are treated differently in which way; ways that do not occur are left out."""
        counts = Counter(_difference(one) for one in self.moved) + Counter(self.strangers)
        return {way: counts[way] for way in Difference if counts[way]}


def compare(problem: RotaProblem, first: Plan, second: Plan, other: RotaProblem | None = None) -> Comparison:
    """Compares two plans; neither is called the better one.

    Args:
        problem: The problem of the first plan.
        first: A plan of it.
        second: Another plan.
        other: The problem of the second; the same if not given.
    """
    others = other or problem
    moved = tuple(
        Moved(person.id, here, there)
        for person in problem.people
        if person.id in others.person
        and (here := first.by_person.get(person.id)) != (there := second.by_person.get(person.id))
    )
    strangers = {
        Difference.ONLY_IN_FIRST: sum(who not in others.person for who in problem.person),
        Difference.ONLY_IN_SECOND: sum(who not in problem.person for who in others.person),
    }
    return Comparison(moved, portrait(problem, first), portrait(others, second), strangers, _cost_by(problem, second))


def _difference(one: Moved) -> Difference:
    if one.first is None:
        return Difference.GOES_NOW
    if one.second is None:
        return Difference.STAYS_NOW
    return Difference.ELSEWHERE if one.first.opening != one.second.opening else Difference.ANOTHER_BATCH


def _cost_by(problem: RotaProblem, plan: Plan) -> int | None:
    """What a plan would cost by a problem's weights, those counted as staying whom the problem could send."""
    known = all(entry.person in problem.person and entry.opening in problem.opening for entry in plan.assignments)
    return objective(problem, replace(plan, left_out=())) if known else None
