"""A problem as arrays: who may take which slot at what cost. What the rules and the solver work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grassrota.rota.cost import staying_cost
from grassrota.rota.problem import RotaProblem, Slot
from grassrota.rota.qualities import covers, is_experienced, is_leader
from grassrota.staff import Person

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

KINDS = ("any", "leader", "experienced", "covering")
"""What a row may count among the people of a slot, in the order of ``Frame.kinds``."""


@dataclass(frozen=True)
class Frame:
    """Arrays over the P eligible people, S slots and B batches, in the problem's order."""

    problem: RotaProblem

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The P people."""
        return self.problem.eligible

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The S slots."""
        return self.problem.slots

    @cached_property
    def batches(self) -> int:
        """B."""
        return len(self.problem.policy.batches)

    @cached_property
    def opening_of(self) -> Ints:
        """Index of each slot's opening, shape (S,)."""
        index = {opening.id: place for place, opening in enumerate(self.problem.openings)}
        return np.array([index[slot.opening] for slot in self.slots], dtype=np.int64)

    @cached_property
    def first_batch(self) -> Ints:
        """Index (from 0) of the first batch of each slot, shape (S,)."""
        return np.array([slot.away[0] - 1 for slot in self.slots], dtype=np.int64)

    @cached_property
    def last_batch(self) -> Ints:
        """Index (from 0) of the last batch of each slot, shape (S,)."""
        return np.array([slot.away[-1] - 1 for slot in self.slots], dtype=np.int64)

    @cached_property
    def active(self) -> Bools:
        """True where a slot keeps people away in a batch, shape (B, S)."""
        number = np.arange(self.batches)[:, None]
        return np.asarray((self.first_batch <= number) & (number <= self.last_batch))

    @cached_property
    def kinds(self) -> Bools:
        """For each person and each of ``KINDS`` whether the person counts, shape (P, 4)."""
        problem = self.problem
        return np.array(
            [[True, is_leader(problem, p), is_experienced(problem, p), covers(problem, p)] for p in self.people],
            dtype=np.bool_,
        ).reshape(len(self.people), len(KINDS))

    @cached_property
    def cost(self) -> Ints:
        """Cost of each person in each slot, shape (P, S); ``cost.going_cost`` for every pair at once."""
        return np.asarray(self.going(np.arange(len(self.people)))[:, self.opening_of], dtype=np.int64)

    @cached_property
    def fits(self) -> Bools:
        """True where the person has the skills and a grade that the slot asks for, shape (P, S)."""
        return np.asarray((self._traits @ self._asks[1])[:, self.opening_of] < 0.5)

    def going(self, people: Ints, unfit: float = 0.0) -> Floats:
        """Cost, a whole number, of some people in each opening whatever the batch, shape (people, openings).

        Args:
            people: Their indices.
            unfit: Added for each skill that is missing, and for a grade that is not taken.
        """
        costs = self.problem.policy.costs
        priced, ruled_out = self._asks
        found = self._traits[people] @ (priced + unfit * ruled_out)
        home, far = self._far
        found += far[home[people]]
        for row, index in enumerate(people):
            for place, rank in self.problem.wishes.get(self.people[index].id, {}).items():
                found[row, self._openings_at.get(place, [])] += costs.preference * (rank - 1 - costs.unlisted)
        return np.asarray(found)

    @cached_property
    def staying(self) -> Ints:
        """Cost of leaving each person out, shape (P,)."""
        return np.array([staying_cost(self.problem, person) for person in self.people], dtype=np.int64)

    @cached_property
    def _words(self) -> tuple[list[str], list[str]]:
        """Every skill that an opening speaks of, and every grade that somebody has."""
        openings = self.problem.openings
        skills = frozenset[str]().union(*(opening.needs | opening.prefers for opening in openings))
        return sorted(skills), sorted({person.grade for person in self.people})

    @cached_property
    def _traits(self) -> Floats:
        """Of each person: which skills are missing, which grade it is, turns served, and 1; shape (P, traits).

        The cost of an opening that knows nothing of places is a product with what the opening asks of each trait.
        """
        skills, grades = self._words
        rows = [
            (
                *(skill not in person.skills for skill in skills),
                *(grade == person.grade for grade in grades),
                person.turns_served,
                1,
            )
            for person in self.people
        ]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(skills) + len(grades) + 2)

    @cached_property
    def _asks(self) -> tuple[Floats, Floats]:
        """What each trait costs in each opening, and whether it rules it out, shape (traits, openings) each."""
        openings, costs = self.problem.openings, self.problem.policy.costs
        skills, grades = self._words
        unlisted = costs.preference * costs.unlisted
        priced = [
            *([costs.missing_skill * (skill in o.prefers) for o in openings] for skill in skills),
            *([0] * len(openings) for _ in grades),
            [costs.hardship * o.hardship for o in openings],
            [costs.direction * self.problem.policy.direction_rank(o.sector) + unlisted for o in openings],
        ]
        ruled_out = [
            *([skill in o.needs for o in openings] for skill in skills),
            *([bool(o.grades) and grade not in o.grades for o in openings] for grade in grades),
            *[[False] * len(openings)] * 2,
        ]
        shape = len(priced), len(openings)
        return np.array(priced, dtype=np.float64).reshape(shape), np.array(ruled_out, dtype=np.float64).reshape(shape)

    @cached_property
    def _openings_at(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, opening in enumerate(self.problem.openings):
            found.setdefault(opening.place, []).append(number)
        return found

    @cached_property
    def _far(self) -> tuple[Ints, NDArray[np.int32]]:
        """Each person's family home, shape (P,), and what whole tens of kilometres cost from homes to openings."""
        homes = [person.site or person.unit for person in self.people]
        names = sorted(set(homes))
        index = {name: place for place, name in enumerate(names)}
        here = _positions(self.problem, names)
        there = _positions(self.problem, [opening.place for opening in self.problem.openings])
        apart = np.sqrt(sum((here[:, None, axis] - there[None, :, axis]) ** 2 for axis in (0, 1)))
        cost = self.problem.policy.costs.distance * np.where(np.isnan(apart), 0, apart // 10)
        return np.array([index[home] for home in homes], dtype=np.int64), cost.astype(np.int32)


def _positions(problem: RotaProblem, units: Sequence[str]) -> Floats:
    known = [problem.position(unit) or (np.nan, np.nan) for unit in units]
    return np.array(known, dtype=np.float64).reshape(len(units), 2)
