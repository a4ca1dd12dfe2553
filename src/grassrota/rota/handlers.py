"""Fixing and posting at once: enough people stay at home for a unit's open cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grassrota.errors import Faults
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.portrait import absence
from grassrota.rota.problem import RotaProblem


@dataclass(frozen=True, slots=True)
class HandlersLeft:
    """A unit's people at home during a batch beside its open cases.

    Attributes:
        unit: Id of the home unit.
        batch: Number of the batch.
        at_home: People who are not away, of all its staff.
        open_cases: Cases it has to see to.
        cases_each: How many cases one person can see to.
    """

    unit: str
    batch: int
    at_home: Part
    open_cases: int
    cases_each: int

    @property
    def lacking(self) -> int:
        """How many people too few are at home; 0 if enough are."""
        needed = -(-self.open_cases // self.cases_each)
        return max(0, needed - self.at_home.count)


def handlers_left(
    problem: RotaProblem, plan: Plan, open_cases: Mapping[str, int], cases_each: int
) -> tuple[HandlersLeft, ...]:
    """The capacity of each unit with open cases in each batch, in the order of the cases.

    Args:
        problem: The problem.
        plan: The plan.
        open_cases: Open cases by unit; a unit without staff on the roster has nobody for them.
        cases_each: How many cases one person can see to, 1 or more.
    """
    faults = Faults()
    faults.unless(cases_each >= 1, "cases_each", "1 or more", cases_each)
    for unit, cases in open_cases.items():
        faults.unless(cases >= 0, "open_cases", "0 or more", f"{unit}: {cases}")
    faults.raise_if_any()
    away = absence(problem, plan)
    at_home = {key: Part(gone.of - gone.count, gone.of) for key, gone in away.items()}
    return tuple(
        HandlersLeft(unit, batch.number, at_home.get((unit, batch.number), Part(0, 0)), cases, cases_each)
        for unit, cases in open_cases.items()
        for batch in problem.policy.batches
    )
