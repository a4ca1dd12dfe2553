"""A plan counted from the sides that its page shows; each side is counted once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from grassrota.errors import Refused
from grassrota.org import Unit
from grassrota.posting.steps import Posting
from grassrota.rota.plan import Assignment, Plan, postings
from grassrota.rota.problem import RotaProblem
from grassrota.staff import Person


@dataclass(frozen=True)
class PlanView:
    """A problem with a plan for it.

    Raises:
        Refused: ``plan_of_another_problem``, if the plan names a person or opening that the problem does not have.
    """

    problem: RotaProblem
    plan: Plan

    def __post_init__(self) -> None:
        named = (*(entry.person for entry in self.plan.assignments), *(entry.person for entry in self.plan.left_out))
        strangers = [who for who in named if who not in self.problem.person]
        strangers += [e.opening for e in self.plan.assignments if e.opening not in self.problem.opening]
        batches = {batch.number for batch in self.problem.policy.batches}
        strangers += [f"batch {e.batch}" for e in self.plan.assignments if not set(self.batches_of(e)) <= batches]
        if strangers:
            message = f"The plan names {strangers[0]!r}, which is not in the problem: give the problem it was made for."
            raise Refused("plan_of_another_problem", message, named=tuple(strangers))

    @property
    def numbers(self) -> tuple[int, ...]:
        """Batch numbers in turn."""
        return tuple(batch.number for batch in self.problem.policy.batches)

    @cached_property
    def home_units(self) -> tuple[Unit, ...]:
        """Units with staff, in the order of the tree."""
        return tuple(unit for unit in self.problem.tree.units if unit.id in self.problem.staff_count)

    @cached_property
    def going(self) -> frozenset[str]:
        """Ids of everyone who goes."""
        return frozenset(self.plan.by_person)

    @cached_property
    def eligible_by_unit(self) -> Mapping[str, tuple[Person, ...]]:
        """People who could go, by home unit."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.problem.eligible:
            found[person.unit].append(person)
        return {unit: tuple(people) for unit, people in found.items()}

    @cached_property
    def starting(self) -> Mapping[tuple[str, int], int]:
        """People by home unit and the batch in which they start."""
        return Counter((self.problem.person[e.person].unit, e.batch) for e in self.plan.assignments)

    @cached_property
    def away(self) -> Mapping[tuple[str, int], int]:
        """People by home unit and every batch during which they are away."""
        unit = {entry.person: self.problem.person[entry.person].unit for entry in self.plan.assignments}
        return Counter((unit[e.person], batch) for e in self.plan.assignments for batch in self.batches_of(e))

    @cached_property
    def in_slot(self) -> Mapping[tuple[str, int], int]:
        """People by opening and the batch in which they start."""
        return Counter((entry.opening, entry.batch) for entry in self.plan.assignments)

    @cached_property
    def postings(self) -> Mapping[str, Posting]:
        """Postings with dates, by person."""
        return {posting.person: posting for posting in postings(self.problem, self.plan)}

    def batches_of(self, entry: Assignment) -> range:
        """Every batch during which somebody is away."""
        return range(entry.batch, entry.batch + self.problem.opening[entry.opening].length)

    def place(self, opening: str) -> Unit:
        """Where an opening is."""
        return self.problem.tree[self.problem.opening[opening].place]
