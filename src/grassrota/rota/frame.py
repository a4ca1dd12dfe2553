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
        costs, openings = self.problem.policy.costs, self.problem.openings
        direction = np.array([self.problem.policy.direction_rank(opening.sector) for opening in openings])
        hardship = np.array([opening.hardship for opening in openings])
        served = np.array([person.turns_served for person in self.people])
        by_opening = (
            costs.direction * direction[None, :]
            + costs.missing_skill * self._missing([opening.prefers for opening in openings])
            + costs.preference * self._places_before()
            + costs.distance * self._tens_of_km()
            + costs.hardship * served[:, None] * hardship[None, :]
        )
        return np.asarray(by_opening[:, self.opening_of], dtype=np.int64)

    @cached_property
    def fits(self) -> Bools:
        """True where the person has the skills and a grade that the slot asks for, shape (P, S)."""
        openings = self.problem.openings
        skilled = self._missing([opening.needs for opening in openings]) == 0
        grades = sorted({person.grade for person in self.people})
        accepted = np.array([[not o.grades or grade in o.grades for o in openings] for grade in grades], dtype=np.bool_)
        index = {grade: place for place, grade in enumerate(grades)}
        graded = accepted.reshape(len(grades), len(openings))[[index[person.grade] for person in self.people]]
        return np.asarray((skilled & graded)[:, self.opening_of])

    @cached_property
    def staying(self) -> Ints:
        """Cost of leaving each person out, shape (P,)."""
        return np.array([staying_cost(self.problem, person) for person in self.people], dtype=np.int64)

    def _missing(self, wanted: Sequence[frozenset[str]]) -> Ints:
        """How many of the skills wanted by each opening each person lacks, shape (P, number of openings)."""
        skills = sorted(frozenset().union(*wanted))
        lacks = np.array([[skill not in person.skills for skill in skills] for person in self.people], dtype=np.int64)
        asked = np.array([[skill in words for skill in skills] for words in wanted], dtype=np.int64)
        return lacks.reshape(len(self.people), len(skills)) @ asked.reshape(len(wanted), len(skills)).T

    def _places_before(self) -> Ints:
        """How many places each person would have liked better than each opening's, shape (P, number of openings)."""
        unlisted = self.problem.policy.costs.unlisted
        found = np.full((len(self.people), len(self.problem.openings)), unlisted, dtype=np.int64)
        at_place: dict[str, list[int]] = {}
        for number, opening in enumerate(self.problem.openings):
            at_place.setdefault(opening.place, []).append(number)
        for row, person in enumerate(self.people):
            for place, rank in self.problem.wishes.get(person.id, {}).items():
                found[row, at_place.get(place, [])] = rank - 1
        return found

    def _tens_of_km(self) -> Ints:
        """Whole tens of kilometres from each person's family to each opening, shape (P, number of openings)."""
        homes = [person.site or person.unit for person in self.people]
        names = sorted(set(homes))
        index = {name: place for place, name in enumerate(names)}
        here = _positions(self.problem, names)
        there = _positions(self.problem, [opening.place for opening in self.problem.openings])
        apart = np.sqrt(((here[:, None, :] - there[None, :, :]) ** 2).sum(axis=2))
        tens = np.where(np.isnan(apart), 0, apart).astype(np.int64) // 10
        return np.asarray(tens[[index[home] for home in homes]])


def _positions(problem: RotaProblem, units: Sequence[str]) -> Floats:
    known = [problem.position(unit) or (np.nan, np.nan) for unit in units]
    return np.array(known, dtype=np.float64).reshape(len(units), 2)
